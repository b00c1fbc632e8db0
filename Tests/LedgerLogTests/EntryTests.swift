import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import Testing

/// Acts that speak about entries: withdrawal and redaction.
@Suite struct EntryTests {
    let world: TemporaryLedger
    let actual: UInt64

    init() throws {
        world = try TemporaryLedger(World.drafts)
        actual = try #require(try world.ledger.snapshot().number(of: Array(eventID("actual-16"))))
    }

    private func number(_ id: String) throws -> UInt64 { try #require(try world.ledger.snapshot().number(of: Array(eventID(id)))) }
    private func withdraw(_ id: String, _ subjects: [Subject] = [World.visitors]) throws -> Draft {
        withdrawal(of: try number(id), eventID(id), subjects)
    }

    @Test func withdrawnAndEnteredAnew() throws {
        _ = try world.ledger.append([try withdraw("actual-16")])
        let key = FactKey.actual(measure: "m1", part: "", period: "FY2016")
        #expect(try world.ledger.snapshot().facts(of: World.visitors).holds(key) == nil)
        #expect(try world.ledger.snapshot().facts(of: World.visitors, asOf: AsOf(number: world.ledger.snapshot().size - 1)).holds(key) != nil)
        _ = try world.ledger.append([LedgerTestSupport.actual("visitors", "FY2016", value("1305"), on: "2017-08-01")])
        #expect(try world.ledger.snapshot().facts(of: World.visitors).holds(key)?.fact?.value.number == "1305")
        #expect(try world.verify().verdict == .intact)
    }

    @Test func nothingToWithdraw() throws {
        let size = try world.ledger.snapshot().size
        #expect(try world.refusals([withdrawal(of: size + 5, eventID("x"), [World.visitors])]) == [.nothingToWithdraw])
        #expect(try world.refusals([withdrawal(of: actual, eventID("x"), [World.visitors])]) == [.nothingToWithdraw])
        #expect(try world.refusals([withdrawal(of: size + 1, eventID("self"), [World.visitors]).changed { $0.statement.event = eventID("self") }]) == [.nothingToWithdraw])
        #expect(try world.refusals([try withdraw("actual-16"), try withdraw("actual-16")]) == [.nothingToWithdraw])
        let opening = try #require(try world.ledger.snapshot().event(1))
        #expect(try world.refusals([withdrawal(of: 1, Data(opening.id), [.ledger])]) == [.nothingToWithdraw])
    }

    @Test func otherSubjects() throws {
        #expect(try world.refusals([try withdraw("actual-16", [Subject(.indicator, "rate")])]) == [.wrongSubjects])
        #expect(try world.refusals([redaction(of: actual, .foundBy, [Subject(.indicator, "rate")])]) == [.wrongSubjects])
    }

    @Test func stillNeeded() throws {
        let corrected = LedgerTestSupport.actual("visitors", "FY2015", value("1210"), on: "2018-08-01", id: "corrected").changing(.corrected)
            .changed(editingFact { $0.previous = value("1200") })
        _ = try world.ledger.append([corrected])
        #expect(try world.refusals([try withdraw("actual-15")]) == [.stillNeeded])
        #expect(try world.refusals([try withdraw("corrected"), try withdraw("actual-15")]) == [])
        let registered = try #require(try world.ledger.snapshot().events(of: Subject(.opinion, "o1"), through: .max).first)
        #expect(try world.refusals([withdrawal(of: registered.number, Data(registered.id), registered.statement.subjects)]) == [.stillNeeded])
    }

    /// What came after was judged with the entry in place: a first value where it had emptied the key, a resumption.
    @Test func stillNeededByWhatFollowed() throws {
        let rate = Subject(.indicator, "rate")
        let none = target("rate", "FY2019", value("75", "%", .level), on: "2017-04-01", id: "none").changing(.revised)
            .changed(editingFact { $0.previous = $0.value; $0.clearValue(); $0.withdrawnTarget = true })
        let anew = target("rate", "FY2019", value("60", "%", .level), on: "2017-05-01", id: "anew")
        _ = try world.ledger.append([target("rate", "FY2019", value("75", "%", .level)), none, anew])
        #expect(try world.refusals([try withdraw("none", [rate])]) == [.stillNeeded])
        #expect(try world.refusals([try withdraw("anew", [rate]), try withdraw("none", [rate])]) == [])

        let g1 = Subject(.programme, "g1")
        let suspended = draft(.ended(.with { $0.subject = g1; $0.kind = .suspended }), on: "2018-03-31", id: "suspended")
        let resumed = draft(.resumed(.with { $0.subject = g1 }), on: "2018-06-01", id: "resumed")
        _ = try world.ledger.append([suspended, resumed])
        #expect(try world.refusals([try withdraw("suspended", [g1])]) == [.stillNeeded])
        #expect(try world.refusals([try withdraw("resumed", [g1]), try withdraw("suspended", [g1])]) == [])
    }

    @Test func aCumulativeSumStartsAnewWithThePlan() throws {
        func hires(_ period: String, _ number: String) -> Draft {
            LedgerTestSupport.actual("hires", period, value(number, "人", .cumulative), on: "2022-08-01")
        }
        let next = target("hires", "FY2020-FY2024", value("900", "人", .cumulative), on: "2020-03-01")
            .changed(editingFact { $0.plan = "p2" })
        #expect(try world.refusals([hires("FY2017", "200")]) == [.cumulativeFalls])
        #expect(try world.refusals([next, hires("FY2020", "100")]) == [])
        #expect(try world.refusals([next, hires("FY2020", "100"), hires("FY2021", "90")]) == [.cumulativeFalls])
    }

    @Test func nothingToRedact() throws {
        #expect(try world.refusals([redaction(of: actual, .rawCell, [World.visitors])]) == [.nothingToRedact])
        #expect(try world.refusals([redaction(of: actual, .foundBy, [World.visitors], ordinal: 1)]) == [.nothingToRedact])
        #expect(try world.refusals([redaction(of: 999, .foundBy, [World.visitors])]) == [.nothingToRedact])
        let once = redaction(of: actual, .foundBy, [World.visitors])
        #expect(try world.refusals([once]) == [])
        #expect(try world.refusals([once, once]) == [.nothingToRedact])
        let other = redaction(of: actual, .note, [World.visitors])
        #expect(try world.refusals([once, other]) == [])
        #expect(try world.refusals([once, other, once]) == [.nothingToRedact])
    }

    @Test func aRedactedTextIsGoneAndNothingElse() throws {
        let before = try RecordFrame(decoding: world.ledger.snapshot().record(actual))
        let salt = try #require(before.texts.first { $0.field == .foundBy }?.salt)
        let receipt = try world.ledger.append([redaction(of: actual, .foundBy, [World.visitors])])
        let after = try RecordFrame(decoding: world.ledger.snapshot().record(actual))
        #expect(after.leaf == before.leaf && after.hashes == before.hashes)
        #expect(after.texts.map(\.field) == [.note])
        #expect(try world.ledger.snapshot().text(actual, .foundBy, 0) == .redacted)
        #expect(try world.ledger.snapshot().text(actual, .note, 0) == .open("a provisional figure"))
        for record in try world.records() { #expect(Data(record).range(of: salt) == nil) }
        let report = try world.verify()
        #expect(report.verdict == .intact)
        #expect(report.redactions.map(\.by) == [receipt.last] && report.redactions.map(\.entry) == [actual])
    }

    @Test func textsOfTheSameBatchAndSeveralOfOneRecord() throws {
        let size = try world.ledger.snapshot().size
        let clerk = Subject(.actor, "clerk")
        let noted = draft(.auditNoted(.with { $0.subject = clerk })).saying(.note, "a name").saying(.foundBy, "another")
        _ = try world.ledger.append([
            noted, redaction(of: size + 1, .note, [clerk]), redaction(of: size + 1, .foundBy, [clerk]),
            redaction(of: actual, .foundBy, [World.visitors]), redaction(of: actual, .note, [World.visitors]),
        ])
        let snapshot = try world.ledger.snapshot()
        for (number, field) in [(size + 1, TextField.note), (size + 1, .foundBy), (actual, .note), (actual, .foundBy)] {
            #expect(try snapshot.text(number, field, 0) == .redacted)
        }
        #expect(try world.verify().verdict == .intact)
        #expect(try world.verify().redactions.count == 4)
    }

    @Test func classesOfTexts() throws {
        let clerk = Subject(.actor, "clerk")
        let noted = draft(.auditNoted(.with { $0.subject = clerk }), id: "classes").saying(.note, "secret").saying(.reason, "later").changed {
            for i in $0.texts.indices where $0.texts[i].field == .note { $0.texts[i].class = .withheld; $0.texts[i].ground = "art-7" }
            for i in $0.texts.indices where $0.texts[i].field == .reason { $0.texts[i].class = .embargoed; $0.texts[i].until = "2030-01-01" }
        }
        let receipt = try world.ledger.append([noted])
        let snapshot = try world.ledger.snapshot()
        #expect(try snapshot.text(receipt.last, .note, 0) == .withheld(ground: "art-7"))
        #expect(try snapshot.text(receipt.last, .reason, 0) == .embargoed(until: "2030-01-01"))
        #expect(try snapshot.text(receipt.last, .bodyText, 0) == .none)
    }
}
