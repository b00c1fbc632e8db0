import Foundation
import Testing

import LMDB

@Suite struct MapTests {
    private let store: TemporaryStore
    private static let smallest = 1 << 20

    init() throws {
        store = try TemporaryStore()
    }

    private func small() throws -> Environment {
        try store.open(.create) {
            $0.mapSize = Self.smallest
            $0.mapWaitMilliseconds = 200
        }
    }

    @Test func growsWithManyPutsInOneTransaction() throws {
        let environment = try small()
        var runs = 0
        try environment.write { tx in
            runs += 1
            for n in 1...20_000 { try tx.put(.main, key(n), [UInt8](repeating: 1, count: 300), append: true) }
        }
        #expect(runs == 4)
        #expect(try environment.information().mapSize == 8 * Self.smallest)
        #expect(try environment.read { try $0.count(.main) } == 20_000)
        #expect(try environment.walkPages().isClean)
    }

    @Test func growsOverManyTransactions() throws {
        let environment = try small()
        for batch in 0..<40 {
            try environment.write { tx in
                for n in 0..<200 {
                    try tx.put(.main, key(batch * 200 + n), [UInt8](repeating: 1, count: 500), append: true)
                }
            }
        }
        #expect(try environment.information().mapSize > Self.smallest)
        #expect(try environment.read { try $0.count(.main) } == 8_000)
    }

    @Test func growsForOneLargeValue() throws {
        let environment = try small()
        let value = [UInt8](repeating: 3, count: 20_000_000)
        try environment.write { tx in try tx.put(.main, key(1), value) }
        #expect(try environment.read { try $0.get(.main, key(1)) { $0.count } } == value.count)
    }

    @Test func bodyThatSwallowsTheErrorRunsAgainAllTheSame() throws {
        let environment = try small()
        try environment.write { tx in
            try tx.put(.main, key(1), [1])
            try? tx.put(.main, key(2), [UInt8](repeating: 3, count: 3_000_000))
        }
        #expect(try environment.read { try $0.count(.main) } == 2)
    }

    @Test func bodyThatTranslatesTheErrorRunsAgainToo() throws {
        let environment = try small()
        try environment.write { tx in
            do { try tx.put(.main, key(2), [UInt8](repeating: 3, count: 3_000_000)) } catch {
                throw CallerError(reason: "cannot store")
            }
        }
        #expect(try environment.read { try $0.count(.main) } == 1)
    }

    @Test func openSnapshotStopsGrowthWithATypedErrorAndNothingIsLost() throws {
        let environment = try small()
        try environment.write { tx in try tx.put(.main, key(1), [1]) }
        let large = [UInt8](repeating: 3, count: 3_000_000)
        do {
            let snapshot = try environment.snapshot()
            #expect(errorKind { try environment.write { tx in try tx.put(.main, key(2), large) } } == .transactionsInTheWay)
            #expect(try snapshot.count(.main) == 1)
        }
        try environment.write { tx in try tx.put(.main, key(2), large) }
        #expect(try environment.read { try $0.count(.main) } == 2)
    }

    @Test func growthWaitsForAShortReader() async throws {
        let environment = try store.open(.create) { $0.mapSize = Self.smallest }
        try environment.write { tx in try tx.put(.main, key(1), [1]) }
        let started = DispatchSemaphore(value: 0)
        let reader = Thread {
            try? environment.read { tx throws in
                started.signal()
                usleep(300_000)
                #expect(try tx.count(.main) == 1)
            }
        }
        reader.start()
        started.wait()
        try environment.write { tx in try tx.put(.main, key(2), [UInt8](repeating: 3, count: 3_000_000)) }
        #expect(try environment.read { try $0.count(.main) } == 2)
    }

    @Test func mapGrownByAnotherProcessIsAdopted() async throws {
        let environment = try small()
        try environment.write { tx in try tx.put(.main, key(1), [1]) }
        let path = store.path
        for number in [2, 3] {
            await #expect(processExitsWith: .success) { [path = path as String, number = number as Int] in
                let size = number * 3_000_000
                try Environment(path: path, .init(.write)).write { tx in
                    try tx.put(.main, key(number), [UInt8](repeating: 2, count: size))
                }
            }
            if number == 2 {
                #expect(try environment.read { try $0.get(.main, key(2)) { $0.count } } == 6_000_000)
            } else {
                try environment.write { tx in try tx.put(.main, key(4), [4]) }
            }
        }
        #expect(try environment.read { try $0.count(.main) } == 4)
    }

    @Test func adoptingWaitsForOpenSnapshotsWithATypedError() async throws {
        let environment = try small()
        let snapshot = try environment.snapshot()
        let path = store.path
        await #expect(processExitsWith: .success) { [path = path as String] in
            try Environment(path: path, .init(.write)).write { tx in
                try tx.put(.main, key(1), [UInt8](repeating: 2, count: 6_000_000))
            }
        }
        #expect(errorKind { _ = try environment.snapshot() } == .transactionsInTheWay)
        #expect(try snapshot.count(.main) == 0)
    }

    @Test func deadReadersAreSeenAndCleared() async throws {
        let environment = try small()
        let path = store.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let environment = try Environment(path: path, .init(.read))
            let snapshot = try environment.snapshot()
            _ = try snapshot.count(.main)
            kill(getpid(), SIGKILL)
        }
        #expect(try environment.information().staleReaders.count == 1)
        #expect(try environment.clearStaleReaders() == 1)
        #expect(try environment.information().staleReaders.isEmpty)
    }

    @Test func killedWriterLeavesTheOldStateAndNoLock() async throws {
        let environment = try small()
        try environment.write { tx in try tx.put(.main, key(1), [1]) }
        let path = store.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            try Environment(path: path, .init(.write)).write { tx in
                for n in 2...2_000 { try tx.put(.main, key(n), [UInt8](repeating: 2, count: 200)) }
                kill(getpid(), SIGKILL)
            }
        }
        try environment.write { tx in try tx.put(.main, key(3), [3]) }
        #expect(try environment.read { try $0.count(.main) } == 2)
        #expect(try environment.walkPages().isClean)
    }

    @Test func limitedAddressSpaceOpensWithASmallerMap() async {
        await #expect(processExitsWith: .success) {
            let store = try TemporaryStore()
            let environment = try store.open(.create) { $0.mapSize = 1 << 46 }
            let before = try environment.information().mapSize
            guard before == 1 << 46 else { fatalError("the whole map was to fit") }
            let other = try TemporaryStore()
            var limit = rlimit(rlim_cur: (1 << 46) + (1 << 36), rlim_max: (1 << 46) + (1 << 36))
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { fatalError("setrlimit") }
            let second = try other.open(.create) { $0.mapSize = 1 << 45 }
            let reduced = try second.information().mapSize
            guard reduced < 1 << 45, reduced >= 1 << 20 else { fatalError("the map was to be smaller") }
            try second.write { tx in try tx.put(.main, key(1), [1]) }
            guard errorKind({ try environment.write { tx in try tx.put(.main, key(1), [1]) } }) == nil else {
                fatalError("the first store was to remain usable")
            }
        }
    }
}
