import Foundation
import LMDB
import LedgerLog
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import TestSeeds
import Testing

/// A process that appends is killed at random moments. What was acknowledged is there, and the log is whole.
@Suite struct KillTests {
    @Test func nothingAcknowledgedIsLost() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/l"
        _ = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk")])
        try Data().write(to: URL(filePath: path + ".acknowledged"))
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        // Thirty rounds, and more where a busy machine let little be written before the kills.
        var rounds = 0
        while try rounds < 30 || (rounds < 300 && acknowledged(path) <= 30) {
            rounds += 1
            let microseconds = UInt32.random(in: 500...40_000, using: &generator)
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, microseconds = microseconds as UInt32] in
                try appendUntilKilled(path, after: microseconds)
            }
            try expectEverythingAcknowledged(path, "seed \(seed)")
        }
        #expect(try acknowledged(path) > 30, "the kills came before anything was written")
    }

    /// Found by tools/survive: a writer that came right after one that was killed between LMDB's commit and the word of it in LMDB's lock file read the
    /// state before, and ended with `locked`.
    @Test func aWriterAfterOneThatWasKilledBetweenCommitAndLockFile() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/l"
        _ = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk")])
        // Held open, or the next to open it would make the lock file anew.
        let ledger = try Ledger(opening: path, mode: .writing)
        #expect(try ledger.append([unit("first")]).size == 3)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            try appendAndDieBeforeTheLockFile(path)
        }
        #expect(try ledger.snapshot().size == 3, "readers look into the lock file")
        let receipt = try ledger.append([unit("third")])
        #expect(receipt.first == 5 && receipt.size == 5)
        #expect(try ledger.snapshot().event(4)?.statement.act == unit("second").statement.act)
        #expect(Auditor.verify(try StoredLedger(ledger)).verdict == .intact)
    }

    private func acknowledged(_ path: String) throws -> Int {
        try String(contentsOfFile: path + ".acknowledged", encoding: .utf8).split(separator: "\n").count
    }

    private func expectEverythingAcknowledged(_ path: String, _ comment: String) throws {
        let ledger = try Ledger(opening: path, mode: .writing)
        let snapshot = try ledger.snapshot()
        for line in try String(contentsOfFile: path + ".acknowledged", encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: " ")
            // The last line may be cut.
            guard parts.count == 3, parts[2] == "." else { continue }
            let event = try snapshot.event(UInt64(parts[0]) ?? 0)
            #expect(event?.id.hex == String(parts[1]), "\(comment): \(line)")
        }
        #expect(Auditor.verify(try StoredLedger(ledger)).verdict == .intact, "\(comment)")
    }
}

/// Leaves what a writer leaves that is killed when its commit is on the disk and the lock file does not say so yet: its mutex held, and the number of the
/// commit before.
private func appendAndDieBeforeTheLockFile(_ path: String) throws {
    _ = try Ledger(opening: path, mode: .writing).append([unit("second")])
    let log = try LMDB.Environment(path: path + "/log", .init(.write))
    let lock = unsafe open(path + "/log/lock.mdb", O_RDWR)
    try log.write { _ in
        let place: off_t = 48  // After LMDB's mark, version and mutex.
        var newest = 0
        guard unsafe pread(lock, &newest, 8, place) == 8, newest == (try log.information().lastTransaction) else { fatalError("another lock file") }
        newest -= 1
        guard unsafe pwrite(lock, &newest, 8, place) == 8 else { fatalError("pwrite") }
        kill(getpid(), SIGKILL)
    }
}

/// Appends batches of one to four and writes each one's number and id to a file once it is acknowledged.
private func appendUntilKilled(_ path: String, after microseconds: UInt32) throws {
    let ledger = try Ledger(opening: path, mode: .writing)
    let file = try FileHandle(forWritingTo: URL(filePath: path + ".acknowledged"))
    try file.seekToEnd()
    // A cut line of the round before is ended.
    try file.write(contentsOf: Data("\n".utf8))
    Thread.detachNewThread {
        usleep(microseconds)
        kill(getpid(), SIGKILL)
    }
    var round = 0
    while true {
        let drafts = (0...round % 4).map { _ in draft(.auditNoted(.with { $0.subject = Subject(.actor, "clerk") })).saying(.note, "n") }
        let receipt = try ledger.append(drafts)
        for (i, id) in receipt.eventIDs.enumerated() {
            try file.write(contentsOf: Data("\(receipt.first + UInt64(i)) \(id.hex) .\n".utf8))
        }
        round += 1
    }
}
