import Foundation
import Testing

import LMDB

@Suite struct CopyTests {
    private let store: TemporaryStore
    private let target: TemporaryStore

    init() throws {
        store = try TemporaryStore()
        target = try TemporaryStore()
    }

    @Test(arguments: [Environment.CopyMethod.exact, .compacting])
    func copyHoldsTheSameEntries(method: Environment.CopyMethod) throws {
        let environment = try store.open(.create) { $0.maxTables = 2 }
        try environment.write { tx in
            let table = try tx.createTable("t")
            for n in 1...3_000 { try tx.put(table, key(n), [UInt8](repeating: UInt8(n % 251), count: n % 3_000)) }
            for n in stride(from: 2, through: 3_000, by: 3) { _ = try tx.delete(table, key(n)) }
        }
        try environment.copy(to: target.path + "/copy", method)
        #expect(try PageWalk.report(ofFile: target.path + "/copy/data.mdb").isClean)
        var options = Environment.Options(.read)
        options.maxTables = 2
        let copied = try Environment(path: target.path + "/copy", options)
        let entries = { (environment: Environment) in
            try environment.read { tx in
                var entries: [[UInt8]] = []
                let table = try #require(try tx.table("t"))
                try tx.scan(table) { k, v in
                    entries.append(copy(k) + copy(v))
                    return true
                }
                return entries
            }
        }
        let original = try entries(environment)
        #expect(original.count == 2_000)
        #expect(try entries(copied) == original)
    }

    @Test func refusesADataFileThatIsThere() throws {
        let environment = try store.open(.create)
        try Data([1]).write(to: URL(filePath: target.data))
        #expect(errorKind { try environment.copy(to: target.path) } == .destinationExists)
        #expect(try target.bytes() == [1])
    }

    @Test func missingParentIsAnError() throws {
        let environment = try store.open(.create)
        #expect(errorKind { try environment.copy(to: target.path + "/a/b") } == .absent)
    }

    @Test func copyOfAnEmptyStoreOpens() throws {
        let environment = try store.open(.create)
        try environment.copy(to: target.path, .compacting)
        #expect(try target.open(.write).read { try $0.count(.main) } == 0)
    }
}
