import LedgerModel
import LedgerProjections

extension Shape {
    mutating func check(_ a: FactRecorded) {
        present(a.kind != .unspecified, "kind")
        identifier(a.indicator, "indicator")
        identifier(a.measure, "measure")
        name(a.part, "part")
        if a.part.contains("/") { fail(.badName, "part") }
        period(a.period, "period")
        period(a.previousPeriod, "previousPeriod", required: false)
        if a.kind == .actual {
            if !a.plan.isEmpty { fail(.unexpectedField, "plan") }
        } else {
            identifier(a.plan, "plan")
        }
        if a.kind != .target {
            if !a.previousPeriod.isEmpty { fail(.unexpectedField, "previousPeriod") }
            if a.withdrawnTarget { fail(.unexpectedField, "withdrawnTarget") }
        }
        if a.previousPeriod == a.period { fail(.unexpectedField, "previousPeriod") }
        if a.withdrawnTarget {
            if a.hasValue { fail(.unexpectedField, "value") }
        } else if a.hasValue {
            check(a.value, "value")
            if a.kind != .target, a.value.bound != .equal || a.value.form != .level { fail(.unexpectedField, "value.bound") }
        } else {
            fail(.missingField, "value")
        }
        if a.hasPrevious { check(a.previous, "previous") }
    }

    mutating func check(_ a: AmountRecorded) {
        subject(a.subject, "subject", [.programme, .section, .plan])
        period(a.period, "period")
        if a.hasValue { check(a.value, "value") } else { fail(.missingField, "value") }
        if a.hasPrevious { check(a.previous, "previous") }
        if a.hasIncludedIn {
            subject(a.includedIn, "includedIn", [.programme, .section, .plan])
            if a.includedIn == a.subject { fail(.mergeIntoItself, a.subject.label) }
        }
    }

    /// A value is a number, a word, a bound that needs no number, or a typed absence: exactly one of these.
    mutating func check(_ value: Value, _ field: @autoclosure () -> String) {
        let bare: [Value.Bound] = [.maintain, .increase, .notBelowPrevious, .all]
        let isNumber = !value.number.isEmpty
        let isWord = !value.word.isEmpty
        let isAbsent = value.absence != .present
        let said = [isNumber, isWord, isAbsent].count { $0 }
        if said == 0, !bare.contains(value.bound) { fail(.missingField, field() + ".number") }
        if said > 1 { fail(.unexpectedField, field() + (isAbsent ? ".absence" : ".word")) }
        if isNumber { decimal(value.number, field() + ".number") }
        if !isNumber, value.partial { fail(.unexpectedField, field() + ".partial") }
        scale(value.scale, field() + ".scale")
        name(value.unit, field() + ".unit")
        name(value.word, field() + ".word")
        if !value.expected.isEmpty, Day(value.expected) == nil { period(value.expected, field() + ".expected") }
        for part in value.parts {
            name(part.name, field() + ".parts.name", required: true)
            decimal(part.number, field() + ".parts.number")
        }
        if !value.parts.isEmpty, !isNumber { fail(.unexpectedField, field() + ".parts") }
        if value.hasCompanion {
            present(value.companion.meaning != .unspecified, field() + ".companion.meaning")
            decimal(value.companion.number, field() + ".companion.number")
            scale(value.companion.scale, field() + ".companion.scale")
            name(value.companion.unit, field() + ".companion.unit")
        }
    }
}

extension Value {
    /// Whether two values say the same: equal amounts in any scale ("30.0" and "30", 15千t and 15000t), or the
    /// same word, bound or absence. How a value is printed and its status are not what it says.
    package func saysTheSame(as other: Value) -> Bool {
        guard absence == other.absence, word.hasSameBytes(as: other.word), bound == other.bound, form == other.form,
            unit.hasSameBytes(as: other.unit)
        else { return false }
        return amount == other.amount
    }
}
