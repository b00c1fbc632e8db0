import Foundation
import LedgerModel
import LedgerProofs

extension Shape {
    mutating func checkShape(of act: Statement.OneOf_Act) {
        switch act {
        case .ledgerOpened(let a): check(a)
        case .actorRegistered(let a):
            identifier(a.id, "id")
            present(a.kind != .unspecified, "kind")
            identifier(a.unit, "unit", required: false)
        case .unitCreated(let a):
            identifier(a.id, "id")
            name(a.name, "name", required: true)
            identifier(a.parent, "parent", required: false)
        case .planAdopted(let a):
            identifier(a.id, "id")
            name(a.name, "name", required: true)
            period(a.period, "period")
        case .planRevised(let a):
            identifier(a.plan, "plan")
            name(a.label, "label", required: true)
        case .planExtended(let a):
            identifier(a.plan, "plan")
            period(a.period, "period")
            period(a.previousPeriod, "previousPeriod")
        case .sectionAdded(let a): check(a)
        case .programmeRegistered(let a): check(a)
        case .programmeListed(let a):
            identifier(a.programme, "programme")
            identifier(a.section, "section")
        case .programmeLinked(let a):
            identifier(a.programme, "programme")
            identifier(a.plan, "plan", required: false)
            name(a.item, "item")
            if a.plan.isEmpty { needsText(.linkTarget) }
        case .scopeSet(let a):
            identifier(a.programme, "programme")
            period(a.period, "period")
        case .indicatorDefined(let a): check(a)
        case .indicatorRedefined(let a):
            identifier(a.indicator, "indicator")
            present(a.aspect != .unspecified, "aspect")
            period(a.fromPeriod, "fromPeriod")
            check(a.measures)
        case .attached(let a):
            identifier(a.indicator, "indicator")
            subject(a.to, "to", [.programme, .section, .plan])
        case .renamed(let a):
            subject(a.subject, "subject", [.unit, .plan, .section, .programme, .indicator])
            name(a.name, "name", required: true)
            name(a.previousName, "previousName", required: true)
        case .aliasNoted(let a):
            subject(a.subject, "subject")
            name(a.alias, "alias", required: true)
        case .moved(let a): check(a)
        case .restructured(let a): check(a)
        case .ended(let a):
            subject(a.subject, "subject", [.plan, .section, .programme, .indicator, .unit, .body, .actor])
            present(a.kind != .unspecified, "kind")
        case .resumed(let a): subject(a.subject, "subject")
        case .factRecorded(let a): check(a)
        case .amountRecorded(let a): check(a)
        case .textRecorded(let a):
            subject(a.subject, "subject")
            present(a.kind != .unspecified, "kind")
            period(a.period, "period", required: false)
            name(a.number, "number")
            needsText(.bodyText)
        case .ruleAdopted(let a): check(a)
        case .gradeGiven(let a): check(a)
        case .controlTotal(let a):
            subject(a.subject, "subject", [.plan, .section])
            period(a.period, "period")
            present(!a.counts.isEmpty, "counts")
            for count in a.counts { name(count.grade, "counts.grade", required: true) }
        case .bodyConstituted(let a):
            identifier(a.id, "id")
            identifier(a.parent, "parent", required: false)
            for seat in a.seats { name(seat.category, "seats.category") }
        case .meetingHeld(let a):
            identifier(a.id, "id")
            identifier(a.body, "body")
            if a.hasHeld { when(a.held, "held") } else { fail(.missingField, "held") }
        case .meetingsCounted(let a):
            identifier(a.body, "body")
            period(a.period, "period")
        case .opinionGiven(let a): check(a)
        case .responseGiven(let a): check(a)
        case .pointPut(let a):
            identifier(a.id, "id")
            identifier(a.body, "body")
            name(a.printedNumber, "printedNumber")
            identifier(a.meeting, "meeting", required: false)
            for one in a.about { subject(one, "about") }
            needsText(.bodyText)
        case .editionPublished(let a): check(a)
        case .auditNoted(let a):
            subject(a.subject, "subject")
            bytes(a.event, Limits.eventIDBytes, "event", optional: true)
            needsText(.note)
        case .discrepancyNoted(let a): check(a)
        case .withdrawn(let a):
            present(a.number > 0, "number")
            bytes(a.event, Limits.eventIDBytes, "event")
            for one in a.subjects { subject(one, "subjects") }
            ascending(a.subjects, "subjects")
        case .redacted(let a):
            present(a.number > 0, "number")
            present(a.field != .noField, "field")
            for one in a.subjects { subject(one, "subjects") }
            ascending(a.subjects, "subjects")
        case .keyRegistered(let a):
            present(a.purpose != .unspecified, "purpose")
            identifier(a.actor, "actor", required: a.purpose == .author)
            if a.purpose == .log, !a.actor.isEmpty { fail(.unexpectedField, "actor") }
            publicKey(a.publicKey, "publicKey")
            bytes(a.replaces, Limits.publicKeyBytes, "replaces", optional: true)
        case .keyRevoked(let a):
            identifier(a.actor, "actor", required: false)
            bytes(a.publicKey, Limits.publicKeyBytes, "publicKey")
        case .restored(let a):
            bytes(a.incarnation, Limits.incarnationBytes, "incarnation")
            if !VerifierKey.isName(a.name) { fail(.badName, "name", a.name) }
            name(a.name, "name", required: true)
            bytes(a.lostRoot, Limits.digestBytes, "lostRoot", optional: a.lostSize == 0)
            needsText(.reason)
        }
    }

    private mutating func check(_ a: LedgerOpened) {
        name(a.name, "name", required: true)
        if a.name.contains(where: \.isWhitespace) || a.name.contains("+") { fail(.badName, "name") }
        bytes(a.incarnation, Limits.incarnationBytes, "incarnation")
        if !(-14 * 60...14 * 60).contains(a.utcOffsetMinutes) { fail(.badName, "utcOffsetMinutes") }
        if !(1...12).contains(a.fiscalYearFirstMonth) { fail(.badName, "fiscalYearFirstMonth") }
        if a.format != Limits.format { fail(.badName, "format") }
    }

    private mutating func check(_ a: SectionAdded) {
        identifier(a.id, "id")
        identifier(a.plan, "plan")
        identifier(a.parent, "parent", required: false)
        name(a.level, "level", required: true)
        name(a.number, "number")
        name(a.name, "name", required: true)
    }

    private mutating func check(_ a: ProgrammeRegistered) {
        identifier(a.id, "id")
        name(a.name, "name", required: true)
        name(a.code, "code")
        identifier(a.unit, "unit", required: false)
        identifier(a.section, "section", required: false)
        for tag in a.tags { name(tag, "tags", required: true) }
    }

    private mutating func check(_ a: IndicatorDefined) {
        identifier(a.id, "id")
        name(a.name, "name", required: true)
        name(a.code, "code")
        present(!a.measures.isEmpty, "measures")
        check(a.measures)
        for to in a.attachedTo { subject(to, "attachedTo", [.programme, .section, .plan]) }
    }

    private mutating func check(_ measures: [Measure]) {
        for measure in measures {
            identifier(measure.id, "measures.id")
            name(measure.label, "measures.label")
            name(measure.unit, "measures.unit")
            scale(measure.scale, "measures.scale")
        }
        if Set(measures.map(\.id)).count != measures.count { fail(.outOfOrder, "measures") }
    }

    private mutating func check(_ a: Moved) {
        subject(a.subject, "subject", [.programme, .section, .unit])
        let container: [Subject.Kind] = a.subject.kind == .section ? [.section] : [.unit]
        if a.hasTo { subject(a.to, "to", container) } else { fail(.missingField, "to") }
        if a.hasPrevious { subject(a.previous, "previous", container) }
        if a.hasTo, a.to == a.subject { fail(.mergeIntoItself, a.subject.label) }
    }

    private mutating func check(_ a: Restructured) {
        present(a.kind != .unspecified, "kind")
        present(!a.from.isEmpty, "from")
        present(!a.to.isEmpty, "to")
        for one in a.from + a.to { subject(one, "from, to", [.unit, .programme, .indicator]) }
        if Set((a.from + a.to).map(\.kind)).count > 1 { fail(.wrongKind, "from, to", a.to.first?.label ?? "") }
        if Set(a.from).count != a.from.count || Set(a.to).count != a.to.count { fail(.outOfOrder, "from, to") }
        if a.kind != .carriedOver, Set(a.from) == Set(a.to) || (a.kind == .same && a.to.contains(where: a.from.contains)) {
            fail(.mergeIntoItself, a.from.first?.label ?? "")
        }
        switch a.kind {
        case .merged, .same: if a.to.count != 1 { fail(.tooMany, "to", "\(a.to.count)", "1") }
        case .split: if a.from.count != 1 { fail(.tooMany, "from", "\(a.from.count)", "1") }
        case .carriedOver: identifier(a.plan, "plan")
        default: break
        }
        if a.kind != .carriedOver, !a.plan.isEmpty { fail(.unexpectedField, "plan") }
    }

    private mutating func check(_ a: RuleAdopted) {
        identifier(a.id, "id")
        present(a.version > 0, "version")
        present(a.compare != .unspecified, "compare")
        present(!a.thresholds.isEmpty, "thresholds")
        for (i, threshold) in a.thresholds.enumerated() {
            name(threshold.grade, "thresholds.grade", required: true)
            if threshold.atLeast.isEmpty {
                if i != a.thresholds.count - 1 { fail(.missingField, "thresholds.atLeast") }
            } else {
                decimal(threshold.atLeast, "thresholds.atLeast")
            }
        }
        let bounds = a.thresholds.compactMap { ExactDecimal($0.atLeast)?.amount() }
        if !zip(bounds, bounds.dropFirst()).allSatisfy({ $0 > $1 }) { fail(.outOfOrder, "thresholds") }
    }

    private mutating func check(_ a: GradeGiven) {
        subject(a.subject, "subject", [.programme, .indicator])
        identifier(a.plan, "plan", required: false)
        period(a.period, "period")
        name(a.grade, "grade")
        name(a.previousGrade, "previousGrade")
        if a.grade.isEmpty == (a.noGrade == .graded) { fail(.missingField, "grade") }
        identifier(a.rule, "rule", required: a.origin == .derived)
        for input in a.inputs { bytes(input, Limits.eventIDBytes, "inputs") }
        if a.origin == .derived, a.inputs.isEmpty { fail(.missingField, "inputs") }
    }

    private mutating func check(_ a: OpinionGiven) {
        identifier(a.id, "id")
        identifier(a.body, "body")
        present(a.kind != .unspecified, "kind")
        name(a.printedNumber, "printedNumber")
        for one in a.about { subject(one, "about") }
        identifier(a.owner, "owner", required: false)
        day(a.due, "due")
        identifier(a.meeting, "meeting", required: false)
        identifier(a.restates, "restates", required: false)
        if a.restates == a.id { fail(.mergeIntoItself, a.id) }
        period(a.period, "period", required: false)
        needsText(.bodyText)
    }

    private mutating func check(_ a: ResponseGiven) {
        identifier(a.id, "id")
        for opinion in a.opinions { identifier(opinion, "opinions") }
        for other in a.refersTo { identifier(other, "refersTo") }
        identifier(a.unit, "unit", required: false)
        name(a.printedNumber, "printedNumber")
        if a.opinions.isEmpty { fail(.responseToNothing, a.id) }
        if a.refersTo.contains(a.id) { fail(.mergeIntoItself, a.id) }
        if a.refersTo.isEmpty { needsText(.bodyText) }
    }

    /// 32 bytes of a point that can hold somebody to a signature.
    private mutating func publicKey(_ key: Data, _ field: String) {
        bytes(key, Limits.publicKeyBytes, field)
        if key.count == Limits.publicKeyBytes, VerifierKey(name: "k", type: .note, publicKey: Array(key)) == nil {
            fail(.keyWeak, key.hex)
        }
    }

    private mutating func check(_ a: EditionPublished) {
        identifier(a.id, "id")
        name(a.label, "label", required: true)
        present(!a.plans.isEmpty, "plans")
        for plan in a.plans { identifier(plan, "plans") }
        bytes(a.seal, Limits.digestBytes, "seal", optional: true)
        for file in a.files {
            name(file.name, "files.name", required: true)
            bytes(file.digest, Limits.digestBytes, "files.digest")
        }
        identifier(a.supersedes, "supersedes", required: false)
        if a.supersedes == a.id { fail(.mergeIntoItself, a.id) }
    }

    private mutating func check(_ a: DiscrepancyNoted) {
        subject(a.subject, "subject")
        period(a.period, "period", required: false)
        identifier(a.measure, "measure", required: false)
        identifier(a.plan, "plan", required: false)
        name(a.part, "part")
        if a.hasPrinted { check(a.printed, "printed") }
        bytes(a.taken, Limits.eventIDBytes, "taken", optional: true)
        needsText(.reason)
    }
}
