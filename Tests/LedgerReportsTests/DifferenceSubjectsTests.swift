import LedgerModel
import LedgerProjections
import Testing

/// Between two numbers that lie close together only the subjects of the entries between them are looked at: the same as looking at all.
@Suite struct DifferenceSubjectsTests {
    @Test func thoseTouchedBetweenAreEnough() throws {
        let book = try FoldedDrafts.city("kitakyushu", FoldedDrafts.kitakyushu)
        let ledger = book.ledger
        let all = Subject.Kind.allCases.filter { $0 != .unspecified }.flatMap { ledger.subjects(of: $0) }
        func told(_ difference: Difference) -> [String] {
            difference.changes.map { "\($0.subject.label) \($0.keys) \($0.before?.number ?? 0) \($0.after?.number ?? 0) \($0.acts.map(\.number))" }
        }
        let step = max(1, ledger.size / 7)
        var differing = 0
        for from in stride(from: 0, through: ledger.size, by: Int(max(1, ledger.size / 23))) {
            for length in [1, step / 2, step] {
                let (a, b) = (AsOf(number: from), AsOf(number: min(from + length, ledger.size)))
                let forwards = told(try Difference(ledger, from: a, to: b))
                #expect(forwards == told(try Difference(ledger, from: a, to: b, subjects: all)))
                #expect(told(try Difference(ledger, from: b, to: a)) == told(try Difference(ledger, from: b, to: a, subjects: all)))
                differing += forwards.count
            }
        }
        #expect(differing > 0)
    }
}
