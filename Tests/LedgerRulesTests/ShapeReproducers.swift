import Foundation
import LedgerModel
import LedgerTestSupport

private func newActual(_ number: String = "1400") -> Draft { actual("visitors", "FY2017", value(number), on: "2018-08-01") }
private func retarget() -> Draft {
    target("visitors", "FY2019", value("1400"), on: "2017-10-01").changing(.revised).changed(editingFact { $0.previous = value("1500") })
}
private func long(_ count: Int) -> String { String(repeating: "n", count: count) }
private func measures(_ count: Int) -> [Measure] { (1...count).map { measure("人", .singleYear, id: "m\($0)") } }

/// One statement's own bytes.
let shapeReproducers: [Reproducer] = [
    .init(.badIdentifier, "65 bytes", unit(long(64)), { $0 = unit(long(65)) }),
    .init(.badIdentifier, "a letter that is not ASCII", unit("Unit.1_a-b"), { $0 = unit("単位") }),
    .fact(.badIdentifier, "a measure's", newActual(), { $0.measure = "m 1" }),
    .fact(.badDecimal, "a leading zero", newActual(), { $0.value.number = "01400" }),
    .fact(.badDecimal, "grouping", newActual(), { $0.value.number = "1,400" }),
    .fact(.badDecimal, "scale of 19", newActual("0").changed(editingFact { $0.value.scale = 18 }), { $0.value.scale = 19 }),
    .init(.badDecimal, "a threshold", World.ruleAdopted(version: 2).changing(.revised).replacing("rule-v1").changed { $0.statement.event = Data() }, {
        if case .ruleAdopted(var rule)? = $0.statement.act {
            rule.thresholds[0].atLeast = "100 %"
            $0.statement.act = .ruleAdopted(rule)
        }
    }),
    .fact(.badPeriod, "no basis", newActual(), { $0.period = "2017" }),
    .init(.badPeriod, "an era", plan("p3", "FY2020-FY2021"), { $0 = plan("p3", "H31") }),
    .init(.badDay, "30 February", newActual(), { $0.statement.decided.from = "2018-02-30" }),
    .init(.badDay, "a due day", opinion("o2"), {
        if case .opinionGiven(var a)? = $0.statement.act { a.due = "H31.3.31"; $0.statement.act = .opinionGiven(a) }
    }),
    .init(.badBytes, "a digest of 31 bytes", newActual().changed { $0.statement.sources = [.with { $0.digest = Data(count: 32) }] }, {
        $0.statement.sources[0].digest.removeLast()
    }),
    .init(.badBytes, "an event id of 15 bytes", newActual().changed { $0.statement.event = eventID("x") }, { $0.statement.event.removeLast() }),
    .init(.badName, "a line break", unit("u9"), {
        if case .unitCreated(var a)? = $0.statement.act { a.name = "a\nb"; $0.statement.act = .unitCreated(a) }
    }),
    .fact(.badName, "a slash in a part", newActual().changed(editingFact { $0.part = "小学校" }), { $0.part = "a/b" }),
    .fact(.missingField, "a value", newActual(), { $0.clearValue() }),
    .init(.missingField, "decided", newActual(), { $0.statement.clearDecided() }),
    .init(.missingField, "recorded by", newActual(), { $0.statement.clearRecordedBy() }),
    .init(.missingField, "an act", newActual(), { $0.statement.act = nil }),
    .init(.missingField, "the end of a month", newActual().changed {
        $0.statement.decided = .with { $0.from = "2018-08-01"; $0.to = "2018-08-31"; $0.precision = .month }
    }, { $0.statement.decided.to = "" }),
    .fact(.unexpectedField, "a plan with an actual", newActual(), { $0.plan = "p1" }),
    .fact(.unexpectedField, "a bound with an actual", newActual(), { $0.value.bound = .atLeast }),
    .fact(.unexpectedField, "a number and an absence", newActual(), { $0.value.absence = .pending }),
    .fact(.unexpectedField, "a number and a word", newActual(), { $0.value.word = "改定済" }),
    .init(.unexpectedField, "a replaced event of a first value", newActual(), { $0.statement.replaces = eventID("actual-16") }),
    .init(.unexpectedField, "commitments in a draft", newActual(), {
        $0.statement.texts = [.with { $0.field = .note; $0.hash = Data(count: 32) }]
    }),
    .init(.tooMany, "65 subjects", good: { opinionAboutUnits(62) }, bad: { opinionAboutUnits(63) }),
    .init(.tooMany, "one merged into two", good: { [restructured(.merged, ["visitors", "bare"], ["rate"])] },
        bad: { [restructured(.merged, ["visitors", "bare"], ["rate", "hires"])] }),
    .init(.tooLong, "a name of 1,025 bytes", planNamed(long(1_024)), { $0 = planNamed(long(1_025)) }),
    .init(.missingText, "an opinion's text", opinion("o2"), { $0.texts.removeAll() }),
    .init(.missingText, "what was wrong", corrected(), { $0.texts.removeAll() }),
    .init(.missingText, "an empty text", newActual().saying(.note, "x"), { $0.texts[0].text = "" }),
    .init(.unexpectedText, "of a source that is not there",
        newActual().changed { $0.statement.sources = [Source()] }.saying(.rawCell, "1,400人"), { $0.statement.sources.removeAll() }),
    .init(.outOfOrder, "an interval that ends before it begins", newActual().changed {
        $0.statement.decided = .with { $0.from = "2018-08-01"; $0.to = "2018-08-31"; $0.precision = .month }
    }, { $0.statement.decided.from = "2018-08-31"; $0.statement.decided.to = "2018-08-01" }),
    .init(.outOfOrder, "two measures with one id", indicatorWith(measures(2)), { $0 = indicatorWith([measures(1)[0], measures(1)[0]]) }),
    .init(.outOfOrder, "a text given twice", newActual().saying(.note, "a"), {
        var second = DraftText()
        (second.field, second.text) = (.note, "b")
        $0.texts.append(second)
    }),
    .init(.reasonMissing, "a revision", retarget(), { $0.statement.reason = .noReason }),
    .init(.reasonMissing, "a refusal", response("r2", to: ["o1"]), {
        if case .responseGiven(var a)? = $0.statement.act { a.state = .refused; $0.statement.act = .responseGiven(a) }
    }),
    .init(.changeNotAllowed, "an actual is not revised but corrected", corrected(), {
        $0.statement.change = .revised
    }),
    .init(.changeNotAllowed, "a meeting is never corrected", draft(.auditNoted(.with { $0.subject = World.visitors })).saying(.note, "n"), {
        $0 = $0.changing(.corrected)
    }),
    .init(.mergeIntoItself, "an indicator", good: { [restructured(.merged, ["visitors", "bare"], ["visitors"])] },
        bad: { [restructured(.merged, ["visitors"], ["visitors"])] }),
    .init(.wrongKind, "recorded by a unit", newActual(), { $0.statement.recordedBy = Subject(.unit, "industry") }),
    .init(.responseToNothing, "no opinion named", response("r2", to: ["o1"]), { $0 = response("r2", to: []) }),
]

func corrected() -> Draft {
    actual("visitors", "FY2015", value("1210"), on: "2018-08-01").changing(.corrected).changed(editingFact { $0.previous = value("1200") })
}

/// The opinion itself and its body are two more.
private func opinionAboutUnits(_ count: Int) -> [Draft] {
    (1...count).map { unit("u\($0)") } + [opinion("o2", about: (1...count).map { Subject(.unit, "u\($0)") })]
}

private func planNamed(_ name: String) -> Draft { draft(.planAdopted(.with { $0.id = "p3"; $0.name = name; $0.period = "FY2020" })) }

private func indicatorWith(_ measures: [Measure]) -> Draft {
    draft(.indicatorDefined(.with { $0.id = "new"; $0.name = "new"; $0.measures = measures }))
}
