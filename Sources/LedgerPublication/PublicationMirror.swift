import Foundation
import LedgerModel
import LedgerProofs

/// Brings a published log from a web server into a folder. What comes is as untrusted as the server: whoever uses it opens it as a
/// `PublishedLog` and verifies it.
package struct PublicationMirror {
    private let curl: Curl
    private let folder: Folder

    /// Larger logs are not brought: 2^26 entries are 525,000 files.
    package static let entryLimit: UInt64 = 1 << 26
    private static let fileLimit = 1 << 30

    /// Fetches the log, its texts and the files of its editions; pages for people stay where they are.
    /// - Parameter path: an empty folder, or one whose last component is made.
    /// - Throws: `fetch-failed` with the address and why; `cannot-write`.
    package static func fetch(_ address: String, to path: String) throws {
        try Folder.make(path)
        let mirror = PublicationMirror(curl: try Curl(address, into: path), folder: try Folder(opening: path))
        guard try mirror.folder.names(in: "").isEmpty else { throw Problem(.fileExists, path) }
        try mirror.fetch()
    }

    /// While the server is being written to, this order gives one state: `log.json` is never ahead of the checkpoint, tiles and texts
    /// are there before it, and every text that is gone meanwhile is listed afterwards.
    private func fetch() throws {
        try curl.fetch([PublishedPath.editions], limit: PublishedLimit.document, isOptional: true)
        try curl.fetch([PublishedPath.log], limit: PublishedLimit.document)
        try curl.fetch([PublishedPath.checkpoint], limit: PublishedLimit.checkpoint)
        let size = try size()
        try curl.fetch((Tiling.hashTiles(size: size) + Tiling.entryBundles(size: size)).map(\.path), limit: PublishedLimit.bundle)
        let named = try named(size)
        try curl.fetch(named.texts + named.files, limit: PublicationMirror.fileLimit, isOptional: true)
        try curl.fetch([PublishedPath.removed], limit: PublishedLimit.document)
    }

    private func size() throws -> UInt64 {
        let bytes = try read(PublishedPath.checkpoint, PublishedLimit.checkpoint)
        do throws(DecodeError) {
            let size = try Checkpoint(parsing: SignedNote(parsing: bytes).text).size
            guard size <= PublicationMirror.entryLimit else { throw DecodeError(what: "checkpoint", why: "\(size) > \(PublicationMirror.entryLimit)") }
            return size
        } catch {
            throw Problem(.fetchFailed, "\(curl.base)/\(PublishedPath.checkpoint)", error.why)
        }
    }

    /// Texts and files that the entries speak of.
    private func named(_ size: UInt64) throws -> (texts: [String], files: [String]) {
        var acts = PublishedActs()
        var texts: [String] = []
        for bundle in Tiling.entryBundles(size: size) {
            let entries: [[UInt8]]
            do { entries = try EntryBundle.decode(read(bundle.path, PublishedLimit.bundle), count: bundle.width) } catch let error as DecodeError {
                throw Problem(.fetchFailed, "\(curl.base)/\(bundle.path)", error.why)
            }
            var hasTexts = false
            for leaf in entries.compactMap({ try? Codec.decodeLeaf($0) }) {
                acts.take(leaf)
                hasTexts = hasTexts || leaf.statement.texts.contains { $0.class != .withheld }
            }
            if hasTexts { texts.append(PublishedPath.texts(bundle: bundle.index)) }
        }
        return (texts, acts.editionFiles.keys.filter { PublishedPath.isSafe($0) }.sorted())
    }

    private func read(_ file: String, _ limit: Int) throws -> [UInt8] {
        do throws(FolderFault) {
            if let bytes = try folder.read(file, limit: limit) { return bytes }
        } catch {
            throw Problem(.cannotRead, "\(folder.path)/\(file)", "\(error)")
        }
        throw Problem(.fetchFailed, "\(curl.base)/\(file)", "404")
    }
}
