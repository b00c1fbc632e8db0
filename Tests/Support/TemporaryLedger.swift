import Foundation
import LedgerLog
import LedgerModel
import LedgerVerifier
import Synchronization
// Whoever uses the support has the seeds too.
@_exported import TestSeeds

/// A fresh directory that is removed with the value.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A clock that tests set. Each reading is one second after the last one.
package final class TestClock: Sendable {
    private let now: Mutex<UInt64>
    /// 2024-01-01T00:00:00Z.
    package static let start: UInt64 = 1_704_067_200_000_000_000

    package init(_ start: UInt64 = TestClock.start) { now = Mutex(start) }

    package func set(_ instant: UInt64) { now.withLock { $0 = instant } }
    package func read() -> UInt64 {
        now.withLock {
            $0 += 1_000_000_000
            return $0
        }
    }
}

extension Surroundings {
    /// Held still: the same ledger bytes in every run.
    package static func test(_ clock: TestClock = TestClock(), seed: UInt64 = 1) -> Surroundings {
        let generator = Randomness(SeededGenerator(seed: seed))
        return Surroundings(clock: { clock.read() }, randomBytes: { count in generator.bytes(count) })
    }

    private final class Randomness: Sendable {
        private let generator: Mutex<SeededGenerator>
        init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }
        func bytes(_ count: Int) -> [UInt8] {
            generator.withLock { generator in (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) } }
        }
    }
}

/// A ledger in a directory of its own. The clock can be set; salts and ids come from the seed.
package final class TemporaryLedger {
    package let clock = TestClock()
    package let surroundings: Surroundings
    package let ledger: Ledger
    /// Last, so that it goes after the ledger was closed: another directory may get its inode.
    private let directory: TemporaryDirectory
    package var path: String { directory.path + "/kpi.ledger" }

    /// "Ledger opened" and `drafts` are the first batch.
    package init(_ drafts: [Draft] = [actor("clerk")], seed: UInt64 = 1) throws {
        directory = try TemporaryDirectory()
        surroundings = .test(clock, seed: seed)
        let path = directory.path + "/kpi.ledger"
        _ = try Ledger.create(at: path, opened: opened(), followedBy: drafts, surroundings: surroundings)
        ledger = try Ledger(opening: path, mode: .writing, surroundings: surroundings)
    }

    /// A copy of the files as they stand now: what an administrator may keep, or put back.
    package init(copying other: TemporaryLedger) throws {
        directory = try TemporaryDirectory()
        surroundings = .test(clock, seed: 2)
        let path = directory.path + "/kpi.ledger"
        try FileManager.default.copyItem(atPath: other.path, toPath: path)
        ledger = try Ledger(opening: path, mode: .writing, surroundings: surroundings)
    }

    package func verify(expecting expectation: Expectation? = nil) throws -> VerificationReport {
        Auditor.verify(try StoredLedger(ledger), expecting: expectation.map { [$0] } ?? [])
    }

    /// The records as they are stored.
    package func records() throws -> [[UInt8]] {
        var records: [[UInt8]] = []
        try StoredLedger(ledger).forEachRecord { _, bytes in
            records.append(bytes)
            return true
        }
        return records
    }

    /// The codes with which a batch is refused; empty where it is accepted. Writes nothing.
    package func refusals(_ drafts: [Draft]) throws -> [Problem.Code] {
        var options = AppendOptions()
        options.isDryRun = true
        return try codes { _ = try ledger.append(drafts, options: options) }
    }
}

/// The codes of the problems that `body` throws; empty where it throws none.
package func codes(_ body: () throws -> Void) throws -> [Problem.Code] {
    do {
        try body()
        return []
    } catch let problems as Problems {
        return problems.all.map(\.code)
    } catch let problem as Problem {
        return [problem.code]
    }
}

/// A file of the repository, found from this file's place in it.
package func repositoryFile(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(path)
}

/// The drafts of a file of NDJSON.
package func drafts(inFile path: String) throws -> [Draft] {
    let lines = try String(contentsOf: repositoryFile(path), encoding: .utf8).split(separator: "\n")
    return try lines.enumerated().map { try Draft(jsonLine: String($1), place: "line \($0 + 1)") }
}
