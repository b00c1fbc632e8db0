import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// What every command that reads views starts with.
struct Reader {
    let session: Session
    let common: CommonOptions
    let snapshot: Snapshot
    let telling: Telling<Snapshot>

    /// - Parameter fromFirst: nothing derived is read.
    init(_ session: Session, _ common: CommonOptions, fromFirst: Bool = false) throws {
        self.session = session
        self.common = common
        let ledger = try Ledger(opening: common.path(session.environment), mode: .reading)
        snapshot = try fromFirst ? ledger.snapshotFromFirst() : ledger.snapshot()
        telling = Telling(snapshot, session.catalogue)
    }

    /// One document with `--json`, lines of text without.
    func answer(_ json: () throws -> some Encodable, _ lines: () throws -> [String]) throws {
        if common.json { try session.printJSON(json()) } else { for line in try lines() { try session.print(line) } }
    }

    /// A subject by `kind:id`, by the identifier of an indicator, or by a name or code that only one has.
    func subject(_ text: String, _ kind: Subject.Kind = .indicator) throws -> Subject {
        if let subject = Subject(label: text) {
            guard try subject == .ledger || snapshot.facts(of: subject, about: .existence, .definition).exists else { throw Problem(.unknownSubject, subject.label) }
            return subject
        }
        if Subject.isIdentifier(text), try snapshot.facts(of: Subject(kind, text), about: .existence, .definition).exists { return Subject(kind, text) }
        let named = try snapshot.subjects(of: kind).filter { try snapshot.name(of: $0) == text }
        guard let only = named.first else { throw Problem(.nothingFound, text) }
        guard named.count == 1 else { throw Problem(.ambiguous, text, named.map(\.id).joined(separator: ", ")) }
        return only
    }
}
