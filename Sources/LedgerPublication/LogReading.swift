import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerVerifier

/// One pass over the entries of a published log, with tiles and texts beside them.
struct LogReading {
    private let folder: Folder
    private let size: UInt64
    private(set) var faults: [PublicationFault] = []
    private(set) var frontier = Frontier()
    private(set) var acts = PublishedActs()
    private var rows = TileRows()
    private var texts: TextLines?
    private var ahead: TextLine?
    private var lastPlace: TextPlace?
    /// Of the bundle whose texts are open.
    private var firstEntry: UInt64 = 1

    init(_ folder: Folder, size: UInt64) {
        self.folder = folder
        self.size = size
    }

    /// Gives every record. False where an entry is missing or `body` wants no more: then nothing is known of what follows.
    mutating func run(_ body: (UInt64?, [UInt8]) throws -> Bool) throws -> Bool {
        while frontier.size < size {
            let index = frontier.size / 256
            let count = Int(min(256, size - frontier.size))
            guard let entries = bundle(TilePath(.entries, index: index, width: count)) else { return false }
            openTexts(index)
            for entry in entries {
                let completed = frontier.append(leafHash(entry))
                for (tile, hashes) in rows.append(completed) { compare(tile, hashes.joinedBytes) }
                let number = frontier.size
                let leaf = try? Codec.decodeLeaf(entry)
                if let leaf { acts.take(leaf) }
                let frame = RecordFrame(leaf: entry, texts: texts(of: number, leaf), hashes: completed.joinedBytes)
                guard try body(number, frame.encoded()) else { return false }
            }
            closeTexts()
        }
        for (tile, hashes) in rows.partial { compare(tile, hashes.joinedBytes) }
        lookForStrays("tile", depth: 0)
        lookForStrays("texts", depth: 0)
        return true
    }

    // MARK: tiles and bundles

    /// The entries of a bundle; all its other widths that are there are held against it.
    private mutating func bundle(_ path: TilePath) -> [[UInt8]]? {
        let full = TilePath(path.content, index: path.index)
        guard let found = read(path) ?? (path == full ? nil : read(full)) else {
            if faults.last?.path != path.path { faults.append(PublicationFault(.fileMissing, path.path)) }
            return nil
        }
        let bytes = path.width == 256 ? found : prefix(of: found, entries: path.width)
        do throws(DecodeError) {
            let entries = try EntryBundle.decode(bytes, count: path.width)
            // What follows the entries in the file of this very width is no part of it.
            if bytes.count < found.count, read(path) != nil { faults.append(PublicationFault(.tileSize, path.path, "\(found.count)", "\(bytes.count)")) }
            compare(path, bytes)
            return entries
        } catch {
            faults.append(PublicationFault(.bundleUnreadable, path.path, error.why))
            return nil
        }
    }

    /// As many bytes as so many entries take, or all.
    private func prefix(of bytes: [UInt8], entries: Int) -> [UInt8] {
        var end = 0
        for _ in 0..<entries where end + 2 <= bytes.count { end += 2 + Int(bytes[end]) << 8 + Int(bytes[end + 1]) }
        return Array(bytes.prefix(end))
    }

    /// Holds what is there of a tile, in every width, against what the entries give. One that a crash left ahead of the checkpoint
    /// must begin with it.
    private mutating func compare(_ tile: TilePath, _ expected: [UInt8]) {
        var others: [TilePath] = []
        for width in widths(of: tile) where width != tile.width { others.append(TilePath(tile.content, index: tile.index, width: width)) }
        let full = TilePath(tile.content, index: tile.index)
        let own = read(tile)
        if tile != full, let bytes = read(full) {
            compare(full, bytes, expected)
        } else if own == nil, faults.last?.path != tile.path {
            faults.append(PublicationFault(.fileMissing, tile.path))
        }
        if let own {
            if own.count != expected.count {
                faults.append(PublicationFault(.tileSize, tile.path, "\(own.count)", "\(expected.count)"))
            } else if own != expected {
                faults.append(PublicationFault(.tileDiffers, tile.path))
            }
        }
        for other in others { if let bytes = read(other) { compare(other, bytes, expected) } }
    }

    private mutating func compare(_ other: TilePath, _ bytes: [UInt8], _ expected: [UInt8]) {
        if case .hashes = other.content, bytes.count != other.width * Hash.byteCount {
            return faults.append(PublicationFault(.tileSize, other.path, "\(bytes.count)", "\(other.width * Hash.byteCount)"))
        }
        if case .entries = other.content, (try? EntryBundle.decode(bytes, count: other.width)) == nil {
            return faults.append(PublicationFault(.bundleUnreadable, other.path, "does not hold \(other.width) entries"))
        }
        if !bytes.starts(with: expected), !expected.starts(with: bytes) { faults.append(PublicationFault(.tileDiffers, other.path)) }
    }

    private mutating func widths(of tile: TilePath) -> [Int] {
        let folderPath = TilePath(tile.content, index: tile.index).path + ".p"
        do throws(FolderFault) {
            return try folder.names(in: folderPath).compactMap { Int($0) }.filter { (1...255).contains($0) }
        } catch {
            faults.append(PublicationFault(folderPath, error))
            return []
        }
    }

    private mutating func read(_ tile: TilePath) -> [UInt8]? {
        do throws(FolderFault) { return try folder.read(tile.path, limit: PublishedLimit.bundle) } catch {
            let fault = PublicationFault(tile.path, error)
            if !faults.contains(fault) { faults.append(fault) }
            return nil
        }
    }

    /// Names that no file of a log has. Well-formed ones beyond the checkpoint are what a publication left that was cut off.
    private mutating func lookForStrays(_ path: String, depth: Int) {
        let names: [String]
        do throws(FolderFault) { names = try folder.names(in: path) } catch { return faults.append(PublicationFault(path, error)) }
        for name in names where name != Folder.temporaryName {
            let inner = "\(path)/\(name)"
            if depth < 10, folder.isFolder(inner) {
                lookForStrays(inner, depth: depth + 1)
            } else if !isName(inner) {
                faults.append(PublicationFault(.strayFile, inner))
            }
        }
    }

    private func isName(_ path: String) -> Bool {
        if TilePath(path: path) != nil { return true }
        guard path.hasPrefix("texts/"), path.hasSuffix(".ndjson") else { return false }
        let bundle = TilePath(path: "tile/entries/" + path.dropFirst("texts/".count).dropLast(".ndjson".count))
        return bundle?.width == 256
    }

    // MARK: texts

    private mutating func openTexts(_ bundle: UInt64) {
        let path = PublishedPath.texts(bundle: bundle)
        (ahead, lastPlace, firstEntry) = (nil, nil, bundle * 256 + 1)
        do throws(FolderFault) { texts = try TextLines(folder, path) } catch {
            texts = nil
            faults.append(PublicationFault(path, error))
        }
        nextText()
    }

    private mutating func nextText() {
        while let line = texts?.next() {
            guard let text = line.salted else {
                texts?.fail("has no known field, or no salt in base64")
                continue
            }
            let place = TextPlace(entry: line.entry, field: text.field, ordinal: text.ordinal)
            guard lastPlace.map({ $0 < place }) ?? true else {
                texts?.fail("stands out of order")
                continue
            }
            guard line.entry >= firstEntry else {
                texts?.fail("belongs to another file")
                continue
            }
            lastPlace = place
            ahead = line
            return
        }
        ahead = nil
    }

    private mutating func texts(of number: UInt64, _ leaf: Leaf?) -> [SaltedText] {
        var found: [SaltedText] = []
        while let line = ahead, line.entry == number {
            if found.count == Limits.textsPerEvent { texts?.fail("is one of more than \(Limits.textsPerEvent) texts") }
            else if let text = line.salted { found.append(text) }
            nextText()
        }
        for text in found where leaf?.statement.texts.contains(where: {
            $0.field == text.field && $0.ordinal == text.ordinal && $0.class == .withheld
        }) ?? false {
            faults.append(PublicationFault(.textWithheld, texts?.path ?? "", "entry \(number)", text.field.word, "\(text.ordinal)"))
        }
        return found
    }

    /// Lines of later entries are no fault at the end of the log: a publication was cut off there.
    private mutating func closeTexts() {
        let end = (frontier.size + 255) / 256 * 256
        while let line = ahead {
            if line.entry > end { texts?.fail("belongs to another file") }
            nextText()
        }
        faults += texts?.faults ?? []
        texts = nil
    }
}
