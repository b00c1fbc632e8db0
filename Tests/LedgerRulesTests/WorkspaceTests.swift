import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import Testing

@testable import LedgerRules

@Suite struct WorkspaceTests {
    private let events: [Event]
    private let settings: Settings

    init() throws {
        let records = try SmallLog.made.get().records
        let leaves = try records.map { try Codec.decodeLeaf(RecordFrame(decoding: $0).leaf) }
        guard case .ledgerOpened(let opened)? = leaves[0].statement.act else { throw CocoaError(.coderInvalidValue) }
        let settings = Settings(opened)
        self.settings = settings
        events = leaves.map { Event($0, settings: settings) }
    }

    /// However few facts are held at a time, and whether entries are kept or read again, the facts are the same after every entry.
    @Test(arguments: [0, 1, 2, 5, 80_000], [false, true]) func factsThatWereLetGoOf(held: Int, again: Bool) throws {
        let all = events
        let workspace = Workspace(settings: settings, heldEvents: held, again: again ? { all[Int($0) - 1] } : nil)
        var plain: [Event] = []
        for event in events {
            workspace.add(event)
            plain.append(event)
            #expect(try workspace.number(of: event.id) == event.number)
            for subject in Set(plain.flatMap(\.subjects)) {
                let expected = plain.filter { $0.subjects.contains(subject) }
                #expect(try workspace.facts(of: subject).events == expected)
                #expect(try workspace.events(of: subject, through: event.number - 1) == expected.filter { $0.number < event.number })
                #expect(workspace.added(of: subject) == expected.map(\.number))
            }
        }
        #expect(try workspace.number(of: [1, 2, 3]) == nil)
    }

    @Test func manyEventIDs() {
        var generator = SeededGenerator(seed: 7)
        var index = EventIndex()
        let ids = (0..<3_000).map { _ in (0..<16).map { _ in UInt8.random(in: 0...1, using: &generator) } }
        for (i, id) in ids.enumerated() { index.add(UInt64(i + 1), EventIndex.Mark(id)) }
        for (i, id) in ids.enumerated() {
            let found = index.first(EventIndex.Mark(id)) { ids[Int($0) - 1] == id }
            #expect(found.map { ids[Int($0) - 1] } == id && (found ?? 0) <= i + 1)
            #expect(index.first(EventIndex.Mark(id + [0])) { ids[Int($0) - 1] == id + [0] } == nil)
        }
        // Ids of other lengths are other ids.
        #expect(index.first(EventIndex.Mark([])) { _ in true } == nil)
    }
}
