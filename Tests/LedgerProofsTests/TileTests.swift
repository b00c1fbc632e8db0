import LedgerMerkle
import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct TileTests {
    @Test(arguments: [
        (TilePath(.entries, index: 0), "tile/entries/000"), (TilePath(.entries, index: 1), "tile/entries/001"),
        (TilePath(.entries, index: 999), "tile/entries/999"), (TilePath(.entries, index: 1000), "tile/entries/x001/000"),
        (TilePath(.entries, index: 123_456_789), "tile/entries/x123/x456/789"), (TilePath(.hashes(level: 15), index: 455_667), "tile/15/x455/667"),
        (TilePath(.hashes(level: 15), index: 455_667, width: 41), "tile/15/x455/667.p/41"),
        (TilePath(.hashes(level: 0), index: 1_234_067), "tile/0/x001/x234/067"), (TilePath(.hashes(level: 63), index: 0, width: 1), "tile/63/000.p/1"),
        (TilePath(.entries, index: 0, width: 255), "tile/entries/000.p/255"),
        (TilePath(.hashes(level: 0), index: 1_002_003_004_005_006_007), "tile/0/x001/x002/x003/x004/x005/x006/007"),
        (TilePath(.hashes(level: 0), index: .max), "tile/0/x018/x446/x744/x073/x709/x551/615"),
    ])
    func pathsAreWrittenAndRead(_ tile: TilePath, _ path: String) {
        #expect(tile.path == path)
        #expect(TilePath(path: path) == tile)
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/x001/", "tile/0/x001/0002", "tile/0/x001/002.p/256", "tile/0/x001/002.p", "tile/0/x001/-002",
        "tile/0/x001/002.p/0", "tile/0/x001/002.p/01", "tile/0/x001/002.p/", "tile/0/x001/002.p/1/", "tile/0/002.p/-1", "tile/00/000", "tile/64/000",
        "tile/-1/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/001", "tile/0/001/002", "tile/0/x001/x002", "tile/0/x01/002",
        "tile/0/x001/x002/x003/x004/x005/x006/x007/008", "tile/0/x018/x446/x744/x073/x709/x551/616",
        "/tile/0/000", "tile/8/0/000/", "tile//000", "tile/data/000", "tile/entries/000.q/1", "tile/0/X001/002", "tile/0/００1", "tile/0/.p/1", "tiles/0/000",
    ])
    func otherPathsAreRefused(_ path: String) {
        #expect(TilePath(path: path) == nil)
    }

    @Test func sizesOfTheSpecification() {
        let tiles = Tiling.hashTiles(size: 70_000)
        #expect(tiles.count == 273 + 1 + 1 + 1 + 1)
        #expect(tiles.prefix(273).map(\.path) == (0..<273).map { TilePath(.hashes(level: 0), index: $0).path })
        #expect(tiles.dropFirst(273).map(\.path) == ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"])
        #expect(Tiling.hashTiles(size: 256).map(\.path) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(Tiling.entryBundles(size: 256).map(\.path) == ["tile/entries/000"])
        #expect(Tiling.entryBundles(size: 257).map(\.path) == ["tile/entries/000", "tile/entries/001.p/1"])
        #expect(Tiling.hashTiles(size: 0).isEmpty && Tiling.entryBundles(size: 0).isEmpty)
        // A tree too large to list: its newest tiles.
        let large = UInt64(1) << 62
        #expect(Tiling.hashTiles(size: large + 1, after: large).map(\.path) == ["tile/0/x018/x014/x398/x509/x481/984.p/1"])
    }

    /// What two publications hold together is what the later one needs, but for replaced partial tiles.
    @Test func laterTilesOnlyAdd() {
        for (old, new) in [(0, 300), (255, 256), (256, 257), (1, 65_536), (65_535, 65_537), (300, 300)] as [(UInt64, UInt64)] {
            let before = Set(Tiling.hashTiles(size: old)).union(Tiling.entryBundles(size: old))
            let added = Set(Tiling.hashTiles(size: new, after: old)).union(Tiling.entryBundles(size: new, after: old))
            let all = Set(Tiling.hashTiles(size: new)).union(Tiling.entryBundles(size: new))
            #expect(before.union(added).isSuperset(of: all))
            #expect(added.isDisjoint(with: before) && added.isSubset(of: all))
        }
    }

    /// Every hash of every tile is the Merkle tree hash of its leaves.
    @Test func contentFollowsTheDefinition() throws {
        let log = MemoryLog(count: 600)
        for size in [1, 2, 255, 256, 257, 512, 600] as [UInt64] {
            for tile in Tiling.hashTiles(size: size) {
                guard case .hashes(let level) = tile.content else { continue }
                let bytes = try Tiling.bytes(of: tile, reader: log)
                #expect(bytes.count == 32 * tile.width)
                let span = level == 0 ? 1 : 256
                for (offset, hash) in Hash.list(bytes)!.enumerated() {
                    let first = (Int(tile.index) * 256 + offset) * span
                    let part = MemoryLog(count: span, entry: { ascii("leaf \(first + $0)") })
                    #expect(hash == part.frontier.root)
                }
            }
        }
    }

    func publish(_ log: MemoryLog, _ size: UInt64) throws -> [TilePath: [UInt8]] {
        try Tiling.hashTiles(size: size).reduce(into: [:]) { $0[$1] = try Tiling.bytes(of: $1, reader: log) }
    }

    /// Roots and proofs from tiles alone are those of the log.
    @Test func tilesAnswerAsTheLogDoes() throws {
        let log = MemoryLog(count: 66_000)
        for size in [1, 2, 255, 256, 257, 511, 600, 65_536, 65_537, 66_000] as [UInt64] {
            let tiles = try publish(log, size)
            let reader = TileReader(size: size) { tiles[$0] }
            let root = try rootHash(size: size, reader: log)
            #expect(try rootHash(size: size, reader: reader) == root)
            for index in Set([0, size / 3, size / 2, size - 1]) {
                let proof = try inclusionProof(index: index, size: size, reader: reader)
                try verifyInclusion(leaf: leafHash(log.entries[Int(index)]), index: index, size: size, proof: proof, root: root)
                #expect(try proof == inclusionProof(index: index, size: size, reader: log))
            }
            let old = (size + 1) / 2
            #expect(try consistencyProof(old: old, new: size, reader: reader) == consistencyProof(old: old, new: size, reader: log))
        }
    }

    @Test func wrongTilesAreRefused() throws {
        let log = MemoryLog(count: 300)
        let tiles = try publish(log, 300)
        let partial = TilePath(path: "tile/0/001.p/44")!
        for width in [0, 1, 43, 45, 256] {
            var wrong = tiles
            wrong[partial] = Array((tiles[partial]! + Array(repeating: 0, count: 8192)).prefix(32 * width))
            let bytes = 32 * width
            #expect(throws: TileReader.Failure.wrongSize(path: "tile/0/001.p/44", bytes: bytes)) {
                try rootHash(size: 300, reader: TileReader(size: 300) { wrong[$0] })
            }
        }
        var odd = tiles
        odd[partial]!.removeLast()
        #expect(throws: TileReader.Failure.wrongSize(path: "tile/0/001.p/44", bytes: 44 * 32 - 1)) {
            try rootHash(size: 300, reader: TileReader(size: 300) { odd[$0] })
        }
        #expect(throws: TileReader.Failure.missing("tile/0/001.p/44")) {
            try rootHash(size: 300, reader: TileReader(size: 300) { $0 == partial ? nil : tiles[$0] })
        }
        let reader = TileReader(size: 300) { tiles[$0] }
        for (level, index) in [(0, 300), (1, 150), (8, 1), (9, 0), (63, 0)] as [(Int, UInt64)] {
            #expect(throws: TileReader.Failure.outside(level: level, index: index)) { try reader.hash(level: level, index: index) }
        }
    }

    /// A deleted partial tile is replaced by the full one, cut to the width; a full one never by a partial.
    @Test func fullTilesStandInForPartialOnes() throws {
        let log = MemoryLog(count: 512)
        let later = try publish(log, 512)
        let root = try rootHash(size: 300, reader: log)
        var asked: [String] = []
        var kept = later
        kept[TilePath(path: "tile/1/000.p/1")!] = Array(later[TilePath(path: "tile/1/000.p/2")!]!.prefix(32))
        let reader = TileReader(size: 300) {
            asked.append($0.path)
            return kept[$0]
        }
        #expect(try rootHash(size: 300, reader: reader) == root)
        #expect(asked == ["tile/1/000.p/1", "tile/0/001.p/44", "tile/0/001"])
        #expect(throws: TileReader.Failure.missing("tile/0/000")) {
            try TileReader(size: 300) { $0.width == 256 ? nil : later[$0] }.hash(level: 0, index: 0)
        }
    }

    @Test func bundlesAreLengthsAndEntries() throws {
        let bytes: [UInt8] = [0, 3, 0x6f, 0x6e, 0x65, 0, 3, 0x74, 0x77, 0x6f]
        #expect(try EntryBundle.encode([ascii("one"), ascii("two")]) == bytes)
        #expect(try EntryBundle.decode(bytes, count: 2) == [ascii("one"), ascii("two")])
        for count in [0, 1, 3] { #expect(throws: DecodeError.self) { try EntryBundle.decode(bytes, count: count) } }
        for length in 1..<bytes.count where length != 5 {
            #expect(throws: DecodeError.self) { try EntryBundle.decode(Array(bytes.prefix(length)), count: 1) }
        }
        #expect(throws: DecodeError.self) { try EntryBundle.decode(bytes + [0], count: 2) }
        let largest = [[UInt8](repeating: 1, count: 65_535), []]
        #expect(try EntryBundle.decode(EntryBundle.encode(largest), count: 2) == largest)
        #expect(throws: DecodeError.self) { try EntryBundle.encode([[UInt8](repeating: 1, count: 65_536)]) }
    }
}
