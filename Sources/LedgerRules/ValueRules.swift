import LedgerModel
import LedgerProjections

/// Baselines, targets and actuals.
extension Rules {
    mutating func check(_ a: FactRecorded) throws {
        let subject = Subject(.indicator, a.indicator)
        guard let facts = try needs(subject) else { return }
        checkLife(a, facts)
        if a.kind != .actual { try checkPlan(a) }
        guard let measure = facts.measures(on: event.inForceDay).first(where: { $0.id == a.measure })
            ?? facts.measures().first(where: { $0.id == a.measure })
        else {
            fail(.unknownSubject, "\(subject.label)/\(a.measure)")
            return
        }
        guard a.hasValue else { return }
        checkUnit(a.value, measure)
        checkParts(a.value)
        checkPercent(a.value)
        if a.kind == .actual {
            checkEnded(a)
            let values = try context.facts(of: subject, .values)
            try checkSeries(a, values, facts)
            checkTargetWindow(a, values)
        }
        if statement.change == .finalised { try checkProvisional(a, subject) }
    }

    /// A discontinued indicator takes no more values for periods after its end; corrections of its past stay possible.
    private mutating func checkLife(_ a: FactRecorded, _ facts: Facts) {
        guard let end = facts.end(by: event.inForceDay), statement.change != .corrected else { return }
        let month = context.settings.fiscalFirstMonth
        if a.kind == .actual, let last = Period(a.period)?.firstDay(fiscalFirstMonth: month), last < end.inForceDay { return }
        fail(.subjectEnded, facts.subject.label, end.inForceDay.description, "\(end.number)")
    }

    private mutating func checkPlan(_ a: FactRecorded) throws {
        guard let plan = try needsLive(Subject(.plan, a.plan)), a.kind == .target, !a.withdrawnTarget else { return }
        guard let window = plan.period?.years, let years = Period(a.period)?.years else { return }
        if years.upperBound > window.upperBound || years.lowerBound < window.lowerBound {
            fail(.outsidePlan, a.period, plan.period?.description ?? "", plan.subject.label)
        }
    }

    /// Counting words (人, 件, 社) may differ, with a reason; what cannot be compared (人 and %) may not.
    private mutating func checkUnit(_ value: Value, _ measure: Measure) {
        guard !value.number.isEmpty, value.unit != measure.unit else { return }
        if CountingWords.contains(value.unit), CountingWords.contains(measure.unit) {
            fail(.countingWordDiffers, value.unit, measure.unit)
        } else {
            fail(.unitDiffers, value.unit, measure.unit)
        }
    }

    mutating func checkParts(_ value: Value) {
        let parts = value.parts.filter { $0.relation == .exhaustive }
        guard !parts.isEmpty, let whole = value.amount else { return }
        let sum = parts.reduce(Ratio(0)) { $0 + (ExactDecimal($1.number)?.amount(scale: value.scale) ?? Ratio(0)) }
        if sum != whole { fail(.partsDoNotAddUp, value.number, parts.map(\.number).joined(separator: " + ")) }
    }

    private mutating func checkPercent(_ value: Value) {
        guard value.unit == "%" || value.unit == "％", let amount = value.amount, amount > Ratio(100) else { return }
        fail(.overHundredPercent, value.number)
    }

    /// A number for a period that has not ended is an expectation (見込) and must carry status F.
    private mutating func checkEnded(_ a: FactRecorded) {
        guard !a.value.number.isEmpty, a.value.status != .f else { return }
        guard let last = Period(a.period)?.lastDay(fiscalFirstMonth: context.settings.fiscalFirstMonth) else { return }
        if event.decidedDay <= last { fail(.periodNotEnded, a.period, last.description, event.decidedDay.description) }
    }

    /// Compares with the same measure and part in other periods: a cumulative value must not fall; a jump by
    /// ten or a changed sign is odd.
    private mutating func checkSeries(_ a: FactRecorded, _ values: Facts, _ being: Facts) throws {
        guard let amount = a.value.amount, let years = Period(a.period)?.years else { return }
        var sums: Sums?
        var nearest: (gap: Int, event: Event)?
        for event in values.all(.actual) {
            guard let other = event.series, other.hasAmount, let their = other.years, other.measure == a.measure, other.period != a.period,
                other.part.hasSameBytes(as: a.part)
            else { continue }
            let before = their.upperBound < years.upperBound
            // What a value amounts to, and over which years it is summed up, costs more than all the rest and is asked last.
            if a.value.aggregation == .cumulative, other.aggregation == .cumulative, their.lowerBound == years.lowerBound || years.count == 1,
                let fact = event.fact, let theirs = fact.value.amount, before ? theirs > amount : theirs < amount {
                let known = try sums ?? Sums(values, being, context)
                sums = known
                if known.areOne(years.upperBound, their.upperBound) {
                    fail(.cumulativeFalls, a.period, a.value.plain, fact.period, fact.value.plain)
                }
            }
            let gap = years.upperBound - their.upperBound
            if before, other.aggregation == a.value.aggregation, gap < nearest?.gap ?? .max { nearest = (gap, event) }
        }
        guard let other = nearest?.event.fact, let theirs = other.value.amount else { return }
        checkJump(a, amount, other, theirs)
    }

    private mutating func checkJump(_ a: FactRecorded, _ amount: Ratio, _ other: FactRecorded, _ theirs: Ratio) {
        guard !amount.isZero, !theirs.isZero else { return }
        if (amount < Ratio(0)) != (theirs < Ratio(0)) {
            fail(.signChanged, a.period, a.value.plain, other.period, other.value.plain)
        } else if let ratio = amount / theirs, ratio >= Ratio(10) || ratio <= Ratio(1, 10) {
            fail(.tenTimes, a.period, a.value.plain, other.period, other.value.plain)
        }
    }

    /// A number before the first year of every target of its measure.
    private mutating func checkTargetWindow(_ a: FactRecorded, _ values: Facts) {
        guard !a.value.number.isEmpty, let year = Period(a.period)?.years?.upperBound else { return }
        let windows = values.all(.target).compactMap(\.series).filter {
            $0.isRange && $0.hasValue && $0.measure == a.measure && $0.part.hasSameBytes(as: a.part)
        }
        guard let first = windows.compactMap({ $0.years?.lowerBound }).min(), year < first else { return }
        fail(.outsideTarget, a.period, windows.first?.period ?? "")
    }

    private mutating func checkProvisional(_ a: FactRecorded, _ subject: Subject) throws {
        let timeline = try context.timeline(of: subject, a.keys[0], mark)
        guard let current = timeline.last(where: { $0.inForceDay <= event.inForceDay })?.fact, current.hasValue else { return }
        let open: Set<Status> = [.p, .e, .f]
        if !open.contains(current.value.status), current.value.absence == .present, !current.value.partial {
            fail(.notProvisional, a.period, current.value.plain)
        }
    }
}

/// Over which years an indicator is summed up: a sum starts anew with a plan, and where a redefinition broke the series.
private struct Sums {
    private let spans: [ClosedRange<Int>]
    private let breaks: [Int]

    init(_ values: Facts, _ being: Facts, _ context: some RuleContext) throws {
        let plans = Set((values.all(.target) + values.all(.baseline)).compactMap { $0.series?.plan })
        spans = try plans.compactMap { try context.facts(of: Subject(.plan, $0), .being).period?.years }
        breaks = being.timeline(FactKey(.definition)).compactMap { event in
            guard case .indicatorRedefined(let act)? = event.statement.act, act.comparability == .break else { return nil }
            return Period(act.fromPeriod)?.years?.lowerBound
        }
    }

    /// Whether two years belong to one sum: no break lies between them, and they share a plan or none has either.
    func areOne(_ a: Int, _ b: Int) -> Bool {
        let years = min(a, b)...max(a, b)
        if breaks.contains(where: { $0 > years.lowerBound && $0 <= years.upperBound }) { return false }
        let mine = spans.filter { $0.contains(a) }
        let theirs = spans.filter { $0.contains(b) }
        return mine.isEmpty && theirs.isEmpty || mine.contains(where: theirs.contains)
    }
}
