import Foundation
import LedgerModel
import LedgerProjections

/// A text as it may be shown. schema/json/common.schema.json
package struct TextJSON: Codable, Sendable, Hashable {
    package let state: String
    package var text: String?
    package var ground: String?
    package var until: String?

    /// Nil where there is no text.
    package init?(_ reading: TextReading) {
        switch reading {
        case .none: return nil
        case .open(let text): (state, self.text) = ("open", text)
        case .withheld(let ground): (state, self.ground) = ("withheld", ground)
        case .embargoed(let until): (state, self.until) = ("embargoed", until)
        case .redacted: state = "redacted"
        }
    }
}

package struct WhenJSON: Codable, Sendable, Hashable {
    package let from: String?
    package let to: String?
    package let precision: String
    package let basis: String

    package init(_ when: When) {
        from = when.from.isEmpty ? nil : when.from
        to = when.to.isEmpty ? nil : when.to
        precision = Kebab.name(when.precision)
        basis = Kebab.name(when.basis)
    }
}

/// A value as data, with the words that a person would read.
package struct ValueJSON: Codable, Sendable, Hashable {
    package struct Part: Codable, Sendable, Hashable {
        package let name: String
        package let number: String
        package let relation: String
    }
    package struct Companion: Codable, Sendable, Hashable {
        package let meaning: String
        package let number: String
        package let scale: Int32
        package let unit: String
    }

    package let number: String?
    package let word: String?
    package let scale: Int32
    package let unit: String
    package let bound: String
    package let form: String
    package let aggregation: String
    package let absence: String?
    package let expected: String?
    package let status: String
    package let partial: Bool
    package let parts: [Part]
    package let companion: Companion?
    package let text: String

    package init(_ value: Value, _ catalogue: Catalogue) {
        number = value.number.isEmpty ? nil : value.number
        word = value.word.isEmpty ? nil : value.word
        scale = value.scale
        unit = value.unit
        bound = Kebab.name(value.bound)
        form = Kebab.name(value.form)
        aggregation = Kebab.name(value.aggregation)
        absence = value.absence == .present ? nil : Kebab.name(value.absence)
        expected = value.expected.isEmpty ? nil : value.expected
        status = Kebab.name(value.status).uppercased()
        partial = value.partial
        parts = value.parts.map { Part(name: $0.name, number: $0.number, relation: Kebab.name($0.relation)) }
        companion =
            value.hasCompanion
            ? Companion(
                meaning: Kebab.name(value.companion.meaning), number: value.companion.number, scale: value.companion.scale,
                unit: value.companion.unit) : nil
        text = catalogue.value(value)
    }
}

/// One entry of the log, told whole. schema/json/entry.schema.json
package struct EntryJSON: Codable, Sendable {
    package struct Approval: Codable, Sendable {
        package let kind: String
        package let post: String?
        package let date: WhenJSON?
        package let document: TextJSON?
    }
    package struct Source: Codable, Sendable {
        package let title: TextJSON?
        package let file: TextJSON?
        package let sheet: TextJSON?
        package let raw: TextJSON?
        package let page: String?
        package let cell: String?
        package let digest: String?
    }
    package struct Batch: Codable, Sendable {
        package let first: UInt64
        package let length: UInt32
    }

    package let number: UInt64
    package let id: String
    package let recorded: String
    package let batch: Batch
    package let recordedBy: String
    package let origin: String?
    package let act: String
    package let label: String
    package let summary: String
    package let change: String
    package let subjects: [String]
    package let decided: WhenJSON
    package let inForce: WhenJSON?
    package let backfill: Bool
    package let approvals: [Approval]
    package let reason: String?
    package let reasonText: TextJSON?
    package let foundBy: TextJSON?
    package let override: TextJSON?
    package let note: TextJSON?
    package let body: TextJSON?
    package let causes: [String]
    package let sources: [Source]
    package let period: String?
    package let value: ValueJSON?
    package let previous: ValueJSON?
}

extension Telling {
    package func json(_ event: Event) throws -> EntryJSON {
        let s = event.statement
        func text(_ field: TextField, _ ordinal: Int = 0) throws -> TextJSON? {
            TextJSON(try source.text(event, field, ordinal: UInt32(ordinal)))
        }
        let (period, value, previous) = values(s)
        return EntryJSON(
            number: event.number, id: s.event.hex, recorded: Instant.text(event.recorded, offsetMinutes: settings.utcOffsetMinutes, full: true),
            batch: .init(first: event.batchFirst, length: event.batchLength), recordedBy: s.recordedBy.id,
            origin: s.hasOrigin ? s.origin.id : nil, act: s.actKind?.rawValue ?? "", label: catalogue(s.actWords),
            summary: try summary(event), change: Kebab.name(s.change), subjects: s.subjects.map(\.label), decided: WhenJSON(s.decided),
            inForce: s.hasInForce ? WhenJSON(s.inForce) : nil, backfill: s.backfill,
            approvals: try s.approvals.enumerated().map { i, approval in
                EntryJSON.Approval(
                    kind: Kebab.name(approval.kind), post: approval.hasPost ? approval.post.id : nil,
                    date: approval.hasDate ? WhenJSON(approval.date) : nil, document: try text(.approvalDocument, i))
            },
            reason: s.reason == .noReason ? nil : Kebab.name(s.reason), reasonText: try text(.reason), foundBy: try text(.foundBy),
            override: try text(.override), note: try text(.note), body: try text(.bodyText),
            causes: s.causes.map { $0.hasSubject ? $0.subject.label : "event:" + $0.event.hex },
            sources: try s.sources.enumerated().map { i, source in
                EntryJSON.Source(
                    title: try text(.documentTitle, i), file: try text(.fileName, i), sheet: try text(.sheetName, i),
                    raw: try text(.rawCell, i), page: source.page.isEmpty ? nil : source.page,
                    cell: source.cell.isEmpty ? nil : source.cell, digest: source.digest.isEmpty ? nil : source.digest.hex)
            },
            period: period, value: value.map { ValueJSON($0, catalogue) }, previous: previous.map { ValueJSON($0, catalogue) })
    }

    private func values(_ s: Statement) -> (String?, Value?, Value?) {
        switch s.act {
        case .factRecorded(let a)?: (a.period, a.hasValue ? a.value : nil, a.hasPrevious ? a.previous : nil)
        case .amountRecorded(let a)?: (a.period, a.hasValue ? a.value : nil, a.hasPrevious ? a.previous : nil)
        case .discrepancyNoted(let a)?: (a.period.isEmpty ? nil : a.period, a.hasPrinted ? a.printed : nil, nil)
        default: (nil, nil, nil)
        }
    }
}
