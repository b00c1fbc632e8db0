import LedgerModel
import LedgerProjections
import TestSeeds
import Testing

/// Printed order, revision triangles and sums of amounts.
@Suite struct PaperProjectionTests {
    private func places(_ book: Book, section: String? = nil) throws -> [String] {
        try PrintedOrder(book.ledger, section: section.map { Subject(.section, $0) }).places.map(\.subject.id)
    }

    /// Sections in depth, one programme listed again, one marked first and listed further down, one listed nowhere.
    private func book() -> Book {
        var book = Book()
        book.enter(plan())
        book.enter(section("s1", position: 1))
        book.enter(section("s2", position: 2))
        book.enter(section("s11", parent: "s1", position: 1))
        book.enter(programme("later", in: "s2", position: 2))
        book.enter(programme("z", in: "s1", position: 1))
        book.enter(programme("nowhere"))
        book.enter(programme("a", in: "s11", position: 1))
        book.enter(programme("first", in: "s2", position: 1))
        book.enter(listed("later", in: "s1", .markedOnly, position: 9))
        book.enter(listed("z", in: "s2", .relisted, position: 3))
        return book
    }

    @Test func eachProgrammeStandsOnceWhereItIsListedForItself() throws {
        let book = book()
        #expect(try places(book) == ["z", "a", "first", "later", "nowhere"])
        #expect(try places(book, section: "s1") == ["z", "later", "a"])
        #expect(try places(book, section: "s11") == ["a"])
        #expect(try places(book, section: "none").isEmpty)
        let order = try PrintedOrder(book.ledger)
        #expect(order.places.map { $0.again.map(\.subject.id) } == [["s2"], [], [], ["s1"], []])
        #expect(order.places.map(\.mark) == Array(repeating: .listed, count: 5))
        #expect(try PrintedOrder(book.ledger, section: Subject(.section, "s1")).places.map(\.mark) == [.listed, .markedOnly, .listed])
        #expect(try PrintedOrder(book.ledger, plan: Subject(.plan, "p")).places.map(\.subject.id) == ["z", "a", "first", "later"])
    }

    @Test func anIndicatorStandsWithItsFirstProgramme() throws {
        var book = book()
        book.enter(indicator("i", at: [Subject(.programme, "later"), Subject(.programme, "a")]))
        book.enter(indicator("j", at: [Subject(.section, "s2")]))
        let order = try PrintedOrder(book.ledger)
        #expect(order.rank(Subject(.indicator, "i")) == order.rank(Subject(.programme, "a")))
        #expect(order.rank(Subject(.indicator, "j")) == nil)
        #expect(order.holds(Subject(.indicator, "j")) && order.holds(Subject(.section, "s11")) && !order.holds(Subject(.section, "none")))
    }

    /// Whatever order and dates revisions were entered with: each column is what `Facts` says as of that day, and the changes add up.
    @Test func trianglesAgreeWithTheFacts() throws {
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var book = Book()
            book.enter(indicator())
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let number = "\(Int.random(in: -50...50, using: &generator)).\(Int.random(in: 10...99, using: &generator))"
                let day = "20\(Int.random(in: 20...22, using: &generator))-0\(Int.random(in: 1...9, using: &generator))-15"
                let period = Bool.random(using: &generator) ? "FY2018" : "FY2019"
                let event = book.enter(fact(.actual, period, value(number.hasPrefix("0.") ? "0.5" : number)), .decided(day))
                if Int.random(in: 0..<6, using: &generator) == 0 { book.withdraw(event) }
            }
            for triangle in try RevisionTriangle.of(theIndicator, book.ledger) {
                #expect(triangle.columns == triangle.columns.sorted() && Set(triangle.columns).count == triangle.columns.count)
                for row in triangle.rows {
                    for (day, known) in zip(triangle.columns, row.known) {
                        let facts = try book.ledger.facts(of: theIndicator, asOf: AsOf(decided: day))
                        try #require(known?.event.number == facts.holds(.actual(measure: "m", part: "", period: row.period))?.number, "seed \(seed)")
                    }
                    let changes = row.revisions.map { ($0.new.value.amount ?? Ratio(0)) - ($0.old.value.amount ?? Ratio(0)) }
                    let last = row.revisions.last?.new ?? row.first
                    #expect(changes.reduce(row.first.value.amount ?? Ratio(0), +) == last.value.amount, "seed \(seed)")
                    guard case .amount(let number, let scale, _) = ValueDifference(row.latest.value, from: row.first.value) else { continue }
                    let difference = ExactDecimal(number)?.amount(scale: scale)
                    #expect(difference.map { $0 + (row.first.value.amount ?? Ratio(0)) } == row.latest.value.amount, "seed \(seed)")
                }
            }
        }
    }

    @Test func sumsOfChaptersAddUp() throws {
        var book = book()
        for (id, number) in [("z", "10"), ("a", "2.5"), ("later", "3"), ("nowhere", "4")] {
            var act = AmountRecorded()
            (act.subject, act.period, act.value) = (Subject(.programme, id), "FY2019", value(number, unit: "円", scale: 3))
            book.enter(.amountRecorded(act))
        }
        let sheet = try AmountSheet(book.ledger, PrintedOrder(book.ledger))
        #expect(sheet.chapters.map { $0.group?.subject.id } == ["s1", "s11", "s2", nil])
        #expect(sheet.chapters.map(\.programmes) == [1, 1, 2, 1])
        #expect(sheet.chapters.map { $0.sums.map(\.number) } == [["10"], ["2.5"], ["3"], ["4"]])
        #expect(sheet.sums.map(\.number) == ["19.5"])
        #expect(sheet.programmes == 5 && sheet.sums.map(\.withAmount) == [4])
    }
}
