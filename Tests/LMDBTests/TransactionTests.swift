import Foundation
import Testing

import LMDB

@Suite struct TransactionTests {
    private let store: TemporaryStore

    init() throws {
        store = try TemporaryStore()
    }

    /// Keys 10, 20 … 10 × count with the key's own number as the value.
    private func filled(_ count: Int) throws -> Environment {
        let environment = try store.open(.create)
        try environment.write { tx in
            for n in 1...count { try tx.put(.main, key(10 * n), key(10 * n), append: true) }
        }
        return environment
    }

    @Test func absentIsNilAndEmptyValueIsNot() throws {
        let environment = try filled(1)
        try environment.write { tx in try tx.put(.main, key(5), []) }
        try environment.read { tx throws in
            #expect(try tx.getCopy(.main, key(4)) == nil)
            #expect(try tx.getCopy(.main, key(5)) == [])
            #expect(try tx.get(.main, key(4)) { $0.count } == nil)
            #expect(try tx.get(.main, key(10)) { number($0) } == 10)
        }
    }

    @Test func keyLimits() throws {
        let environment = try store.open(.create)
        let longest = [UInt8](repeating: 1, count: Key.limit)
        for wrong in [[], longest + [1]] {
            #expect(errorKind { try environment.write { tx in try tx.put(.main, wrong, [1]) } } == .badKey)
            #expect(errorKind { try environment.write { tx in _ = try tx.delete(.main, wrong) } } == .badKey)
            #expect(errorKind { _ = try environment.read { try $0.getCopy(.main, wrong) } } == .badKey)
            #expect(errorKind { try environment.read { try $0.scan(.main, from: wrong) { _, _ in true } } } == .badKey)
        }
        for right in [[1], longest] {
            try environment.write { tx in try tx.put(.main, right, [1]) }
            #expect(try environment.read { try $0.getCopy(.main, right) } == [1])
        }
    }

    @Test func appendOutOfOrderIsRefusedAndTheTransactionGoesOn() throws {
        let environment = try filled(2)
        try environment.write { tx in
            for late in [key(20), key(15)] {
                var kind: LMDBError.Kind?
                do throws(LMDBError) { try tx.put(.main, late, [1], append: true) } catch { kind = error.kind }
                #expect(kind == .outOfOrder)
            }
            try tx.put(.main, key(21), [1], append: true)
        }
        #expect(try environment.read { try $0.count(.main) } == 3)
        #expect(try environment.read { try $0.getCopy(.main, key(20)) } == key(20))
    }

    @Test func failedBodyLeavesNoTraceAndItsErrorPassesThrough() throws {
        let environment = try filled(3)
        let before = try environment.information().lastTransaction
        #expect(throws: CallerError(reason: "mine")) {
            try environment.write { tx in
                try tx.put(.main, key(1), [1])
                _ = try tx.delete(.main, key(10))
                throw CallerError(reason: "mine")
            }
        }
        #expect(throws: CallerError(reason: "reader")) {
            try environment.read { tx in
                _ = try tx.get(.main, key(10)) { _ in throw CallerError(reason: "reader") }
            }
        }
        #expect(throws: CallerError(reason: "scan")) {
            try environment.read { tx in try tx.scan(.main) { _, _ in throw CallerError(reason: "scan") } }
        }
        #expect(try environment.information().lastTransaction == before)
        #expect(try environment.read { try $0.count(.main) } == 3)
        #expect(try environment.information().readers.allSatisfy { $0.transaction == nil })
    }

    @Test func deleteAndClear() throws {
        let environment = try filled(50)
        try environment.write { tx throws in
            #expect(try tx.delete(.main, key(10)))
            #expect(try !tx.delete(.main, key(10)))
            #expect(try tx.count(.main) == 49)
        }
        try environment.write { tx in try tx.clear(.main) }
        #expect(try environment.read { try $0.count(.main) } == 0)
        #expect(try environment.walkPages().isClean)
    }

    @Test func snapshotStaysWhileOthersWrite() throws {
        let environment = try filled(3)
        let old = try environment.snapshot()
        try environment.write { tx in try tx.put(.main, key(99), [9]) }
        let new = try environment.snapshot()
        #expect(try old.count(.main) == 3)
        #expect(try old.getCopy(.main, key(99)) == nil)
        #expect(try new.count(.main) == 4)
        #expect(try environment.information().readers.filter { $0.transaction != nil }.count == 2)
        #expect(try environment.information().staleReaders == [])
    }

    @Test func firstLastAndFloor() throws {
        let environment = try filled(3)
        try environment.read { tx throws in
            #expect(try tx.first(.main) { k, _ in number(k) } == 10)
            #expect(try tx.last(.main) { k, v in [number(k), number(v)] } == [30, 30])
            let expected: [(Int, Int?)] = [(9, nil), (10, 10), (11, 10), (25, 20), (30, 30), (1_000, 30)]
            for (wanted, found) in expected {
                #expect(try tx.floor(.main, key(wanted)) { k, _ in number(k) } == found, "\(wanted)")
            }
            #expect(try tx.floor(.main, key(20) + [0]) { k, _ in number(k) } == 20)
            #expect(try tx.floor(.main, Array(key(20).dropLast())) { k, _ in number(k) } == nil)
        }
        let empty = try TemporaryStore()
        try empty.open(.create).read { tx throws in
            #expect(try tx.first(.main) { _, _ in 1 } == nil)
            #expect(try tx.last(.main) { _, _ in 1 } == nil)
            #expect(try tx.floor(.main, key(1)) { _, _ in 1 } == nil)
        }
    }

    @Test(arguments: [1, 2, 7, 500]) func scansAgreeWithAModel(count: Int) throws {
        let environment = try filled(count)
        let all = (1...count).map { 10 * $0 }
        try environment.read { tx in
            for start in [nil, 0, 9, 10, 11, 15, 20, 10 * count, 10 * count + 1] as [Int?] {
                var up: [Int] = []
                try tx.scan(.main, from: start.map(key)) { k, v in
                    up.append(number(k))
                    return number(k) == number(v)
                }
                #expect(up == all.filter { $0 >= start ?? 0 })
                var down: [Int] = []
                try tx.scanDown(.main, from: start.map(key)) { k, _ in
                    down.append(number(k))
                    return true
                }
                #expect(down == all.reversed().filter { $0 <= start ?? .max })
            }
            var seen = 0
            try tx.scan(.main) { _, _ in
                seen += 1
                return seen < 2
            }
            #expect(seen == min(2, count))
        }
    }

    @Test func writeSeesItsOwnChanges() throws {
        let environment = try filled(1)
        let found = try environment.write { tx in
            try tx.put(.main, key(20), [2])
            return try tx.last(.main) { _, v in copy(v) }
        }
        #expect(found == [2])
    }

    @Test func writeWithinAWriteIsRefused() throws {
        let environment = try filled(1)
        var inner: [LMDBError.Kind?] = []
        try environment.write { tx in
            inner = [errorKind { try environment.write { _ in } }, errorKind { try environment.copy(to: store.path + "/c") }]
            try tx.put(.main, key(20), [2])
        }
        #expect(inner == [.nestedWrite, .nestedWrite])
        #expect(try environment.read { try $0.count(.main) } == 2)
    }

    /// A commit frees LMDB's handle even when it fails, so this would crash where it is aborted all the same.
    @Test func failedCommitIsReportedAndLaterOnesWork() async {
        await #expect(processExitsWith: .success) {
            let store = try TemporaryStore()
            let environment = try store.open(.create)
            try environment.write { tx in try tx.put(.main, key(1), [1]) }
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 40_960, rlim_max: 1 << 30)
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { fatalError("setrlimit") }
            for _ in 0..<3 {
                do {
                    try environment.write { tx in try tx.put(.main, key(2), [UInt8](repeating: 2, count: 500_000)) }
                    fatalError("the commit was to fail")
                } catch let error as LMDBError {
                    guard error.operation == "mdb_txn_commit", error.code == EFBIG || error.code == EIO else {
                        fatalError("\(error)")
                    }
                }
                guard try environment.read({ try $0.count(.main) }) == 1 else { fatalError("something was stored") }
            }
            limit.rlim_cur = 1 << 30
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { fatalError("setrlimit") }
            try environment.write { tx in try tx.put(.main, key(2), [UInt8](repeating: 2, count: 500_000)) }
            guard try environment.walkPages().isClean else { fatalError("pages were lost") }
        }
    }

    @Test func writersOfManyThreadsTakeTurns() async throws {
        let environment = try store.open(.create)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<25 {
                        let done: Void? = try? environment.write { tx in
                            let next = try tx.last(.main) { k, _ in number(k) + 1 } ?? 1
                            try tx.put(.main, key(next), [1], append: true)
                        }
                        #expect(done != nil)
                        #expect((try? environment.read { try $0.count(.main) }) ?? 0 > 0)
                    }
                }
            }
        }
        #expect(try environment.read { try $0.count(.main) } == 200)
        #expect(try environment.read { try $0.last(.main) { k, _ in number(k) } } == 200)
    }
}
