import Foundation
import LMDB
import LedgerKeys
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerTestSupport
import LedgerVerifier
import Testing

private let clerk = Subject(.actor, "clerk")
private func note(_ text: String, id: String = "") -> Draft { draft(.auditNoted(.with { $0.subject = clerk }), id: id).saying(.note, text) }

/// How often the bytes stand in the files of a directory.
private func occurrences(of bytes: [UInt8], in path: String) throws -> Int {
    var count = 0
    let files = try #require(FileManager.default.enumerator(atPath: path))
    for case let file as String in files {
        guard let data = FileManager.default.contents(atPath: path + "/" + file) else { continue }
        var from = data.startIndex
        while let range = data.range(of: Data(bytes), in: from..<data.endIndex) {
            count += 1
            from = range.upperBound
        }
    }
    return count
}

private func names(_ path: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

private let settled = ["log", "views", "writer.lock"]

@Suite struct CompactTests {
    /// The words of no other text here.
    private static let secret = Array("himitsu".utf8)
    private static let lengths = [10, 2_000, 2_040, 4_000, 4_096, 20_000]

    private static func secret(_ length: Int) -> String { String(String(repeating: "himitsu-", count: length / 8 + 1).prefix(length)) }

    /// A ledger with redacted texts of all lengths between others, and a proof and checkpoint from before they were redacted.
    private func redacted() throws -> TemporaryLedger {
        let small = try TemporaryLedger()
        for length in Self.lengths {
            let kept = note(String(repeating: "kept ", count: 900))
            _ = try small.ledger.append([note("before \(length)"), note(Self.secret(length), id: "secret-\(length)"), kept])
        }
        return small
    }

    private func redact(_ small: TemporaryLedger) throws {
        for length in Self.lengths {
            let number = try #require(try small.ledger.snapshot().number(of: Array(eventID("secret-\(length)"))))
            _ = try small.ledger.append([redaction(of: number, .note, [clerk])])
        }
    }

    /// Rows that were written batch by batch lie in pages half full; after a compaction they fill them.
    @Test func derivedRowsFillTheirPages() throws {
        let small = try TemporaryLedger(World.drafts)
        let subjects = [clerk, Subject(.actor, "mayor"), World.visitors, Subject(.programme, "g1")]
        for _ in 0..<6 {
            _ = try small.ledger.append(
                (0..<200).map { n in draft(.auditNoted(.with { $0.subject = subjects[n % subjects.count] })).saying(.note, "a note") })
        }
        func fill() throws -> Double {
            var options = LMDB.Environment.Options(.read)
            options.maxTables = 8
            let copy = small.path + ".views"
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: small.path + "/views", toPath: copy)
            let views = try LMDB.Environment(path: copy, options)
            let report = try views.walkPages()
            var bytes = 0
            try views.read { transaction in
                for name in ["ids", "rows", "batches", "planned"] {
                    guard let table = try transaction.table(name) else { continue }
                    try transaction.scan(table) { key, value in bytes += key.count + value.count; return true }
                }
            }
            return Double(bytes) / Double(report.reachableCount * UInt64(report.pageSize))
        }
        try small.ledger.derive()
        let before = try fill()
        _ = try small.ledger.compact()
        let after = try fill()
        #expect(after > 0.75 && before < after, "\(before), \(after)")
        #expect(try small.ledger.snapshot().pending == 0)
        #expect(try small.verify().verdict == .intact)
        try small.ledger.rebuild()
        #expect(try small.verify().verdict == .intact)
    }

    @Test func noByteOfARedactedTextIsLeft() throws {
        let small = try redacted()
        let key = testKey("kpi.example", 1)
        let before = try small.ledger.snapshot()
        let checkpoint = try key.sign(try #require(Checkpoint(origin: "kpi.example", size: before.size, root: try before.root())))
        let proofs = try (1...before.size).map { try TlogProof(index: $0 - 1, checkpoint: checkpoint, reader: before).bytes }
        try redact(small)
        #expect(try occurrences(of: Self.secret, in: small.path) > 0, "else nothing is tried: LMDB kept no old page")

        let leaves = try small.records().map { try RecordFrame(decoding: $0).leaf }
        let report = try small.ledger.compact()
        #expect(try occurrences(of: Self.secret, in: small.path) == 0)
        #expect(try names(small.path) == settled)
        #expect(report.bytesAfter < report.bytesBefore)

        let after = try small.ledger.snapshot()
        #expect(try report.size == after.size && report.root == after.root() && after.pending == 0)
        #expect(try small.records().map { try RecordFrame(decoding: $0).leaf } == leaves)
        let policy = Policy(logs: [key.verifier])
        for (i, bytes) in proofs.enumerated() {
            let proof = try TlogProof(parsing: bytes)
            #expect(try proof.verify(leaf: try after.leafHash(UInt64(i) + 1), policy: policy).checkpoint.size == before.size)
        }
        let verified = try small.verify(expecting: Expectation(policy.accept(checkpoint)))
        #expect(verified.verdict == .intact && verified.redactions.count == Self.lengths.count)
        _ = try small.ledger.append([note("goes on")])
        #expect(try small.verify().verdict == .intact)
    }

    /// Another process compacts while this one has the ledger open for writing, with a snapshot.
    @Test func aWriterThatIsOpenAcrossTheSwapLosesNothing() async throws {
        let small = try redacted()
        try redact(small)
        let old = try small.ledger.snapshot()
        let records = try (1...old.size).map { try old.record($0) }
        await compactElsewhere(small.path)
        #expect(try (1...old.size).map { try old.record($0) } == records, "the snapshot reads what it read")
        #expect(try old.text(2, .displayName, 0) == .open("display name of clerk"))

        let receipt = try small.ledger.append([note("after the swap")])
        #expect(receipt.size == old.size + 1)
        #expect(try small.ledger.snapshot().text(receipt.first, .note, 0) == .open("after the swap"))
        #expect(try old.record(old.size) == records.last)
        #expect(try small.verify().verdict == .intact)
        #expect(try occurrences(of: Self.secret, in: small.path) == 0)
        #expect(try occurrences(of: Array("after the swap".utf8), in: small.path) > 0, "written into a file that nobody finds")
        await expectElsewhere(small.path, size: receipt.size)
    }

    @Test func aReaderThatIsOpenAcrossTheSwapGoesOn() async throws {
        let place = try TemporaryDirectory()
        let path = place.path + "/l"
        _ = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk"), note("one"), note("two")])
        let reader = try Ledger(opening: path, mode: .reading)
        let old = try reader.snapshot()
        for round in 1...3 {
            await compactElsewhere(path, appending: true)
            #expect(try old.size == 4 && old.text(3, .note, 0) == .open("one"))
            let new = try reader.snapshot()
            #expect(try new.size == 4 + UInt64(round) && new.text(new.size, .note, 0) == .open("from elsewhere"))
            #expect(Auditor.verify(try StoredLedger(reader)).verdict == .intact)
        }
    }

    @Test func anotherLogInItsPlaceIsNotFollowed() throws {
        let small = try TemporaryLedger()
        let older = try TemporaryLedger(copying: small)
        _ = try small.ledger.append([note("one")])
        try FileManager.default.moveItem(atPath: small.path + "/log", toPath: older.path + "/kept")
        try FileManager.default.copyItem(atPath: older.path + "/log", toPath: small.path + "/log")
        #expect(try codes { _ = try small.ledger.append([note("two")]) } == [.storage])
        #expect(try codes { _ = try small.ledger.snapshot() } == [.storage])
    }

    @Test(arguments: [true, false]) func bothWaysOfSwapping(_ exchanging: Bool) throws {
        let small = try redacted()
        let records = try small.records()
        for _ in 1...3 { _ = try small.ledger.compact(exchanging: exchanging) }
        #expect(try small.records() == records)
        #expect(try names(small.path) == settled)
        #expect(try small.verify().verdict == .intact)
    }

    /// Every state that a crash can leave, made by hand; `log` and `views` in turn. A writer's opening ends it, and the next compaction too.
    @Test(arguments: ["/log", "/views"]) func whatACrashLeaves(_ folder: String) throws {
        let made = try TemporaryLedger()
        let records = try made.records()
        let manager = FileManager.default
        for state in 0..<4 {
            for next in ["append", "compact", "read"] {
                let place = try TemporaryDirectory()
                let path = place.path + "/l"
                try manager.copyItem(atPath: made.path, toPath: path)
                let (current, beside, aside) = (path + folder, path + folder + ".new", path + folder + ".old")
                switch state {
                case 0:
                    // Before the swap: a copy that is not whole.
                    try manager.createDirectory(atPath: beside, withIntermediateDirectories: false)
                    try Data(Self.secret).write(to: URL(filePath: beside + "/data.mdb"))
                case 1:
                    // After the exchange, or after the second renaming: the old folder stands beside.
                    try manager.copyItem(atPath: current, toPath: beside)
                    try Data(Self.secret).write(to: URL(filePath: beside + "/old"))
                case 2:
                    // Between the two renamings.
                    try manager.copyItem(atPath: current, toPath: beside)
                    try manager.moveItem(atPath: current, toPath: aside)
                default:
                    try manager.copyItem(atPath: current, toPath: aside)
                    try Data(Self.secret).write(to: URL(filePath: aside + "/old"))
                }
                let ledger = try Ledger(opening: path, mode: next == "read" ? .reading : .writing, surroundings: made.surroundings)
                if next == "append" { _ = try ledger.append([note("goes on")]) }
                if next == "compact" { _ = try ledger.compact() }
                let snapshot = try ledger.snapshot()
                #expect(try (1...2).map { try snapshot.record($0) } == records, "state \(state), \(next)")
                guard next != "read" else { continue }
                #expect(try names(path) == settled, "state \(state), \(next)")
                #expect(try occurrences(of: Self.secret, in: path) == 0)
                #expect(Auditor.verify(try StoredLedger(ledger)).verdict == .intact)
            }
        }
    }

    /// Killed at random moments it leaves a ledger that is whole, and the next writer finds nothing left over.
    @Test func killedAnywhereItLeavesAWholeLedger() async throws {
        let place = try TemporaryDirectory()
        let path = place.path + "/l"
        _ = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk")] + (0..<300).map { note("note \($0)") })
        let records = try records(path)
        // What is asked for room has read everything, and writes next.
        let clock = ContinuousClock()
        var start = clock.now
        _ = try Ledger(opening: path, mode: .writing).compact(room: { _ in start = clock.now; return .max })
        let longest = UInt32((clock.now - start) / .microseconds(1))
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var leftovers = 0
        for _ in 0..<30 {
            let microseconds = UInt32.random(in: 0...longest, using: &generator)
            let exchanging = Bool.random(using: &generator)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, microseconds = microseconds as UInt32, exchanging = exchanging as Bool] in
                let ledger = try Ledger(opening: path, mode: .writing)
                while true {
                    _ = try ledger.compact(exchanging: exchanging) { _ in
                        Thread.detachNewThread {
                            usleep(microseconds)
                            kill(getpid(), SIGKILL)
                        }
                        return .max
                    }
                }
            }
            leftovers += try names(path) == settled ? 0 : 1
            #expect(try self.records(path) == records, "seed \(seed)")
            #expect(try names(path) == settled, "seed \(seed)")
        }
        print("\(leftovers) of 30 kills left something over")
        #expect(leftovers > 0, "every kill came too early or too late")
    }

    private func records(_ path: String) throws -> [[UInt8]] {
        let ledger = try Ledger(opening: path, mode: .writing)
        #expect(Auditor.verify(try StoredLedger(ledger)).verdict == .intact)
        let snapshot = try ledger.snapshot()
        return try (1...snapshot.size).map { try snapshot.record($0) }
    }

    @Test func withoutRoomNothingIsTouched() throws {
        let small = try TemporaryLedger()
        _ = try small.ledger.append([note(String(repeating: "x", count: 50_000))])
        #expect(try codes { _ = try small.ledger.compact(room: { _ in 50_000 }) } == [.storage])
        #expect(try names(small.path) == settled)
        _ = try small.ledger.compact(room: { _ in 80_000 })
        #expect(try FreeSpace.bytes(at: small.path) > 80_000)
    }

    @Test func aDamagedLedgerIsNotCompacted() throws {
        let small = try redacted()
        _ = try small.ledger.compact()
        let copy = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: small.path, toPath: copy.path + "/l")
        let file = copy.path + "/l/log/data.mdb"
        var bytes = try Data(contentsOf: URL(filePath: file))
        let place = try #require(bytes.range(of: Data("before 2000".utf8))).lowerBound
        bytes[place] ^= 1
        try bytes.write(to: URL(filePath: file))
        let ledger = try Ledger(opening: copy.path + "/l", mode: .writing)
        #expect(try codes { _ = try ledger.compact() } == [.verificationFailed])
        #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
        #expect(try codes { _ = try Ledger(opening: small.path + "/none", mode: .writing) } == [.noLedger])
    }

    @Test func aReaderDoesNotCompactAndRightsStay() throws {
        let place = try TemporaryDirectory()
        let path = place.path + "/l"
        _ = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk")])
        #expect(try codes { _ = try Ledger(opening: path, mode: .reading).compact() } == [.cannotWrite])
        let rights = ["/log": 0o770, "/log/data.mdb": 0o640, "/log/lock.mdb": 0o660, "/views": 0o711]
        func mode(_ file: String) throws -> Int? { try FileManager.default.attributesOfItem(atPath: path + file)[.posixPermissions] as? Int }
        for (file, mode) in rights { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + file) }
        _ = try Ledger(opening: path, mode: .writing).compact()
        for (file, expected) in rights { #expect(try mode(file) == expected, "\(file)") }
    }
}

/// In a process of its own, as `ledger compact` is.
private func compactElsewhere(_ path: String, appending: Bool = false) async {
    await #expect(processExitsWith: .success) { [path = path as String, appending = appending as Bool] in
        let ledger = try Ledger(opening: path, mode: .writing)
        if appending { _ = try ledger.append([note("from elsewhere")]) }
        _ = try ledger.compact()
    }
}

private func expectElsewhere(_ path: String, size: UInt64) async {
    await #expect(processExitsWith: .success) { [path = path as String, size = size as UInt64] in
        let ledger = try Ledger(opening: path, mode: .reading)
        guard try ledger.snapshot().size == size, Auditor.verify(try StoredLedger(ledger)).verdict == .intact else { exit(1) }
    }
}
