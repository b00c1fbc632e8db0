import CZip
import Glibc

/// A zip archive in memory, read through libzip. Entries are read in chunks, never whole, and counted against the limits as they come:
/// what the archive claims about sizes is not believed.
@safe
final class ZipArchive {
    private struct Entry {
        let index: UInt64
        let isEncrypted: Bool
        let packed: UInt64
    }

    private let handle: OpaquePointer
    private let entries: [String: Entry]
    private var totalRead = 0

    /// The archive is open for the call of `body` and no longer.
    static func with<Result>(_ bytes: [UInt8], _ body: (ZipArchive) throws(SheetFault) -> Result) throws(SheetFault) -> Result {
        // SAFETY: libzip reads from the array's buffer, which lives until the archive is closed inside the closure.
        unsafe try bytes.span.withUnsafeBytes { buffer throws(SheetFault) in
            let archive = unsafe try ZipArchive(buffer)
            let result = Swift.Result { () throws(SheetFault) in try body(archive) }
            archive.close()
            return try result.get()
        }
    }

    private init(_ buffer: UnsafeRawBufferPointer) throws(SheetFault) {
        var error = unsafe zip_error_t()
        unsafe zip_error_init(&error)
        defer { unsafe zip_error_fini(&error) }
        // SAFETY: freep 0: libzip does not own the buffer.
        guard let source = unsafe zip_source_buffer_create(buffer.baseAddress, zip_uint64_t(buffer.count), 0, &error) else {
            throw unsafe Self.fault(&error)
        }
        guard let opened = unsafe zip_open_from_source(source, ZIP_RDONLY, &error) else {
            // SAFETY: a failed open leaves the source ours.
            unsafe zip_source_free(source)
            throw unsafe Self.fault(&error)
        }
        do throws(SheetFault) {
            unsafe entries = try Self.directory(opened)
        } catch {
            unsafe zip_discard(opened)
            throw error
        }
        unsafe handle = opened
    }

    private func close() {
        // SAFETY: called once, after the last use.
        unsafe zip_discard(handle)
    }

    /// Part names are equal without regard to the case of ASCII letters (ECMA-376 part 2, 6.2.2.3). Two equal names are refused, since
    /// programs differ in which of them they read.
    private static func directory(_ handle: OpaquePointer) throws(SheetFault) -> [String: Entry] {
        let count = unsafe zip_get_num_entries(handle, 0)
        guard count <= SheetLimit.entries.value else { throw SheetLimit.entries.fault(found: Int(clamping: count)) }
        var entries: [String: Entry] = [:]
        for index in 0..<max(0, count) {
            var stat = unsafe zip_stat_t()
            // SAFETY: `stat` is filled by libzip; its name lives as long as the archive and is copied here.
            guard unsafe zip_stat_index(handle, zip_uint64_t(index), 0, &stat) == 0, let name = unsafe stat.name else {
                throw SheetFault(.badArchive, "", "entry \(index + 1) cannot be read")
            }
            let key = unsafe String(cString: name).lowercased()
            let entry = unsafe Entry(index: zip_uint64_t(index), isEncrypted: stat.encryption_method != UInt16(ZIP_EM_NONE), packed: stat.comp_size)
            guard entries.updateValue(entry, forKey: key) == nil else { throw SheetFault(.badArchive, key, "two entries have this name") }
        }
        return entries
    }

    func contains(_ part: String) -> Bool {
        entries[part.lowercased()] != nil
    }

    /// Hands the part's bytes over in chunks. The last chunk has come only when libzip has found the checksum right.
    func read(_ part: String, _ chunk: (Span<UInt8>) throws(SheetFault) -> Void) throws(SheetFault) {
        guard let entry = entries[part.lowercased()] else { throw SheetFault(.missingPart, part) }
        guard !entry.isEncrypted else { throw SheetFault(.encrypted, at: part) }
        // SAFETY: the handle is open for the life of `self` as `with` hands it out.
        guard let file = unsafe zip_fopen_index(handle, entry.index, 0) else { throw unsafe Self.fault(zip_get_error(handle), part) }
        defer { unsafe zip_fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var length = 0
        while true {
            // SAFETY: libzip writes at most the buffer's size.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe zip_fread(file, $0.baseAddress!, zip_uint64_t($0.count)) }
            guard count >= 0 else { throw unsafe Self.fault(zip_file_get_error(file), part) }
            if count == 0 { return }
            length += Int(count)
            totalRead += Int(count)
            try check(part, entry, length)
            try chunk(buffer.span.extracting(0..<Int(count)))
        }
    }

    private func check(_ part: String, _ entry: Entry, _ length: Int) throws(SheetFault) {
        guard length <= SheetLimit.partBytes.value else { throw SheetLimit.partBytes.fault(at: part) }
        guard totalRead <= SheetLimit.totalBytes.value else { throw SheetLimit.totalBytes.fault(at: part) }
        let packed = max(1, Int(clamping: entry.packed))
        guard length <= SheetLimit.smallPart || length / packed <= SheetLimit.ratio.value else { throw SheetLimit.ratio.fault(at: part) }
    }

    private static func fault(_ error: UnsafeMutablePointer<zip_error_t>, _ part: String = "") -> SheetFault {
        // SAFETY: the text belongs to the error and is copied.
        let code = unsafe zip_error_code_zip(error)
        if code == ZIP_ER_NOPASSWD || code == ZIP_ER_ENCRNOTSUPP { return SheetFault(.encrypted, at: part) }
        return unsafe SheetFault(.badArchive, part, String(cString: zip_error_strerror(error)))
    }
}
