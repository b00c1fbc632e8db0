import LedgerModel
import LedgerProjections

/// Tells entries in words: what an act says, why, on whose word and where it stands. Texts are read from the source as needed.
package struct Telling<Source: LedgerSource> {
    package let source: Source
    package let catalogue: Catalogue

    package init(_ source: Source, _ catalogue: Catalogue) {
        self.source = source
        self.catalogue = catalogue
    }

    package var settings: Settings { source.settings }

    /// What can be shown of a text; empty where there is none.
    package func text(_ event: Event, _ field: TextField, ordinal: UInt32 = 0) throws -> String {
        switch try source.text(event, field, ordinal: ordinal) {
        case .none: ""
        case .open(let text): text
        case .withheld(let ground): catalogue(Words("〔非公開", "[withheld")) + ": \(Visible.text(ground))" + catalogue(Words("〕", "]"))
        case .embargoed(let until): catalogue(Words("〔公開前", "[embargoed until")) + ": \(Visible.text(until))" + catalogue(Words("〕", "]"))
        case .redacted: catalogue(Words("〔墨消し〕", "[redacted]"))
        }
    }

    /// `plan-change: …`, the code in words and then the text.
    package func reason(_ event: Event) throws -> String {
        let text = try text(event, .reason)
        guard event.statement.reason != .noReason else { return text }
        let code = catalogue(event.statement.reason.words)
        return text.isEmpty ? code : code + catalogue(Words("：", ": ")) + text
    }

    /// "None stated" where there is no approval: that is itself an answer.
    package func approvals(_ event: Event) throws -> String {
        guard !event.statement.approvals.isEmpty else { return catalogue(Words("記載なし", "none stated")) }
        return try event.statement.approvals.enumerated().map { i, approval in
            var parts = [catalogue(approval.kind.words)]
            if approval.hasPost { parts.append(approval.post.id) }
            if approval.hasDate { parts.append(catalogue.when(approval.date)) }
            let document = try text(event, .approvalDocument, ordinal: UInt32(i))
            if !document.isEmpty { parts.append(document) }
            return parts.joined(separator: " ")
        }.joined(separator: "; ")
    }

    /// Title, file, page, sheet and cell of every source.
    package func documents(_ event: Event) throws -> String {
        try event.statement.sources.enumerated().map { i, source in
            let i = UInt32(i)
            var parts = [try text(event, .documentTitle, ordinal: i), try text(event, .fileName, ordinal: i)]
            if !source.page.isEmpty { parts.append("p. " + source.page) }
            parts.append(try text(event, .sheetName, ordinal: i))
            parts.append(source.cell)
            return parts.filter { !$0.isEmpty }.joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    package func recorded(_ event: Event) -> String { Instant.text(event.recorded, offsetMinutes: settings.utcOffsetMinutes) }

    package func inForce(_ event: Event) -> String {
        event.statement.hasInForce ? catalogue.when(event.statement.inForce) : catalogue.when(event.statement.decided)
    }

    /// What the act says, without its name: values with what they replace, names, subjects.
    package func summary(_ event: Event) throws -> String {
        let c = catalogue
        switch event.statement.act {
        case .ledgerOpened(let a)?: return a.name
        case .actorRegistered(let a)?: return try joined(a.id, text(event, .displayName))
        case .unitCreated(let a)?: return joined(a.id, a.name)
        case .planAdopted(let a)?: return joined(a.id, a.name, c.period(a.period))
        case .planRevised(let a)?: return joined(a.plan, a.label)
        case .planExtended(let a)?: return c.period(a.previousPeriod) + " → " + c.period(a.period)
        case .sectionAdded(let a)?: return joined(a.id, a.level, a.number, a.name)
        case .programmeRegistered(let a)?: return joined(a.id, a.code, a.name)
        case .programmeListed(let a)?: return joined(a.programme, "→ " + a.section, c(a.mark.words))
        case .programmeLinked(let a)?: return try joined(a.plan, text(event, .linkTarget), a.item)
        case .scopeSet(let a)?: return joined(c.period(a.period), c(a.inScope ? Words("対象", "in scope") : Words("対象外", "out of scope")))
        case .indicatorDefined(let a)?: return joined(a.id, a.code, a.name)
        case .indicatorRedefined(let a)?: return joined(c(a.aspect.words), c.period(a.fromPeriod), c(a.comparability.words))
        case .attached(let a)?: return joined(a.indicator, (a.detached ? "↛ " : "→ ") + a.to.label)
        case .renamed(let a)?: return a.previousName + " → " + a.name
        case .aliasNoted(let a)?: return a.alias
        case .moved(let a)?: return joined(a.subject.label, a.hasPrevious ? a.previous.label : "", "→ " + a.to.label)
        case .restructured(let a)?: return a.from.map(\.label).joined(separator: " + ") + " → " + a.to.map(\.label).joined(separator: " + ")
        case .ended(let a)?: return a.subject.label
        case .resumed(let a)?: return a.subject.label
        case .factRecorded(let a)?: return fact(a)
        case .amountRecorded(let a)?: return joined(c(a.kind.words), c.period(a.period), change(a.hasPrevious ? a.previous : nil, a.value))
        case .textRecorded(let a)?: return try joined(c(a.kind.words), c.period(a.period), a.number, text(event, .bodyText))
        case .ruleAdopted(let a)?: return joined(a.id, "v\(a.version)", rule(a))
        case .gradeGiven(let a)?: return grade(a)
        case .controlTotal(let a)?: return joined(c.period(a.period), a.counts.map { "\($0.grade) \($0.count)" }.joined(separator: ", "))
        case .bodyConstituted(let a)?: return try joined(a.id, text(event, .displayName))
        case .meetingHeld(let a)?: return try joined(a.id, text(event, .displayName), c.when(a.held))
        case .meetingsCounted(let a)?: return joined(c.period(a.period), "\(a.count)")
        case .opinionGiven(let a)?: return try joined(a.id, c(a.kind.words), a.printedNumber, text(event, .bodyText))
        case .responseGiven(let a)?: return try joined(a.id, "→ " + a.opinions.joined(separator: ", "), c(a.state.words), text(event, .bodyText))
        case .pointPut(let a)?: return try joined(a.id, a.printedNumber, text(event, .bodyText))
        case .editionPublished(let a)?: return joined(a.id, a.label)
        case .auditNoted?: return try text(event, .note)
        case .discrepancyNoted(let a)?: return joined(c(a.kind.words), c.period(a.period), a.hasPrinted ? c.value(a.printed) : "")
        case .withdrawn(let a)?: return "#\(a.number)"
        case .redacted(let a)?: return "#\(a.number) " + c(a.field.words)
        case .keyRegistered(let a)?: return a.actor
        case .keyRevoked(let a)?: return a.actor
        case .restored(let a)?: return a.name
        case nil: return ""
        }
    }

    private func joined(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: " ") }

    /// `1,500人 → 1,200人`, or only the new value.
    package func change(_ previous: Value?, _ value: Value) -> String {
        previous.map { catalogue.value($0) + " → " + catalogue.value(value) } ?? catalogue.value(value)
    }

    private func fact(_ a: FactRecorded) -> String {
        let none = catalogue(Words("目標なし", "no target"))
        let previous = a.hasPrevious ? catalogue.value(a.previous) + " → " : ""
        let value = previous + (a.hasValue ? catalogue.value(a.value) : a.withdrawnTarget ? none : "")
        let period = a.previousPeriod.isEmpty ? catalogue.period(a.period) : catalogue.period(a.previousPeriod) + " → " + catalogue.period(a.period)
        return joined(a.measure == "m1" ? "" : a.measure, a.part, period, value)
    }

    private func grade(_ a: GradeGiven) -> String {
        let old = a.previousGrade.isEmpty ? "" : a.previousGrade + " →"
        return joined(a.subject.label, catalogue.period(a.period), old, a.grade.isEmpty ? catalogue(a.noGrade.words) : a.grade, catalogue(a.origin.words))
    }

    private func rule(_ a: RuleAdopted) -> String {
        a.thresholds.map { $0.atLeast.isEmpty ? $0.grade : "\($0.grade) ≥ \($0.atLeast) %" }.joined(separator: ", ")
    }
}

extension ProgrammeListed.Mark {
    package var words: Words {
        if self == .markedOnly { return Words("印のみ", "marked only") }
        return switch self {
        case .relisted: Words("再掲", "relisted")
        case .removed: Words("掲載終了", "removed")
        default: Words("掲載", "listed")
        }
    }
}

extension IndicatorRedefined.Aspect {
    package var words: Words {
        switch self {
        case .meaning: Words("定義", "meaning")
        case .method: Words("算定方法", "method")
        case .practice: Words("運用", "practice")
        case .unspecified, .UNRECOGNIZED: Words("定義", "definition")
        }
    }
}

extension IndicatorRedefined.Comparability {
    package var words: Words {
        switch self {
        case .unsaid, .UNRECOGNIZED: Words("", "")
        case .comparable: Words("比較可能", "comparable")
        case .break: Words("断層", "break")
        }
    }
}

extension GradeGiven.Origin {
    package var words: Words {
        switch self {
        case .printed, .UNRECOGNIZED: Words("（公表）", "(printed)")
        case .derived: Words("（台帳が算出）", "(derived)")
        }
    }
}
