import Foundation
import LedgerModel
import LedgerTestSupport

private func newActual(_ number: String = "1400") -> Draft { actual("visitors", "FY2017", value(number), on: "2018-08-01") }
private func retarget() -> Draft {
    target("visitors", "FY2019", value("1400"), on: "2017-10-01").changing(.revised).changed(editingFact { $0.previous = value("1500") })
}
private func cumulative(_ number: String) -> Draft { actual("hires", "FY2017", value(number, "人", .cumulative), on: "2018-08-01") }
private func correctedCumulative(_ number: String) -> Draft {
    actual("hires", "FY2015", value(number, "人", .cumulative), on: "2018-08-01").changing(.corrected)
        .changed(editingFact { $0.previous = value("100", "人", .cumulative) })
}
private func renamed(from: String) -> Draft {
    draft(.renamed(.with { $0.subject = World.visitors; $0.name = "new name"; $0.previousName = from }), on: "2018-04-01").changing(.revised)
}
private func finalised(_ period: String, _ number: String, previous: String) -> Draft {
    actual("visitors", period, value(number), on: "2018-08-01").changed {
        $0.statement.change = .finalised
        editingFact { $0.previous = value(previous) }(&$0)
    }
}
private func edition(size: UInt64) -> Draft {
    draft(.editionPublished(.with { $0.id = "e2"; $0.label = "H29"; $0.plans = ["p1"]; $0.size = size }), on: "2019-09-01")
}

private func resumed(_ programme: String) -> Draft {
    draft(.resumed(.with { $0.subject = Subject(.programme, programme) }), on: "2018-04-01")
}
private func moved(_ section: String, to: String) -> Draft {
    draft(.moved(.with { $0.subject = Subject(.section, section); $0.to = Subject(.section, to) }), on: "2018-04-01")
        .changing(.revised)
}
private func derivedGrade(_ grade: String, version: UInt32) -> Draft {
    draft(.gradeGiven(.with {
        $0.subject = Subject(.programme, "g2"); $0.plan = "p1"; $0.period = "FY2016"; $0.origin = .derived; $0.grade = grade
        $0.rule = "rule1"; $0.ruleVersion = version; $0.inputs = [eventID("target")]
    }), on: "2018-09-01")
}

private func logKey(_ seed: UInt8) -> Draft {
    draft(.keyRegistered(.with { $0.purpose = .log; $0.publicKey = Data(testKey("city", seed).verifier.publicKey) }))
}
private func restored(_ name: String) -> Draft {
    draft(.restored(.with { $0.name = name; $0.incarnation = Data(count: 16) })).saying(.reason, "the disk broke")
}
private func sealed(_ seal: Data) -> Draft {
    draft(.editionPublished(.with { $0.id = "e2"; $0.label = "H29"; $0.plans = ["p1"]; $0.seal = seal }), on: "2019-09-01")
}

private func by(_ id: String, _ draft: Draft) -> Draft { draft.changed { $0.statement.recordedBy = Subject(.actor, id) } }

/// What the ledger holds already.
let ruleReproducers: [Reproducer] = [
    .fact(.unknownSubject, "an indicator", newActual(), { $0.indicator = "nobody" }),
    .fact(.unknownSubject, "a measure", newActual(), { $0.measure = "m2" }),
    .init(.unknownSubject, "who recorded it", newActual(), { $0.statement.recordedBy.id = "stranger" }),
    .init(.unknownSubject, "a cause", newActual().changed { $0.statement.causes = [.with { $0.event = eventID("target") }] }, {
        $0.statement.causes[0].event = eventID("nothing")
    }),
    .init(.subjectExists, "an indicator's id is used", indicator("new"), { $0 = indicator("visitors") }),
    .init(.subjectExists, "an opinion's id is used", opinion("o2"), { $0 = opinion("o1") }),
    .init(.subjectEnded, "a discontinued indicator", target("bare", "FY2019", value("10"), on: "2018-05-01"), {
        $0 = target("old", "FY2019", value("10"), on: "2018-05-01")
    }),
    .fact(.subjectEnded, "an actual of a period after the end", actual("old", "FY2017", value("5"), on: "2019-08-01"), { $0.period = "FY2018" }),
    .init(.subjectEnded, "a programme that ended", draft(.programmeListed(.with { $0.programme = "g1"; $0.section = "s2" }), on: "2018-04-01"), {
        $0.statement.act = .programmeListed(.with { $0.programme = "gone"; $0.section = "s2" })
    }),
    .init(.subjectEnded, "an account that has ended records", good: { [actor("temp"), by("temp", newActual())] },
        bad: { [actor("temp"), ended(Subject(.actor, "temp"), on: "2018-03-31"), by("temp", newActual())] }),
    .fact(.factExists, "a second first actual", newActual(), { $0.period = "FY2016" }),
    .init(.factExists, "a target is moved to a period that has one", good: { [movedTarget()] },
        bad: { [target("visitors", "FY2018", value("1450"), on: "2016-05-01"), movedTarget()] }),
    .fact(.factMissing, "nothing to correct", corrected(), { $0.period = "FY2017" }),
    .fact(.previousDiffers, "another old value", retarget(), { $0.previous = value("1501") }),
    .init(.previousDiffers, "another old name", renamed(from: "indicator visitors"), { $0 = renamed(from: "visitors") }),
    .init(.previousDiffers, "it is known after all", retarget(), {
        $0.statement.previousUnknown = true
    }),
    .init(.lateContradicts, "a late target before a known one",
        good: { [retarget(), lateTarget("1500")] }, bad: { [retarget(), lateTarget("1600")] }),
    .fact(.unitDiffers, "人 and 円", newActual(), { $0.value.unit = "円" }),
    .init(.cumulativeFalls, "below the year before", cumulative("250"), { $0 = cumulative("249") }),
    .init(.cumulativeFalls, "above the year after", correctedCumulative("250"), { $0 = correctedCumulative("251") }),
    .init(.periodNotEnded, "known before its end", actual("visitors", "FY2017", value("1400").expected, on: "2018-03-31"), {
        editingFact { $0.value.status = .a }(&$0)
    }),
    .init(.periodNotEnded, "known on its last day", actual("visitors", "FY2017", value("1400"), on: "2018-04-01"), {
        $0.statement.decided.from = "2018-03-31"
    }),
    .init(.decidedInFuture, "after the day of recording", newActual().changed { $0.statement.decided.from = "2024-01-01" }, {
        $0.statement.decided.from = "2024-01-02"
    }),
    .init(.responseToNothing, "an unknown opinion", response("r2", to: ["o1"]), { $0 = response("r2", to: ["o1", "o9"]) }),
    .init(.notEnded, "it never ended", resumed("resting"), { $0 = resumed("g1") }),
    .init(.notEnded, "it ended for good", resumed("resting"), { $0 = resumed("gone") }),
    .init(.circular, "a section into its own part", good: { [section("s3"), moved("s3", to: "s2")] }, bad: { [moved("s1", to: "s2")] }),
    .init(.otherPlan, "a section into another plan", good: { [section("s3"), moved("s3", to: "s2")] },
        bad: { [section("s3"), moved("s3", to: "s9")] }),
    .init(.otherPlan, "a section added under another plan's", section("s4", plan: "p2", parent: "s9"), { $0 = section("s4", plan: "p1", parent: "s9") }),
    .init(.unknownGrade, "a grade that the rule does not have", derivedGrade("B", version: 1), { $0 = derivedGrade("Z", version: 1) }),
    .init(.unknownGrade, "a version that nobody adopted", derivedGrade("B", version: 1), { $0 = derivedGrade("B", version: 2) }),
    .init(.ledgerOpenedTwice, "a second opening", newActual(), { $0 = opened() }),
    .init(.keyWeak, "a key that holds nobody to anything", logKey(1), {
        if case .keyRegistered(var act)? = $0.statement.act { act.publicKey = Data(count: 32); $0.statement.act = .keyRegistered(act) }
    }),
    .init(.keyUnknown, "a key that replaces none", logKey(1), {
        if case .keyRegistered(var act)? = $0.statement.act { act.replaces = act.publicKey; $0.statement.act = .keyRegistered(act) }
    }),
    .init(.keyUnknown, "nothing to revoke", logKey(1), { $0.statement.act = .keyRevoked(.with { $0.publicKey = Data(count: 32) }) }),
    .init(.originUsed, "a new incarnation under the old name", restored("city/2"), { $0 = restored("kpi.example") }),
    .init(.sealNotAlone, "a sealed edition in company", good: { [sealed(Data())] }, bad: { [sealed(Data(count: 32)), newActual()] }),
    .init(.sealDiffers, "a seal of something else", sealed(Data()), { $0 = sealed(Data(count: 32)) }),
    .init(.wrongSize, "an edition of another size", edition(size: 0), { $0 = edition(size: 7) }),
    .init(.versionDiffers, "a rule's version is skipped", good: { [nextRule(2)] }, bad: { [nextRule(3)] }),
    .init(.versionDiffers, "another expected version", newActual().changed {
        $0.statement.expected = [.with { $0.subject = World.visitors; $0.rule = .exactly; $0.version = 6 }]
    }, { $0.statement.expected[0].version = 5 }),
    .init(.versionDiffers, "expected not to exist", indicator("new").changed {
        $0.statement.expected = [.with { $0.subject = Subject(.indicator, "new"); $0.rule = .none }]
    }, {
        $0 = newActual()
        $0.statement.expected = [.with { $0.subject = World.visitors; $0.rule = .none }]
    }),
    .init(.otherLedger, "a draft for another ledger", newActual(), { $0.statement.ledger = eventID("another") }),
    .init(.idUsed, "other content under a known id", newActual(), { $0.statement.event = eventID("target") }),
    .init(.idUsed, "twice in one batch", good: { [newActual().changed { $0.statement.event = eventID("n") }] },
        bad: { [newActual(), cumulative("300")].map { $0.changed { $0.statement.event = eventID("n") } } }),
    .init(.batchEmpty, "no entry", good: { [newActual()] }, bad: { [] }),
]

/// Oddities of real tables: the text OVERRIDE, which says why, lets each pass.
let warningReproducers: [Reproducer] = [
    .fact(.countingWordDiffers, "件 for 人", newActual(), { $0.value.unit = "件" }),
    .fact(.outsidePlan, "a target after the plan", target("bare", "FY2019", value("10")), { $0.period = "FY2020" }),
    .fact(.outsidePlan, "a target before the plan", target("bare", "FY2015", value("10")), { $0.period = "FY2014" }),
    .init(.outsideTarget, "a year before the target's first", actual("bare", "FY2014", value("1")), {
        $0 = actual("hires", "FY2014", value("100", "人", .cumulative))
    }),
    .init(.tenTimes, "ten times", newActual("12999"), { $0 = newActual("13000") }),
    .init(.tenTimes, "a tenth", newActual("131"), { $0 = newActual("130") }),
    .init(.signChanged, "below zero", newActual("0"), { $0 = newActual("-1300") }),
    .init(.overHundredPercent, "100.1 %", actual("rate", "FY2017", value("100.0", "%", .level), on: "2018-08-01"), {
        editingFact { $0.value.number = "100.1" }(&$0)
    }),
    .init(.partsDoNotAddUp, "38 + 20 for 59", newActual("259").changed(editingFact {
        $0.value.parts = [.with { $0.name = "a"; $0.number = "238" }, .with { $0.name = "b"; $0.number = "21" }]
    }), { editingFact { $0.value.parts[1].number = "20" }(&$0) }),
    .init(.notProvisional, "final already", finalised("FY2016", "1310", previous: "1300"), { $0 = finalised("FY2015", "1210", previous: "1200") }),
]

private func movedTarget() -> Draft {
    target("visitors", "FY2018", value("1500"), on: "2017-10-01").changing(.revised).changed(editingFact {
        $0.previousPeriod = "FY2019"
        $0.previous = value("1500")
    })
}

/// Decided between the first target and its revision.
private func lateTarget(_ number: String) -> Draft {
    target("visitors", "FY2019", value(number), on: "2016-12-01").changing(.revised).changed(editingFact { $0.previous = value("1500") })
}

private func nextRule(_ version: UInt32) -> Draft {
    World.ruleAdopted(version: version).changing(.revised).replacing("rule-v1").changed { $0.statement.event = Data() }
}
