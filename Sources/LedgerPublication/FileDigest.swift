import Crypto

extension Folder {
    /// SHA-256 of a file, read piece by piece; nil where nothing is there.
    func digest(_ file: String) throws(FolderFault) -> [UInt8]? {
        guard let stream = try stream(file) else { return nil }
        var function = SHA256()
        while let chunk = try stream.next() { function.update(data: chunk) }
        return Array(function.finalize())
    }
}
