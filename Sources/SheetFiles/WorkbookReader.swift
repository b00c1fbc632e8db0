import Foundation

/// Reads a table file. Pure but for `read(path:)`: the same bytes give the same workbook or the same fault, and no input ends the process.
package enum WorkbookReader {
    /// What a mapping may know better than the file's bytes.
    package struct Options: Sendable {
        /// As `TextEncoding` understands it; nil lets the bytes decide.
        package var encoding: String?
        package var format: Workbook.Format?

        package init(encoding: String? = nil, format: Workbook.Format? = nil) {
            self.encoding = encoding
            self.format = format
        }
    }

    /// - Parameter name: only its ending is looked at: `.csv`, `.tsv`, `.xlsx`. The content decides between text and workbook.
    package static func read(_ bytes: [UInt8], name: String, _ options: Options = Options()) throws(SheetFault) -> Workbook {
        guard bytes.count <= SheetLimit.fileBytes.value else { throw SheetLimit.fileBytes.fault(found: bytes.count) }
        guard !bytes.isEmpty else { throw SheetFault(.notATable, "empty") }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            guard options.format == nil || options.format == .xlsx else { throw SheetFault(.notATable, "zip") }
            return try WorkbookParts.read(bytes)
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { throw compoundFile(bytes) }
        if options.format == .xlsx || (options.format == nil && hasEnding(name, ".xlsx")) { throw SheetFault(.notATable, "text") }
        let decoded = try DecodedText(bytes, encoding: options.encoding)
        let format = options.format ?? (hasEnding(name, ".tsv") ? .tsv : hasEnding(name, ".csv") ? .csv : Delimited.likelyFormat(decoded))
        let delimited = try Delimited.parse(decoded, format)
        return Workbook(format: format, encoding: decoded.encoding.rawValue, sheets: [delimited.sheet], notices: delimited.notices)
    }

    /// Looks at the size before it reads.
    package static func read(path: String, _ options: Options = Options()) throws(SheetFault) -> Workbook {
        try read(try bytes(path: path), name: path, options)
    }

    /// The bytes of a file that is not larger than `SheetLimit.fileBytes`.
    package static func bytes(path: String) throws(SheetFault) -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }
            let size = try file.seekToEnd()
            guard size <= UInt64(SheetLimit.fileBytes.value) else { throw SheetLimit.fileBytes.fault(at: path, found: Int(clamping: size)) }
            try file.seek(toOffset: 0)
            var bytes: [UInt8] = []
            bytes.reserveCapacity(Int(size))
            // In pieces, so that the content is not in memory twice. A file that grows meanwhile stays within the limit.
            while bytes.count < SheetLimit.fileBytes.value, let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                bytes.append(contentsOf: piece)
            }
            return bytes
        } catch let fault as SheetFault {
            throw fault
        } catch {
            throw SheetFault(.unreadable, at: path, path, error.localizedDescription)
        }
    }

    private static func hasEnding(_ name: String, _ ending: String) -> Bool {
        name.lowercased().hasSuffix(ending)
    }

    /// Excel keeps a workbook with a password in the container of the old `.xls`, in a stream of this name (MS-OFFCRYPTO 2.3.4.4).
    private static func compoundFile(_ bytes: [UInt8]) -> SheetFault {
        let name = Data("EncryptedPackage".utf8.flatMap { [$0, 0] })
        return Data(bytes).range(of: name) == nil ? SheetFault(.notATable, "ole") : SheetFault(.encrypted)
    }
}
