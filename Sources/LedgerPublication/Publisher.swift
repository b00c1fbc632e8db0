import Glibc
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerVerifier

/// What is published besides the log itself.
package struct PublicationContent: Sendable {
    /// Keys that sign the log's checkpoints, the one in use first.
    package var keys: [VerifierKey]
    /// Path below the folder → bytes. Those that an edition's event names must have the digest that stands there.
    package var files: [String: [UInt8]]
    /// Files of editions that had to go because of a redaction. Once removed, always removed.
    package var removedFiles: [String]

    package init(keys: [VerifierKey], files: [String: [UInt8]] = [:], removedFiles: [String] = []) {
        self.keys = keys
        self.files = files
        self.removedFiles = removedFiles
    }
}

/// What a publication changed.
package struct PublicationSummary: Sendable, Hashable {
    package let size: UInt64
    package let root: Hash
    /// Size of the checkpoint that stood there; 0 where there was none.
    package let previousSize: UInt64
    /// Files written and files removed; both ascending.
    package let written: [String]
    package let removed: [String]
    /// Texts that readers of the publication do not get any more.
    package let removedTexts: [TextPlace]
}

/// Writes a log up to a signed checkpoint as files that any web server carries (schema/PUBLICATION.md), or extends what stands there.
///
/// What is published is never replaced by something else. Data come first, then the checkpoint, then the pages that describe it, each
/// file at once and whole and each step on the disk before the next: cut off anywhere, the folder holds the older publication or the newer one.
package struct Publisher<Log: PublishableLog> {
    private let log: Log
    private var note: SignedNote
    private let checkpoint: Checkpoint
    private let content: PublicationContent
    private let folder: Folder
    private var acts = PublishedActs()
    private var previousSize: UInt64 = 0
    private var removed = RemovedDocument()
    private var written: Set<String> = []
    private var deleted: Set<String> = []

    /// - Parameters:
    ///   - note: the checkpoint, signed; its size is at most the log's.
    ///   - path: the folder; it is made where only its last component is missing.
    ///   - isLifted: whether the embargo until this day or edition has passed.
    /// - Throws: `still-embargoed` with the entries; `other-publication` where another log stands there, or a later state of this one;
    ///   `forked` or `behind-checkpoint` where the checkpoint is not of this log; `damaged`, `cannot-read`, `cannot-write`, `locked`.
    package static func publish(
        _ log: Log, _ note: SignedNote, _ content: PublicationContent, to path: String, isLifted: (String) throws -> Bool
    ) throws -> PublicationSummary {
        var publisher = try Publisher(log, note, content, path)
        try publisher.examine(isLifted)
        try publisher.writeRemoved()
        try publisher.writeLog()
        try publisher.writeFiles(ofEditions: true)
        try publisher.folder.sync()
        try publisher.write(PublishedPath.checkpoint, note.bytes)
        try publisher.folder.sync()
        try publisher.write(PublishedPath.log, LogDocument(ledger: publisher.acts.ledgerID, checkpoint: publisher.checkpoint, keys: content.keys).bytes)
        try publisher.writeFiles(ofEditions: false)
        try publisher.folder.sync()
        return publisher.summary
    }

    private init(_ log: Log, _ note: SignedNote, _ content: PublicationContent, _ path: String) throws {
        self.log = log
        self.note = note
        self.content = content
        do { checkpoint = try Checkpoint(parsing: note.text) } catch { throw Problem(.damaged, at: PublishedPath.checkpoint, error.why) }
        for file in content.files.keys.sorted() + content.removedFiles where !PublishedPath.isFree(file) {
            throw Problem(.cannotWrite, file, systemWords(EINVAL))
        }
        try Folder.make(path)
        folder = try Folder(opening: path)
        // A folder that holds anything else is no place to put on a web server.
        let names = try folder.names(in: "").filter { !$0.hasPrefix(".") && $0 != Folder.temporaryName }
        let isStarted = names.contains(PublishedPath.checkpoint) || names.contains(PublishedPath.removed)
        let own: Set<String> = ["checkpoint", "tile", "texts", "editions", "log.json", "removed.json", "editions.json", "changes.json", "index.html", "check.html"]
        guard names.isEmpty || (isStarted && own.isSuperset(of: names)) else {
            throw Problem(.otherPublication, path, names.first { !own.contains($0) } ?? names[0])
        }
        try folder.lock()
    }

    // MARK: before anything is written

    /// Everything that stands against publishing. One pass over the log.
    private mutating func examine(_ isLifted: (String) throws -> Bool) throws {
        guard checkpoint.size >= 1, checkpoint.size <= log.size else { throw Problem(.behindCheckpoint, "\(log.size)", "\(checkpoint.size)") }
        let older = try standing()
        var frontier = Frontier()
        var oldRoot = Hash.emptyRoot
        var embargoed: [UInt64] = []
        for number in 1...log.size {
            let frame = try log.frame(number)
            let leaf = try decoded(frame, number)
            if number <= checkpoint.size {
                acts.take(leaf)
                _ = frontier.append(leafHash(frame.leaf))
                if number == older?.size { oldRoot = frontier.root }
                if try isEmbargoed(leaf, frame, isLifted) { embargoed.append(number) }
                if number == checkpoint.size { try check(frontier.root, of: older, oldRoot) }
            } else if case .redacted(let act)? = leaf.statement.act {
                later[TextPlace(entry: act.number, field: act.field, ordinal: act.ordinal)] = number
            }
        }
        guard embargoed.isEmpty else {
            let list = embargoed.prefix(20).map { "#\($0)" }.joined(separator: ", ")
            throw Problem(.stillEmbargoed, embargoed.count > 20 ? "\(list) … (\(embargoed.count))" : list)
        }
        try checkEditionFiles()
    }

    /// Redactions by entries beyond the checkpoint.
    private var later: [TextPlace: UInt64] = [:]

    private func decoded(_ frame: RecordFrame, _ number: UInt64) throws -> Leaf {
        do { return try Codec.decodeLeaf(frame.leaf) } catch {
            throw Problem(.damaged, at: "entry \(number)", "\(error.what) \(error.why)")
        }
    }

    /// The checkpoint that is published now.
    private func standing() throws -> Checkpoint? {
        guard let bytes = try reading(PublishedPath.checkpoint, limit: PublishedLimit.checkpoint) else { return nil }
        guard let note = try? SignedNote(parsing: bytes), let older = try? Checkpoint(parsing: note.text) else {
            throw Problem(.otherPublication, folder.path, PublishedPath.checkpoint)
        }
        return older
    }

    private mutating func check(_ root: Hash, of older: Checkpoint?, _ oldRoot: Hash) throws {
        guard root == checkpoint.root else { throw Problem(.forked, "\(checkpoint.size)", root.hex, checkpoint.root.hex) }
        guard let older else { return }
        guard older.size <= checkpoint.size, older.root == oldRoot else { throw Problem(.otherPublication, folder.path, PublishedPath.checkpoint) }
        previousSize = older.size
        guard older == checkpoint, let standing = try reading(PublishedPath.checkpoint, limit: PublishedLimit.checkpoint).flatMap({ try? SignedNote(parsing: $0) }) else { return }
        // Witnesses that cosigned what stands there go on doing so.
        for signature in standing.signatures { note.add(signature) }
    }

    private func isEmbargoed(_ leaf: Leaf, _ frame: RecordFrame, _ isLifted: (String) throws -> Bool) throws -> Bool {
        for commitment in leaf.statement.texts where commitment.class == .embargoed {
            let isThere = frame.texts.contains { $0.field == commitment.field && $0.ordinal == commitment.ordinal }
            if try isThere && !isLifted(commitment.until) { return true }
        }
        return false
    }

    /// What `verify` would call missing or altered is not published.
    private func checkEditionFiles() throws {
        let gone = try removedFiles()
        for (file, digest) in acts.editionFiles.sorted(by: { $0.key < $1.key }) where !gone.contains(file) {
            guard PublishedPath.isSafe(file) else { throw Problem(.cannotWrite, file, systemWords(EINVAL)) }
            let found = try content.files[file].map { sha256($0).bytes } ?? fileDigest(file)
            guard let found else { throw Problem(.editionFileMissing, file) }
            guard found == digest else { throw Problem(.editionFileDiffers, file) }
        }
    }

    private func fileDigest(_ file: String) throws -> [UInt8]? {
        do { return try folder.digest(file) } catch { throw Problem(.otherPublication, folder.path, file) }
    }

    /// What was removed stays removed, as far as the log explains it: a file of an edition, and a redaction since that edition.
    private func removedFiles() throws -> Set<String> {
        let all = try listedAsRemoved()
        guard all.allSatisfy({ acts.explainsRemoval($0, later: later.values) }) || all.isSubset(of: content.removedFiles) else {
            throw Problem(.otherPublication, folder.path, PublishedPath.removed)
        }
        return all
    }

    private func listedAsRemoved() throws -> Set<String> {
        guard let bytes = try reading(PublishedPath.removed, limit: PublishedLimit.document) else { return Set(content.removedFiles) }
        do { return Set(content.removedFiles).union(try RemovedDocument(parsing: bytes).files) } catch {
            throw Problem(.otherPublication, folder.path, PublishedPath.removed)
        }
    }

    // MARK: writing

    /// First of all, so that nothing is missing without being listed.
    private mutating func writeRemoved() throws {
        let files = try removedFiles()
        var texts: [TextPlace: UInt64] = [:]
        for (place, by) in acts.redactions.merging(later, uniquingKeysWith: { first, _ in first }) where place.entry <= checkpoint.size {
            let statement = try decoded(log.frame(place.entry), place.entry).statement
            let commitment = statement.texts.first { $0.field == place.field && $0.ordinal == place.ordinal }
            if commitment?.class != .withheld { texts[place] = by }
        }
        removed = RemovedDocument(texts: texts, files: files)
        try clean("")
        try write(PublishedPath.removed, removed.bytes)
        try folder.sync()
        for file in removed.files {
            guard try !absent(file) else { continue }
            try folder.remove(file)
            deleted.insert(file)
        }
    }

    /// What a crash left behind may hold texts that have been redacted since.
    private func clean(_ path: String) throws {
        guard let names = try? folder.names(in: path) else { return }
        for name in names {
            let inner = path.isEmpty ? name : "\(path)/\(name)"
            if name == Folder.temporaryName { try folder.remove(inner) } else if folder.isFolder(inner) { try clean(inner) }
        }
    }

    /// Tiles, bundles and texts. The second pass over the log.
    private mutating func writeLog() throws {
        var frontier = Frontier()
        var rows = TileRows()
        var entries: [[UInt8]] = []
        var texts: [UInt8] = []
        for number in 1...checkpoint.size {
            let frame = try log.frame(number)
            let completed = frontier.append(leafHash(frame.leaf))
            for (tile, hashes) in rows.append(completed) { try keep(tile, hashes.joinedBytes) }
            entries.append(frame.leaf)
            texts += try openTexts(number, frame)
            if entries.count == TilePath.fullWidth || number == checkpoint.size {
                let bundle = (number - 1) / UInt64(TilePath.fullWidth)
                try keep(TilePath(.entries, index: bundle, width: entries.count), EntryBundle.encode(entries))
                try writeTexts(bundle, texts)
                (entries, texts) = ([], [])
            }
        }
        for (tile, hashes) in rows.partial { try keep(tile, hashes.joinedBytes) }
        guard frontier.root == checkpoint.root else { throw Problem(.damaged, at: "log", "changed while it was published") }
    }

    private func openTexts(_ number: UInt64, _ frame: RecordFrame) throws -> [UInt8] {
        guard !frame.texts.isEmpty else { return [] }
        let statement = try decoded(frame, number).statement
        let withheld = Set(statement.texts.filter { $0.class == .withheld }.map { TextPlace(entry: number, field: $0.field, ordinal: $0.ordinal) })
        return frame.texts.filter { !withheld.contains(TextPlace(entry: number, field: $0.field, ordinal: $0.ordinal)) }
            .reduce(into: []) { $0 += TextLine(number, $1).bytes }
    }

    private mutating func writeTexts(_ bundle: UInt64, _ bytes: [UInt8]) throws {
        let file = PublishedPath.texts(bundle: bundle)
        if !bytes.isEmpty { return try write(file, bytes) }
        guard try !absent(file) else { return }
        try folder.remove(file)
        deleted.insert(file)
    }

    /// A file of the log: what stands there already must be the same.
    private mutating func keep(_ tile: TilePath, _ bytes: [UInt8]) throws {
        guard let found = try reading(tile.path, limit: PublishedLimit.bundle) else { return try put(tile.path, bytes) }
        guard found == bytes else { throw Problem(.otherPublication, folder.path, tile.path) }
    }

    private mutating func writeFiles(ofEditions: Bool) throws {
        let named = Set(acts.editionFiles.keys)
        for (file, bytes) in content.files.sorted(by: { $0.key < $1.key }) where named.contains(file) == ofEditions {
            if !removed.files.contains(file) { try write(file, bytes) }
        }
    }

    private mutating func write(_ file: String, _ bytes: [UInt8]) throws {
        if let found = try? folder.read(file, limit: bytes.count), found == bytes { return }
        try put(file, bytes)
    }

    private mutating func put(_ file: String, _ bytes: [UInt8]) throws {
        try folder.write(file, bytes)
        written.insert(file)
    }

    private func reading(_ file: String, limit: Int) throws -> [UInt8]? {
        do throws(FolderFault) { return try folder.read(file, limit: limit) } catch { throw Problem(.otherPublication, folder.path, file) }
    }

    private func absent(_ file: String) throws -> Bool {
        do throws(FolderFault) { return try folder.stream(file) == nil } catch { return false }
    }

    private var summary: PublicationSummary {
        PublicationSummary(
            size: checkpoint.size, root: checkpoint.root, previousSize: previousSize, written: written.sorted(), removed: deleted.sorted(),
            removedTexts: removed.texts.keys.sorted())
    }
}
