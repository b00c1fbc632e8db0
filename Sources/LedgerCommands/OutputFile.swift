import Foundation
import LedgerModel

/// A file that appears whole or not at all.
struct ReportFile {
    let path: String
    private let replaces: Bool
    private let place: String

    /// - Parameter place: the option that names it, for what is wrong with it.
    /// - Throws: `file-exists` where something is there that may not be replaced.
    init(_ path: String, replaces: Bool, at place: String = "--out") throws {
        self.path = path
        self.replaces = replaces
        self.place = place
        if !replaces, FileManager.default.fileExists(atPath: path) { throw Problem(.fileExists, at: place, path) }
    }

    /// Under another name in the same folder first; then it takes its name in one step. A link that has the name is replaced, not followed.
    func write(_ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: path)
        let draft = url.deletingLastPathComponent().appendingPathComponent(".ledger-\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: draft, contents: nil), let handle = FileHandle(forWritingAtPath: draft) else {
            throw Problem(.cannotWrite, at: place, path)
        }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try handle.close()
        } catch {
            throw Problem(.cannotWrite, at: place, path)
        }
        // A link is refused where the name is taken; a rename replaces.
        let done = replaces ? unsafe rename(draft, path) : unsafe link(draft, path)
        guard done != 0 else { return }
        throw errno == EEXIST ? Problem(.fileExists, at: place, path) : Problem(.cannotWrite, at: place, path)
    }
}
