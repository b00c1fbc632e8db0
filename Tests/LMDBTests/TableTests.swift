import Testing

import LMDB

@Suite struct TableTests {
    private let store: TemporaryStore

    init() throws {
        store = try TemporaryStore()
    }

    private func open(_ access: Environment.Access, _ maxTables: Int = 8) throws -> Environment {
        try store.open(access) { $0.maxTables = maxTables }
    }

    private func value(_ environment: Environment, _ name: String, _ wanted: Int) throws -> [UInt8]? {
        try environment.read { tx in
            guard let table = try tx.table(name) else { return nil }
            return try tx.getCopy(table, key(wanted))
        }
    }

    @Test func tablesAreApartAndOutliveTheProcess() throws {
        do {
            let environment = try open(.create)
            try environment.write { tx in
                for name in ["a", "b"] {
                    let table = try tx.createTable(name)
                    try tx.put(table, key(1), Array(name.utf8))
                }
                let empty = try tx.createTable("empty")
                #expect(try tx.count(empty) == 0)
            }
            #expect(try value(environment, "a", 1) == Array("a".utf8))
        }
        let environment = try open(.read)
        #expect(try value(environment, "a", 1) == Array("a".utf8))
        #expect(try value(environment, "b", 1) == Array("b".utf8))
        try environment.read { tx in
            let empty = try tx.table("empty")
            #expect(empty != nil)
            let missing = try tx.table("c")
            #expect(missing == nil)
        }
    }

    @Test func tableOfAFailedTransactionIsGoneAndItsPlaceIsSafe() throws {
        let environment = try open(.create)
        for round in 0..<3 {
            #expect(throws: CallerError.self) {
                try environment.write { tx in
                    let table = try tx.createTable("gone\(round)")
                    try tx.put(table, key(1), [1])
                    throw CallerError(reason: "stop")
                }
            }
            #expect(try value(environment, "gone\(round)", 1) == nil)
        }
        try environment.write { tx in
            let table = try tx.createTable("kept")
            try tx.put(table, key(1), [2])
        }
        #expect(try value(environment, "kept", 1) == [2])
        #expect(try environment.walkPages().namedTableCount == 1)
    }

    @Test func snapshotFromBeforeATableDoesNotSeeIt() throws {
        let environment = try open(.create)
        let before = try environment.snapshot()
        try environment.write { tx in
            let table = try tx.createTable("new")
            try tx.put(table, key(1), [1])
        }
        let unseen = try before.table("new")
        #expect(unseen == nil)
        #expect(try value(environment, "new", 1) == [1])
    }

    @Test func tooManyTablesAndBadNames() throws {
        let environment = try open(.create, 2)
        #expect(
            errorKind {
                try environment.write { tx in for name in ["a", "b", "c"] { _ = try tx.createTable(name) } }
            } == .tableLimit)
        #expect(errorKind { try environment.write { tx in _ = try tx.createTable("") } } == .badKey)
        #expect(errorKind { try environment.write { tx in _ = try tx.createTable("a\0b") } } == .badKey)
    }

    @Test func existingTableIsFoundInAWriteTransaction() throws {
        let environment = try open(.create)
        try environment.write { tx in
            let absent = try tx.table("t")
            #expect(absent == nil)
            let made = try tx.createTable("t")
            try tx.put(made, key(1), [1])
        }
        try environment.write { tx in
            let again = try #require(try tx.table("t"))
            try tx.clear(again)
            #expect(try tx.count(again) == 0)
        }
    }

    private func entries(_ tx: borrowing some TableReader & ~Copyable, _ name: String) throws -> Int? {
        try tx.table(name).map { try tx.count($0) }
    }

    @Test func oneFunctionReadsInEitherTransaction() throws {
        let environment = try open(.create)
        let inside = try environment.write { tx in
            let table = try tx.createTable("t")
            try tx.put(table, key(1), [1])
            return try entries(tx, "t")
        }
        #expect(inside == 1)
        #expect(try environment.read { try entries($0, "t") } == 1)
        #expect(try environment.read { try entries($0, "u") } == nil)
    }

    @Test func tableMadeByAnotherProcessAppears() async throws {
        let environment = try open(.create)
        #expect(try value(environment, "theirs", 1) == nil)
        let path = store.path
        await #expect(processExitsWith: .success) { [path = path as String] in
            var options = Environment.Options(.write)
            options.maxTables = 8
            try Environment(path: path, options).write { tx in
                let table = try tx.createTable("theirs")
                try tx.put(table, key(1), [5])
            }
        }
        #expect(try value(environment, "theirs", 1) == [5])
    }

    @Test func tableOfAnotherTransactionTraps() async {
        await #expect(processExitsWith: .failure) {
            let store = try TemporaryStore()
            let environment = try store.open(.create) { $0.maxTables = 1 }
            let table = try environment.write { tx in try tx.createTable("t") }
            _ = try environment.read { try $0.count(table) }
        }
    }
}
