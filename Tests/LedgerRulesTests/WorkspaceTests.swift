import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import TestSeeds
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

    /// However few facts are held at a time, they are the same after every entry.
    @Test(arguments: [0, 1, 2, 5, 80_000]) func factsThatWereLetGoOf(held: Int) throws {
        let all = events
        let workspace = Workspace(settings: settings, heldEvents: held) { all[Int($0) - 1] }
        var plain: [Event] = []
        for event in events {
            workspace.add(event, try ActMark(statement: Codec.encode(event.statement)))
            plain.append(event)
            #expect(try workspace.number(of: event.id) == event.number)
            for subject in Set(plain.flatMap(\.subjects)) {
                let expected = plain.filter { $0.subjects.contains(subject) }
                let facts = Facts(subject, expected)
                #expect(try workspace.facts(of: subject, .whole).events == expected)
                #expect(try workspace.events(of: subject, through: event.number - 1) == expected.filter { $0.number < event.number })
                for touch in expected.flatMap(\.touches) where touch.subject == subject {
                    try expectTheSame(workspace, facts, touch, expected)
                }
            }
        }
        #expect(try workspace.number(of: [1, 2, 3]) == nil)
    }

    /// What is told of a key without reading the subject's other entries is what all of them give.
    private func expectTheSame(_ workspace: Workspace, _ facts: Facts, _ touch: Touch, _ events: [Event]) throws {
        for setter in events where setter.touches.contains(touch) {
            let mark = try ActMark(statement: Codec.encode(setter.statement))
            #expect(try workspace.timeline(of: touch.subject, touch.key, mark) == facts.timeline(touch.key))
        }
        let aspect: Aspect? = switch touch.key.family {
        case .baseline, .target, .actual: .values
        case .amount, .text, .grade: nil
        default: .being
        }
        guard let aspect else { return }
        #expect(try workspace.facts(of: touch.subject, aspect).timeline(touch.key) == facts.timeline(touch.key))
        #expect(try workspace.facts(of: touch.subject, aspect).keys(touch.key.family) == facts.keys(touch.key.family))
    }

    /// An entry that stays as its bytes says the same as one that was decoded.
    @Test func entriesThatStayAsBytes() throws {
        var facts = 0
        for record in try SmallLog.made.get().records {
            let leaf = try RecordFrame(decoding: record).leaf
            let stored = try Event(WalkedLeaf(leaf), settings: settings)
            let decoded = Event(try Codec.decodeLeaf(leaf), settings: settings)
            #expect(stored.touches == decoded.touches && stored.subjects == decoded.subjects)
            #expect(stored.inForceDay == decoded.inForceDay && stored.decidedDay == decoded.decidedDay)
            #expect(stored.series == decoded.series && stored.withdraws == decoded.withdraws)
            #expect(stored == decoded && stored.fact == decoded.fact && stored.id == decoded.id)
            if decoded.fact != nil { facts += 1 }
        }
        #expect(facts >= 5)
    }

    /// A stored fact that is not canonical is refused at once, not when somebody asks what it says.
    @Test func damagedBytesAreNoEntry() throws {
        let records = try SmallLog.made.get().records
        let leaves = try records.map { try RecordFrame(decoding: $0).leaf }
        let leaf = try #require(leaves.first { try Codec.decodeLeaf($0).statement.actKind == .actual })
        var refused = 0
        for place in leaf.indices {
            for bit in 0..<8 {
                var damaged = leaf
                damaged[place] ^= 1 << bit
                let decoded = try? Codec.decodeLeaf(damaged)
                let stored = (try? WalkedLeaf(damaged)).flatMap { try? Event($0, settings: settings) }
                if decoded == nil, stored == nil { refused += 1 }
                guard let decoded else { continue }
                #expect(stored == Event(decoded, settings: settings))
            }
        }
        #expect(refused > 100)
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
