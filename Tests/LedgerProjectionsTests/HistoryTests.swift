import LedgerModel
import LedgerProjections
import Testing

@Suite struct HistoryTests {
    private func book() -> Book {
        var book = Book()
        book.today = "2016-04-01"
        book.enter(indicator())
        book.enter(fact(.target, "FY2019", value("1000")), Book.How(texts: [.reason]))
        book.today = "2018-06-01"
        book.enter(fact(.target, "FY2019", value("800")), .revised("2018-06-01"))
        return book
    }

    @Test func everyActWithWhatStoodBefore() throws {
        var book = book()
        let revision = try #require(book.ledger.event(3))
        let withdrawal = book.withdraw(revision)
        book.enter(fact(.target, "FY2019", value("900")), .revised("2018-07-01"))
        let acts = try History(book.ledger, of: theIndicator).acts
        #expect(acts.map(\.kind) == [.indicatorDefined, .target, .target, .withdrawn, .target])
        #expect(acts.map { $0.changes.first?.oldValue?.number } == [nil, nil, "1000", nil, "1000"])
        #expect(acts[2].withdrawnBy == withdrawal)
        // Before the withdrawal nobody knew of it.
        #expect(try History(book.ledger, of: theIndicator, asOf: AsOf(number: 3)).acts[2].withdrawnBy == nil)
    }

    @Test func whatStoodBeforeIsWhatWasKnownThen() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("700")), .revised("2018-07-01"))
        book.withdraw(try #require(book.ledger.event(3)))
        let acts = try History(book.ledger, of: theIndicator).acts
        #expect(acts[3].changes.first?.oldValue?.number == "800")
    }

    @Test func redactionsStandBesideTheEntryThatLostItsText() throws {
        var book = book()
        var act = Redacted()
        act.number = 2
        act.field = .reason
        act.subjects = [theIndicator]
        let redaction = book.enter(.redacted(act), .decided("2030-01-01"))
        let acts = try History(book.ledger, of: theIndicator, asOf: AsOf(decided: Day(2019, 1, 1))).acts
        #expect(acts.count == 4)
        #expect(acts[1].redactions.map(\.field) == [.reason])
        #expect(acts[1].redactions.first?.by == redaction)
        #expect(acts[2].redactions.isEmpty)
    }

    @Test func otherAxes() throws {
        let ledger = book().ledger
        #expect(try History(ledger, of: theIndicator, asOf: AsOf(decided: Day(2018, 5, 31))).acts.count == 2)
        #expect(try History(ledger, of: theIndicator, asOf: AsOf(effective: Day(2018, 6, 1))).acts.count == 3)
    }

    @Test func differenceNamesTheActs() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("700")), .revised("2018-09-01"))
        let difference = try Difference(book.ledger, from: AsOf(number: 2), to: .now)
        let change = try #require(difference.changes.first)
        #expect(difference.changes.count == 1)
        #expect(change.subject == theIndicator)
        #expect(change.name == "name of i")
        #expect(change.before?.value?.number == "1000")
        #expect(change.after?.value?.number == "700")
        #expect(change.acts.map(\.number) == [3, 4])
        #expect(change.comparison?.effect == .loosened)
        let back = try Difference(book.ledger, from: .now, to: AsOf(number: 2))
        #expect(back.changes.first?.comparison?.effect == .tightened)
        #expect(try Difference(book.ledger, from: .now, to: .now).changes.isEmpty)
    }

    @Test func differenceOnTheDecidedAxis() throws {
        let ledger = book().ledger
        let june = AsOf(decided: Day(2018, 6, 1)), may = AsOf(decided: Day(2018, 5, 31))
        #expect(try Difference(ledger, from: may, to: june).changes.first?.acts.map(\.number) == [3])
    }

    @Test func differenceOfAMoveIsOneChange() throws {
        var book = book()
        let before = book.ledger.size
        book.enter(fact(.target, "FY2021", value("800"), from: "FY2019"), .revised("2018-09-01"))
        let changes = try Difference(book.ledger, from: AsOf(number: before), to: .now).changes
        #expect(changes.count == 1)
        #expect(changes.first?.before?.fact?.period == "FY2019")
        #expect(changes.first?.after?.fact?.period == "FY2021")
        #expect(changes.first?.comparison?.disguises == [.laterPeriod])
    }

    /// A first value that was withdrawn and set anew between the two moments made nothing of what holds at the second.
    @Test func differenceLeavesOutWhatCountsAtNeitherMoment() throws {
        var book = Book()
        book.enter(indicator())
        let wrong = book.enter(fact(.target, "FY2019", value("1000")))
        let withdrawal = book.withdraw(wrong)
        let right = book.enter(fact(.target, "FY2019", value("900")))
        let whole = try Difference(book.ledger, from: AsOf(number: 1), to: .now).changes
        #expect(whole.map(\.acts) == [[right]])
        // Where the first moment still held the wrong one, its withdrawal is part of what changed it.
        let since = try Difference(book.ledger, from: AsOf(number: wrong.number), to: .now).changes
        #expect(since.map(\.acts) == [[withdrawal, right]])
        let back = try Difference(book.ledger, from: .now, to: AsOf(number: wrong.number)).changes
        #expect(back.map(\.acts) == [[withdrawal, right]])
    }

    @Test func differenceShowsNewSubjectsOnceAndWithdrawals() throws {
        var book = book()
        let new = try Difference(book.ledger, from: AsOf(number: 0), to: AsOf(number: 1)).changes
        #expect(new.map { $0.keys.map(\.family) } == [[.existence, .name, .definition]])
        let withdrawal = book.withdraw(try #require(book.ledger.event(3)))
        let changes = try Difference(book.ledger, from: AsOf(number: 3), to: .now).changes
        #expect(changes.first?.after?.value?.number == "1000")
        #expect(changes.first?.acts == [withdrawal])
    }
}

@Suite struct ActivityTests {
    @Test func lateEntriesAndBackfilledBatchesApart() throws {
        var book = Book()
        book.today = "2020-04-01"
        book.enter(indicator(), .decided("2020-03-31"))
        book.enter(fact(.actual, "FY2016", value("1")), .decided("2019-04-01"))
        book.enter(fact(.actual, "FY2017", value("1")), Book.How(decided: .unknown))
        book.inBatch(2) { book in
            book.enter(fact(.actual, "FY2014", value("1")), .decided("2016-01-01").live(false))
            book.enter(fact(.actual, "FY2015", value("1")), .decided("2017-01-01").live(false))
        }
        let audit = try LateAudit(book.ledger, moreThanDays: 30)
        #expect(audit.late.map(\.event.number) == [2])
        #expect(audit.late.first?.days == 366)
        #expect(audit.backfills.map(\.first) == [4])
        #expect(audit.backfills.first?.numbers.count == 2)
        #expect(audit.backfills.first?.longestDays == 1552)
        #expect(audit.cannotBeTold.map(\.number) == [3])
        #expect(try LateAudit(book.ledger, moreThanDays: 0).late.map(\.event.number) == [1, 2])
        #expect(try LateAudit(book.ledger, moreThanDays: 366).late.isEmpty)
    }

    @Test func byActor() throws {
        var book = Book()
        let mayor = Subject(.actor, "mayor")
        var registered = ActorRegistered()
        registered.id = "mayor"
        registered.kind = .post
        book.enter(.actorRegistered(registered))
        book.enter(indicator())
        book.enter(fact(.target, "FY2019", value("1")), Book.How().approved("mayor"))
        book.enter(fact(.actual, "FY2016", value("1")), Book.How().by("mayor").approved("mayor"))
        let lines = try ActorActivity(book.ledger, of: mayor).lines
        #expect(lines.map(\.event.number) == [1, 3, 4])
        #expect(lines.map(\.roles) == [[.registered], [.approved], [.recorded, .approved]])
    }

    @Test func batchesAndDays() throws {
        var book = Book()
        book.enter(indicator())
        book.inBatch(2) { book in
            book.enter(fact(.target, "FY2019", value("1")))
            book.enter(fact(.actual, "FY2016", value("1")), Book.How().by("other").live(false))
        }
        book.today = "2020-01-02"
        book.enter(fact(.actual, "FY2017", value("1")))
        let activity = try Activity(book.ledger)
        #expect(activity.batches.map(\.first) == [1, 2, 4])
        #expect(activity.batches[1].counts == [.target: 1, .actual: 1])
        #expect(activity.batches[1].recordedBy.count == 2)
        #expect(activity.batches.map(\.isBackfill) == [false, true, false])
        #expect(activity.days.map(\.batches.count) == [2, 1])
        #expect(try Activity(book.ledger, after: 3).batches.map(\.first) == [4])
    }
}

@Suite struct LineageTests {
    private func restructured(_ kind: Restructured.Kind, _ from: [String], _ to: [String]) -> Statement.OneOf_Act {
        var act = Restructured()
        act.kind = kind
        act.from = from.map { Subject(.programme, $0) }
        act.to = to.map { Subject(.programme, $0) }
        return .restructured(act)
    }

    @Test func bothWays() throws {
        var book = Book()
        for id in ["a", "b", "c", "d", "e"] { book.enter(programme(id)) }
        book.enter(restructured(.merged, ["a", "b"], ["b"]))
        book.enter(restructured(.split, ["b"], ["c", "d"]))
        book.enter(restructured(.replaced, ["d"], ["e"]))
        let a = try Lineage(book.ledger, of: Subject(.programme, "a"))
        #expect(a.backwards.isEmpty)
        #expect(a.forwards.map(\.kind) == [.merged, .split, .replaced])
        #expect(a.forwards.map(\.distance) == [1, 2, 3])
        let e = try Lineage(book.ledger, of: Subject(.programme, "e"))
        #expect(e.backwards.map(\.kind) == [.replaced, .split, .merged])
        #expect(try Lineage(book.ledger, of: Subject(.programme, "a"), asOf: AsOf(number: 6)).forwards.count == 1)
        #expect(try book.ledger.facts(of: Subject(.programme, "b")).end(by: nil) != nil)
    }

    @Test func namesAndAliases() throws {
        var book = Book()
        book.enter(programme("a"))
        var renamed = Renamed()
        renamed.subject = Subject(.programme, "a")
        renamed.name = "new name"
        book.enter(.renamed(renamed))
        var alias = AliasNoted()
        alias.subject = Subject(.programme, "a")
        alias.alias = "other"
        book.enter(.aliasNoted(alias))
        let lineage = try Lineage(book.ledger, of: Subject(.programme, "a"))
        #expect(lineage.names.map(\.name) == ["programme a", "new name"])
        #expect(lineage.aliases.map(\.name) == ["other"])
    }
}

@Suite struct AmountTests {
    private func amount(_ id: String, _ value: Value, in holder: String? = nil, _ kind: AmountRecorded.Kind = .settled) -> Statement.OneOf_Act {
        var act = AmountRecorded()
        act.subject = Subject(.programme, id)
        act.period = "FY2019"
        act.kind = kind
        act.value = value
        if let holder { act.includedIn = Subject(.programme, holder) }
        return .amountRecorded(act)
    }

    private func subjects(_ ids: String...) -> [Subject] { ids.map { Subject(.programme, $0) } }
    private func yen(_ number: String, scale: Int32 = 3) -> Value { value(number, unit: "円", scale: scale) }

    @Test func includedAmountsAreCountedOnce() throws {
        var book = Book()
        book.enter(amount("a", yen("100")))
        book.enter(amount("b", yen("40"), in: "a"))
        book.enter(amount("c", yen("10"), in: "b"))
        book.enter(amount("d", yen("0.5", scale: 6)))
        let all = try Amounts(book.ledger, of: subjects("a", "b", "c", "d"))
        #expect(all.totals.map(\.sum) == [Ratio(600_000)])
        #expect(all.lines.map { $0.countedIn?.id } == [nil, "a", "b", nil])
        // Where the lump sum is not among them, each part counts itself.
        #expect(try Amounts(book.ledger, of: subjects("b", "d")).totals.map(\.sum) == [Ratio(540_000)])
    }

    @Test func kindsAndAbsencesStayApart() throws {
        var book = Book()
        book.enter(amount("a", yen("100")))
        book.enter(amount("a", yen("90"), in: nil, .initial))
        book.enter(amount("b", absent(.pending)))
        var partial = yen("5")
        partial.partial = true
        book.enter(amount("c", partial))
        let totals = try Amounts(book.ledger, of: subjects("a", "b", "c")).totals
        #expect(totals.map(\.key.kind) == [.initial, .settled, .settled])
        #expect(totals.map(\.lines) == [1, 1, 2])
        #expect(totals.map(\.incomplete.count) == [0, 1, 1])
    }
}
