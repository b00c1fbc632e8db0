import LedgerModel
import LedgerProofs

/// A log that can be published: entries 1 to `size`, as they are stored. Its tree hashes are computed anew from the entries.
package protocol PublishableLog {
    var size: UInt64 { get }
    func frame(_ number: UInt64) throws -> RecordFrame
}

/// The files of a published log (schema/PUBLICATION.md). All paths are relative to its folder.
package enum PublishedPath {
    package static let checkpoint = "checkpoint"
    package static let log = "log.json"
    package static let removed = "removed.json"
    package static let editions = "editions.json"

    /// `texts/x001/234.ndjson`: the open texts of an entry bundle.
    package static func texts(bundle: UInt64) -> String {
        "texts/" + TilePath(.entries, index: bundle).path.dropFirst("tile/entries/".count) + ".ndjson"
    }

    package static func edition(_ id: String, _ name: String) -> String { "editions/\(id)/\(name)" }

    /// Whether this is a path below the folder and nothing else: no empty part, none that starts with a dot, no control character,
    /// no backslash; at most 1,024 bytes.
    package static func isSafe(_ path: String) -> Bool {
        path.utf8.count <= Limits.nameBytes && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
            && path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
    }
}

extension PublishedPath {
    /// Whether files that a caller gives may stand there: not in the place of the log's own.
    static func isFree(_ path: String) -> Bool {
        let first = String(path.split(separator: "/").first ?? "")
        return isSafe(path) && !["tile", "texts", checkpoint, log, removed].contains(first)
    }
}

/// The largest files that are read; what is larger is no part of a published log.
enum PublishedLimit {
    static let checkpoint = 1 << 20
    static let document = 64 << 20
    static let bundle = 256 * (2 + EntryBundle.entryByteLimit)
    /// A line of 1 MiB of text of which every byte is escaped, and what stands around it.
    static let textLine = 6 * Limits.textBytes + 1_024
}
