import Foundation
import LedgerModel
import LedgerProjections

/// Identifiers that a table's own numbers give: stable, and readable in reports.
struct RecordIdentifiers<Store: LedgerSource> {
    let source: Store
    private var used: Set<Subject> = []

    init(_ source: Store) { self.source = source }

    /// `o-FY2021-p-001-3`; where that is taken `o-FY2021-p-001-3.2` and so on. Parts keep what an identifier may hold, and are
    /// cut where they are too long.
    mutating func next(_ kind: Subject.Kind, _ prefix: String, _ parts: String...) throws -> Subject {
        let room = Limits.identifierBytes - 5
        let stem = String(([prefix] + parts).map(\.identifierLetters).filter { !$0.isEmpty }.joined(separator: "-").prefix(room))
        var subject = Subject(kind, stem)
        var count = 1
        while try isTaken(subject) {
            count += 1
            subject = Subject(kind, "\(stem).\(count)")
        }
        used.insert(subject)
        return subject
    }

    private func isTaken(_ subject: Subject) throws -> Bool { try used.contains(subject) || source.facts(of: subject).exists }
}

extension String {
    /// `1-II-2` for `1-Ⅱ-②`. What has no such form becomes a full stop, so that 1;2 is 1.2.
    fileprivate var identifierLetters: String {
        let plain = precomposedStringWithCompatibilityMapping.map { letter in
            letter.isASCII && (letter.isLetter || letter.isNumber || letter == "-" || letter == "." || letter == "_") ? letter : "."
        }
        return String(plain).split(separator: ".").joined(separator: ".")
    }
}
