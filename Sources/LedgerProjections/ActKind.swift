import LedgerModel

/// Which act an entry is, without its fields: for counting and for labels. Raw values are the names of FORMAT.md §4.
package enum ActKind: String, Sendable, CaseIterable {
    case ledgerOpened = "ledger_opened"
    case actorRegistered = "actor_registered"
    case unitCreated = "unit_created"
    case planAdopted = "plan_adopted"
    case planRevised = "plan_revised"
    case planExtended = "plan_extended"
    case sectionAdded = "section_added"
    case programmeRegistered = "programme_registered"
    case programmeListed = "programme_listed"
    case programmeLinked = "programme_linked"
    case scopeSet = "scope_set"
    case indicatorDefined = "indicator_defined"
    case indicatorRedefined = "indicator_redefined"
    case attached, renamed
    case aliasNoted = "alias_noted"
    case moved, restructured, ended, resumed
    case baseline = "fact_recorded BASELINE"
    case target = "fact_recorded TARGET"
    case actual = "fact_recorded ACTUAL"
    case amountRecorded = "amount_recorded"
    case textRecorded = "text_recorded"
    case ruleAdopted = "rule_adopted"
    case gradeGiven = "grade_given"
    case controlTotal = "control_total"
    case bodyConstituted = "body_constituted"
    case meetingHeld = "meeting_held"
    case meetingsCounted = "meetings_counted"
    case opinionGiven = "opinion_given"
    case responseGiven = "response_given"
    case pointPut = "point_put"
    case editionPublished = "edition_published"
    case auditNoted = "audit_noted"
    case discrepancyNoted = "discrepancy_noted"
    case withdrawn, redacted
    case keyRegistered = "key_registered"
    case keyRevoked = "key_revoked"
    case restored
}

extension Statement {
    /// Nil only for a statement without an act, which is never stored.
    package var actKind: ActKind? {
        switch act {
        case .ledgerOpened?: .ledgerOpened
        case .actorRegistered?: .actorRegistered
        case .unitCreated?: .unitCreated
        case .planAdopted?: .planAdopted
        case .planRevised?: .planRevised
        case .planExtended?: .planExtended
        case .sectionAdded?: .sectionAdded
        case .programmeRegistered?: .programmeRegistered
        case .programmeListed?: .programmeListed
        case .programmeLinked?: .programmeLinked
        case .scopeSet?: .scopeSet
        case .indicatorDefined?: .indicatorDefined
        case .indicatorRedefined?: .indicatorRedefined
        case .attached?: .attached
        case .renamed?: .renamed
        case .aliasNoted?: .aliasNoted
        case .moved?: .moved
        case .restructured?: .restructured
        case .ended?: .ended
        case .resumed?: .resumed
        case .factRecorded(let fact)?:
            switch fact.kind {
            case .baseline: .baseline
            case .target: .target
            case .actual: .actual
            case .unspecified, .UNRECOGNIZED: nil
            }
        case .amountRecorded?: .amountRecorded
        case .textRecorded?: .textRecorded
        case .ruleAdopted?: .ruleAdopted
        case .gradeGiven?: .gradeGiven
        case .controlTotal?: .controlTotal
        case .bodyConstituted?: .bodyConstituted
        case .meetingHeld?: .meetingHeld
        case .meetingsCounted?: .meetingsCounted
        case .opinionGiven?: .opinionGiven
        case .responseGiven?: .responseGiven
        case .pointPut?: .pointPut
        case .editionPublished?: .editionPublished
        case .auditNoted?: .auditNoted
        case .discrepancyNoted?: .discrepancyNoted
        case .withdrawn?: .withdrawn
        case .redacted?: .redacted
        case .keyRegistered?: .keyRegistered
        case .keyRevoked?: .keyRevoked
        case .restored?: .restored
        case nil: nil
        }
    }
}
