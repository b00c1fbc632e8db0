import LedgerMerkle
import LedgerModel

/// One file of a tiled log: hashes of one level, or a bundle of entries (C2SP tlog-tiles v0.1.0).
package struct TilePath: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Level 0 to 63: each hash spans 256^level leaves.
        case hashes(level: Int)
        case entries
    }

    package let content: Content
    package let index: UInt64
    /// Hashes or entries in it: 256 where it is full, else 1 to 255.
    package let width: Int

    package static let fullWidth = 256

    /// Traps for a level or width outside their range.
    package init(_ content: Content, index: UInt64, width: Int = fullWidth) {
        precondition((1...Self.fullWidth).contains(width), "a tile holds 1 to 256 hashes")
        if case .hashes(let level) = content { precondition((0...63).contains(level), "levels are 0 to 63") }
        self.content = content
        self.index = index
        self.width = width
    }

    /// `tile/0/x001/x234/067.p/8`, below the log's prefix.
    package var path: String {
        let name = switch content {
        case .hashes(let level): "tile/\(level)/"
        case .entries: "tile/entries/"
        }
        return name + Self.grouped(index) + (width == Self.fullWidth ? "" : ".p/\(width)")
    }

    /// Nil unless `path` is what the property of that name gives: no leading zeros, no needless group, no width 0 or 256.
    package init?(path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts.removeFirst() == "tile" else { return nil }
        let kind = parts.removeFirst()
        let level = decimal(kind.utf8)
        guard kind == "entries" || level.map({ $0 <= 63 }) == true else { return nil }
        var width = Self.fullWidth
        if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
            guard let w = decimal(parts.removeLast().utf8), (1..<UInt64(Self.fullWidth)).contains(w) else { return nil }
            width = Int(w)
            parts[parts.count - 1].removeLast(2)
        }
        let digits = parts.map { $0.hasPrefix("x") ? String($0.dropFirst()) : $0 }.joined()
        // Twenty-one digits are six x-groups and a last one; more is no index.
        guard digits.utf8.count <= 21, digits.utf8.allSatisfy({ (48...57).contains($0) }), let index = UInt64(digits) else { return nil }
        self.init(level.map { .hashes(level: Int($0)) } ?? .entries, index: index, width: width)
        guard self.path.isSpelled(as: path) else { return nil }
    }

    /// `x001/x234/067`
    private static func grouped(_ index: UInt64) -> String {
        let three = { (n: UInt64) in String(repeating: "0", count: 3 - "\(n % 1000)".utf8.count) + "\(n % 1000)" }
        var text = three(index)
        var rest = index / 1000
        while rest > 0 {
            text = "x\(three(rest))/\(text)"
            rest /= 1000
        }
        return text
    }
}

/// Which tiles a tree has, and what is in them.
package enum Tiling {
    /// Hashes of a level in a tree of `size` leaves: whole subtrees only.
    package static func hashCount(level: Int, size: UInt64) -> UInt64 { level < 8 ? size >> UInt64(8 * level) : 0 }

    /// Every hash tile of a tree of `size` leaves that one of `old` leaves did not have: full ones, and per level the one
    /// partial tile of the final width. Ascending level, then index. None for the empty tree.
    package static func hashTiles(size: UInt64, after old: UInt64 = 0) -> [TilePath] {
        (0..<8).flatMap { level in
            tiles(.hashes(level: level), count: hashCount(level: level, size: size), after: hashCount(level: level, size: old))
        }
    }

    /// The entry bundles of such a tree, in the same way.
    package static func entryBundles(size: UInt64, after old: UInt64 = 0) -> [TilePath] { tiles(.entries, count: size, after: old) }

    private static func tiles(_ content: TilePath.Content, count: UInt64, after old: UInt64) -> [TilePath] {
        guard old < count else { return [] }
        let full = old / 256..<count / 256
        let partial = Int(count % 256)
        return full.map { TilePath(content, index: $0) } + (partial == 0 ? [] : [TilePath(content, index: count / 256, width: partial)])
    }

    /// The bytes of a hash tile: `width` hashes of 32 bytes. The reader must hold the tile's subtrees. Traps for a bundle.
    package static func bytes(of tile: TilePath, reader: borrowing some HashReader & ~Copyable & ~Escapable) throws -> [UInt8] {
        guard case .hashes(let level) = tile.content else { preconditionFailure("a bundle holds entries") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tile.width * Hash.byteCount)
        for offset in 0..<UInt64(tile.width) {
            try reader.hash(level: 8 * level, index: tile.index * 256 + offset).append(to: &bytes)
        }
        return bytes
    }
}

/// Entries one after another, each with its length as u16 BE (C2SP tlog-tiles, "Log entries").
package enum EntryBundle {
    package static let entryByteLimit = 65_535

    /// Throws for an entry of more than 65,535 bytes; a leaf has at most 16,384.
    package static func encode(_ entries: [[UInt8]]) throws(DecodeError) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            guard let length = UInt16(exactly: entry.count) else {
                throw DecodeError(what: "entry", why: "has more than \(entryByteLimit) bytes")
            }
            bytes += length.bigEndianBytes + entry
        }
        return bytes
    }

    /// The entries, exactly `count` and nothing after them.
    package static func decode(_ bytes: [UInt8], count: Int) throws(DecodeError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
            guard rest.count >= 2 + length else { throw DecodeError(what: "entry bundle", why: "ends inside an entry") }
            entries.append(Array(rest.dropFirst(2).prefix(length)))
            rest = rest.dropFirst(2 + length)
        }
        guard entries.count == count else {
            throw DecodeError(what: "entry bundle", why: "holds \(entries.count) entries, not \(count)")
        }
        return entries
    }
}
