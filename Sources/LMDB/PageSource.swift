import Glibc

/// Where the bytes of a data file come from: a descriptor, or an array in tests.
package protocol PageSource: ~Copyable {
    /// Bytes.
    var size: UInt64 { get }
    /// Exactly `count` bytes, or nil where the range does not lie inside the source. Throws where the device fails: that tells nothing of the bytes.
    func read(at offset: UInt64, count: Int) throws(LMDBError) -> [UInt8]?
}

/// Reads a file by `pread`, never through a map: a damaged or shrinking file gives nil, a device that fails an error, and neither a signal.
struct FileSource: PageSource, ~Copyable {
    private let descriptor: Int32
    private let isOwned: Bool
    private let path: String
    let size: UInt64

    init(path: String) throws(LMDBError) {
        let opened = try Files.open(path, O_RDONLY)
        do throws(LMDBError) {
            size = UInt64(try Files.status(descriptor: opened, path).st_size)
        } catch {
            close(opened)
            throw error
        }
        descriptor = opened
        isOwned = true
        self.path = path
    }

    /// Borrows a descriptor that outlives this value.
    init(descriptor: Int32, _ path: String) throws(LMDBError) {
        size = UInt64(try Files.status(descriptor: descriptor, path).st_size)
        self.descriptor = descriptor
        isOwned = false
        self.path = path
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    func read(at offset: UInt64, count: Int) throws(LMDBError) -> [UInt8]? {
        guard count >= 0, offset <= size, UInt64(count) <= size - offset else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let start = filled
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress! + start, count - start, off_t(offset) + off_t(start))
            }
            if got < 0 {
                let code = errno
                if code == EINTR { continue }
                throw .system("pread", "\(path), from byte \(offset) on", code)
            }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
