import TestSeeds
import Testing

@testable import LedgerMerkle

@Suite struct TreeTests {
    /// The published roots over "leaf 0", "leaf 1" …, base64.
    static let largeRoots: [(Int, String)] = [
        (1, "G7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU="),
        (2, "/F9riP+FVPdbsvnm85wxsZNtRLaSdu33sSBalVuXYeM="),
        (3, "1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU="),
        (255, "1xWSohnUBnZj7t4kf5tUw/ngKQaC1V3gm0lbB/HeQck="),
        (256, "z17/2xHQknou31Ow5zx4N/ZZQU4AU32l2Q61xMSf8nQ="),
        (257, "hVuTaqAMuYtRFEhCSa0514pr6TYj4mwB6OSH3AIYSlo="),
        (300, "56/ILTiUT8eTBUUygJHUWCMojB9zTL2sBjlnE+vUtdU="),
        (65536, "4QC6VNaakQEvwTt4kP6seNaZaglyaLb3NdFzEcdAKmA="),
        (65537, "aJsidCyrKt6za6Yi/yc2M2RkhY9d5KLALzO/Fj59yl8="),
        (70000, "2gUy/3su5W9AZxEPyWTp8ntZWflSe//z+lAap1hN6vM="),
    ]

    @Test func largeRootsArePublishedOnes() throws {
        let log = MemoryLog(count: 70000)
        for (size, root) in Self.largeRoots {
            #expect(try rootHash(size: UInt64(size), reader: log).base64 == root, "size \(size)")
        }
        #expect(log.frontier.root.base64 == Self.largeRoots.last?.1)
    }

    /// Every size up to 130: root, frontier and stored hashes against the definition.
    @Test func smallTreesFollowTheDefinition() throws {
        let log = MemoryLog(count: 130)
        var frontier = Frontier()
        for size in 0...130 {
            let defined = definedRoot(log.leaves.prefix(size))
            #expect(frontier.root == defined)
            #expect(frontier.size == UInt64(size))
            #expect(frontier.subtrees.count == size.nonzeroBitCount)
            #expect(try rootHash(size: UInt64(size), reader: log) == defined)
            #expect(try Frontier(size: UInt64(size), reader: log) == frontier)
            if size < 130 {
                let completed = frontier.append(log.leaves[size])
                #expect(completed == log.records[size])
            }
        }
    }

    @Test func recordsHoldTheSubtreesThatTheyComplete() throws {
        let log = MemoryLog(count: 130)
        for index in 0..<130 {
            let record = log.records[index]
            #expect(record.count == completedHashCount(index: UInt64(index)))
            #expect(try completedHashes(index: UInt64(index), leaf: log.leaves[index], reader: log) == record)
            for (level, hash) in record.enumerated() {
                #expect(hash == definedRoot(log.leaves[(index + 1 - 1 << level)...index]))
            }
        }
    }

    @Test func placesAreThoseOfTheFormat() {
        #expect(HashPlace(level: 0, index: 0).entry == 1)
        #expect(HashPlace(level: 3, index: 4).entry == 40)
        #expect(HashPlace(level: 3, index: 4).position == 3)
        #expect((0..<9).map(completedHashCount) == [1, 2, 1, 3, 1, 2, 1, 4, 1])
        #expect(HashPlace(level: 62, index: 0).entry == 1 << 62)
        #expect(HashPlace(level: 0, index: 1 << 62).entry == 1 << 62 + 1)
    }

    /// A missing hash is an error of the reader, passed on as it is.
    @Test func missingHashesAreNotMadeUp() {
        var log = MemoryLog(count: 8)
        log.removeRecord(4)
        let missing = MemoryLog.Missing(level: 2, index: 0)
        #expect(throws: missing) { try rootHash(size: 6, reader: log) }
        #expect(throws: missing) { try inclusionProof(index: 5, size: 6, reader: log) }
        #expect(throws: missing) { try consistencyProof(old: 6, new: 8, reader: log) }
        #expect(throws: missing) { try completedHashes(index: 7, leaf: .zero, reader: log) }
        #expect(throws: MemoryLog.Missing(level: 0, index: 8)) { try rootHash(size: 9, reader: log) }
    }

    /// A read transaction is a value that cannot be copied; it serves as a reader all the same.
    @Test func readersNeedNotBeCopyable() throws {
        struct Transaction: HashReader, ~Copyable {
            let log: MemoryLog
            func hash(level: Int, index: UInt64) throws -> Hash { try log.hash(level: level, index: index) }
        }
        let log = MemoryLog(count: 21)
        let transaction = Transaction(log: log)
        #expect(try rootHash(size: 21, reader: transaction) == log.frontier.root)
        #expect(try Frontier(size: 21, reader: transaction) == log.frontier)
        #expect(try inclusionProof(index: 20, size: 21, reader: transaction).count == 2)
    }

    @Test func rangesOutsideTheTreeTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try inclusionProof(index: 3, size: 3, reader: MemoryLog(count: 3))
        }
        await #expect(processExitsWith: .failure) {
            _ = try consistencyProof(old: 0, new: 3, reader: MemoryLog(count: 3))
        }
        await #expect(processExitsWith: .failure) {
            _ = try consistencyProof(old: 3, new: 2, reader: MemoryLog(count: 3))
        }
        await #expect(processExitsWith: .failure) { _ = HashPlace(level: 62, index: 1) }
    }

    /// Random histories, beginning at random sizes as after a restart.
    @Test func resumedFrontiersGoOnAlike() throws {
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let size = Int.random(in: 1...600, using: &generator)
            let start = Int.random(in: 0...size, using: &generator)
            let log = MemoryLog(count: size) { Array("\(seed)/\($0)".utf8) }
            var frontier = try Frontier(size: UInt64(start), reader: log)
            for index in start..<size {
                #expect(frontier.append(log.leaves[index]) == log.records[index], "seed \(seed)")
            }
            #expect(frontier == log.frontier, "seed \(seed)")
            #expect(frontier.root == definedRoot(log.leaves[...]), "seed \(seed)")
        }
    }
}
