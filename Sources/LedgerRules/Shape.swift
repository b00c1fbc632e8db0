import Foundation
import LedgerModel
import LedgerProjections

/// What can be said of one statement from its own bytes: grammar, limits, required parts.
/// Pure; cost in proportion to the statement. State is the affair of `Rules`.
package struct Shape {
    private let statement: Statement
    private(set) var problems: [Problem] = []

    /// Every fault of shape, in the order of the fields. Empty for a well-formed statement.
    /// - Parameter touches: what the statement's touches are, where they are known already.
    package static func check(_ statement: Statement, touches: [Touch]? = nil) -> [Problem] {
        var shape = Shape(statement: statement)
        shape.checkFrame()
        shape.checkTexts()
        shape.checkAct()
        shape.checkTouches(touches ?? statement.touches)
        return shape.problems
    }

    private init(statement: Statement) { self.statement = statement }

    mutating func fail(_ code: Problem.Code, _ values: String...) { problems.append(Problem(code, at: "", values: values)) }

    // MARK: scalars

    // Where a field stands is put into words only for a fault: most statements have none.

    mutating func identifier(_ id: String, _ field: @autoclosure () -> String, required: Bool = true) {
        if id.isEmpty {
            if required { fail(.missingField, field()) }
        } else if !Subject.isIdentifier(id) {
            fail(.badIdentifier, field(), id)
        }
    }

    mutating func subject(_ subject: Subject, _ field: @autoclosure () -> String, _ kinds: [Subject.Kind]? = nil) {
        if subject.kind == .unspecified || (kinds.map { !$0.contains(subject.kind) } ?? false) {
            fail(.wrongKind, field(), subject.label)
        }
        identifier(subject.id, field())
    }

    mutating func name(_ text: String, _ field: @autoclosure () -> String, required: Bool = false) {
        if text.isEmpty {
            if required { fail(.missingField, field()) }
            return
        }
        if text.utf8.count > Limits.nameBytes { fail(.tooLong, field(), "\(text.utf8.count)", "\(Limits.nameBytes)") }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) { fail(.badName, field()) }
    }

    mutating func period(_ text: String, _ field: @autoclosure () -> String, required: Bool = true) {
        if text.isEmpty {
            if required { fail(.missingField, field()) }
        } else if Period(text)?.description != text {
            fail(.badPeriod, field(), text)
        }
    }

    mutating func day(_ text: String, _ field: @autoclosure () -> String) {
        if !text.isEmpty, Day(text) == nil { fail(.badDay, field(), text) }
    }

    mutating func bytes(_ data: Data, _ count: Int, _ field: @autoclosure () -> String, optional: Bool = false) {
        if optional, data.isEmpty { return }
        if data.count != count { fail(.badBytes, field(), "\(data.count)", "\(count)") }
    }

    mutating func decimal(_ text: String, _ field: @autoclosure () -> String) {
        if ExactDecimal(text) == nil { fail(.badDecimal, field(), text) }
    }

    mutating func scale(_ scale: Int32, _ field: @autoclosure () -> String) {
        if !Limits.scale.contains(scale) { fail(.badDecimal, field(), "10^\(scale)") }
    }

    mutating func present(_ isPresent: Bool, _ field: @autoclosure () -> String) { if !isPresent { fail(.missingField, field()) } }

    mutating func ascending<T: Comparable>(_ list: [T], _ field: @autoclosure () -> String) {
        if !zip(list, list.dropFirst()).allSatisfy({ $0 < $1 }) { fail(.outOfOrder, field()) }
    }

    mutating func when(_ when: When, _ field: @autoclosure () -> String) {
        if when.basis == .unknown {
            if !when.from.isEmpty || !when.to.isEmpty { fail(.unexpectedField, field() + ".from") }
            return
        }
        if when.from.isEmpty { fail(.missingField, field() + ".from"); return }
        day(when.from, field() + ".from")
        day(when.to, field() + ".to")
        guard let from = Day(when.from) else { return }
        if when.to.isEmpty {
            if when.precision != .day { fail(.missingField, field() + ".to") }
        } else if let to = Day(when.to) {
            if to <= from { fail(.outOfOrder, field()) }
            if when.precision == .day { fail(.unexpectedField, field() + ".to") }
        }
    }

    // MARK: what every act carries

    private mutating func checkFrame() {
        bytes(statement.ledger, Limits.eventIDBytes, "ledger")
        bytes(statement.event, Limits.eventIDBytes, "event")
        present(statement.hasRecordedBy, "recordedBy")
        if statement.hasRecordedBy { subject(statement.recordedBy, "recordedBy", [.actor]) }
        if statement.hasOrigin { subject(statement.origin, "origin", [.unit]) }
        for approval in statement.approvals {
            present(approval.kind != .unspecified, "approvals.kind")
            if approval.hasPost { subject(approval.post, "approvals.post", [.actor]) }
            if approval.hasDate { when(approval.date, "approvals.date") }
        }
        if statement.hasDecided { when(statement.decided, "decided") } else { fail(.missingField, "decided") }
        if statement.hasInForce { when(statement.inForce, "inForce") }
        for expected in statement.expected {
            subject(expected.subject, "expected.subject")
            if (expected.rule == .exactly) != (expected.version > 0) { fail(.unexpectedField, "expected.version") }
        }
        ascending(statement.expected.map(\.subject), "expected")
        for cause in statement.causes {
            if !cause.hasSubject, cause.event.isEmpty { fail(.missingField, "causes") }
            if cause.hasSubject { subject(cause.subject, "causes.subject") }
            bytes(cause.event, Limits.eventIDBytes, "causes.event", optional: true)
        }
        for source in statement.sources {
            bytes(source.digest, Limits.digestBytes, "sources.digest", optional: true)
            bytes(source.mappingDigest, Limits.digestBytes, "sources.mappingDigest", optional: true)
            name(source.page, "sources.page")
            name(source.cell, "sources.cell")
            name(source.mapping, "sources.mapping")
        }
        bytes(statement.replaces, Limits.eventIDBytes, "replaces", optional: true)
        checkReason()
    }

    private mutating func checkReason() {
        let reason = statement.reason
        let hasText = statement.holdsText(.reason)
        if reason == .other, !hasText { fail(.missingText, "REASON") }
        if statement.change == .revised || statement.change == .corrected || needsReason, reason == .noReason {
            fail(.reasonMissing)
        }
        if statement.change == .corrected, reason != .noReason, !hasText { fail(.missingText, "REASON") }
        if statement.previousUnknown, statement.change == .first { fail(.unexpectedField, "previousUnknown") }
        if !statement.replaces.isEmpty, statement.change == .first { fail(.unexpectedField, "replaces") }
    }

    private var needsReason: Bool {
        switch statement.act {
        case .withdrawn, .redacted, .indicatorRedefined: true
        case .responseGiven(let a): a.state == .refused
        default: false
        }
    }

    // MARK: texts

    private mutating func checkTexts() {
        if statement.texts.count > Limits.textsPerEvent { fail(.tooMany, "texts", "\(statement.texts.count)", "\(Limits.textsPerEvent)") }
        for text in statement.texts {
            bytes(text.hash, Limits.digestBytes, "texts.hash")
            if text.field == .noField { fail(.missingField, "texts.field") }
            if text.ordinal > 65_535 { fail(.tooMany, "texts.ordinal", "\(text.ordinal)", "65535") }
            name(text.ground, "texts.ground", required: text.class == .withheld)
            if text.class != .withheld, !text.ground.isEmpty { fail(.unexpectedField, "texts.ground") }
            if text.class == .embargoed, text.until.isEmpty { fail(.missingField, "texts.until") }
            if text.class != .embargoed, !text.until.isEmpty { fail(.unexpectedField, "texts.until") }
            if !text.until.isEmpty, Day(text.until) == nil, !Subject.isIdentifier(text.until) { fail(.badDay, "texts.until", text.until) }
            checkOrdinal(text)
        }
        ascending(statement.texts.map { UInt64($0.field.rawValue) << 32 | UInt64($0.ordinal) }, "texts")
    }

    /// A text that belongs to a part of the statement has that part.
    private mutating func checkOrdinal(_ text: Commitment) {
        let limit: Int
        switch text.field {
        case .approvalDocument: limit = statement.approvals.count
        case .documentTitle, .fileName, .sheetName, .rawCell: limit = statement.sources.count
        case .seat: if case .bodyConstituted(let a)? = statement.act { limit = a.seats.count } else { limit = 0 }
        default: limit = 1
        }
        if Int(text.ordinal) >= limit { fail(.unexpectedText, text.field.word, "\(text.ordinal)") }
    }

    mutating func needsText(_ field: TextField) {
        if !statement.holdsText(field) { fail(.missingText, field.word) }
    }

    // MARK: touches

    private mutating func checkTouches(_ touches: @autoclosure () -> [Touch]) {
        guard problems.isEmpty else { return }
        let touches = touches()
        if touches.isEmpty { fail(.missingField, "subjects"); return }
        if touches.count > 1, Set(touches).count != touches.count { fail(.outOfOrder, "subjects") }
        let subjects = touches.subjects
        if subjects.count > Limits.subjectsPerEvent {
            fail(.tooMany, "subjects", "\(subjects.count)", "\(Limits.subjectsPerEvent)")
        }
        for expected in statement.expected where !subjects.contains(expected.subject) {
            fail(.unexpectedField, "expected \(expected.subject.label)")
        }
    }

    private mutating func checkAct() {
        guard let act = statement.act else { fail(.missingField, "act"); return }
        checkChange(act)
        checkShape(of: act)
    }

    /// Which changes an act can be (FORMAT.md §6).
    private mutating func checkChange(_ act: Statement.OneOf_Act) {
        let allowed: [Change]
        switch act {
        case .factRecorded(let a):
            switch a.kind {
            case .actual: allowed = [.first, .finalised, .scheduled, .corrected]
            case .target: allowed = [.first, .revised, .corrected]
            default: allowed = [.first, .finalised, .scheduled, .revised, .corrected]
            }
        case .amountRecorded: allowed = [.first, .finalised, .scheduled, .corrected]
        case .planExtended, .renamed, .moved, .indicatorRedefined: allowed = [.revised, .corrected]
        case .programmeListed, .attached, .scopeSet, .textRecorded, .ruleAdopted, .gradeGiven, .controlTotal, .bodyConstituted,
            .meetingsCounted:
            allowed = [.first, .revised, .corrected]
        case .indicatorDefined, .opinionGiven, .responseGiven, .pointPut: allowed = [.first, .corrected]
        default: allowed = [.first]
        }
        if !allowed.contains(statement.change) { fail(.changeNotAllowed, statement.change.word) }
    }
}

extension Change {
    /// Its name in the stored format.
    package var word: String {
        switch self {
        case .first: "FIRST"
        case .finalised: "FINALISED"
        case .scheduled: "SCHEDULED"
        case .revised: "REVISED"
        case .corrected: "CORRECTED"
        case .UNRECOGNIZED(let n): "\(n)"
        }
    }
}
