import Crypto
import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// What a form asks the ledger while it is filled in.
struct Desk {
    let source: Snapshot
    let session: Session

    func facts(_ kind: Subject.Kind, _ id: String) throws -> Facts { try source.facts(of: Subject(kind, id)) }

    /// The measure that is meant: the one named, or the only one.
    func measure(_ indicator: String, _ id: String?) throws -> Measure {
        let measures = try facts(.indicator, indicator).measures()
        if let id {
            guard let measure = measures.first(where: { $0.id == id }) else { throw Problem(.unknownSubject, "indicator:\(indicator)/\(id)") }
            return measure
        }
        guard let only = measures.first else { throw Problem(.unknownSubject, "indicator:\(indicator)") }
        guard measures.count == 1 else { throw Problem(.ambiguous, at: "--measure", indicator, measures.map(\.id).joined(separator: ", ")) }
        return only
    }

    /// The plan that is meant: the one named, or the only one of the ledger.
    func plan(_ id: String?) throws -> String {
        if let id { return id }
        let plans = try source.subjects(of: .plan)
        guard let only = plans.first else { throw Problem(.missingField, "--plan") }
        guard plans.count == 1 else { throw Problem(.ambiguous, at: "--plan", "plan", plans.map(\.id).joined(separator: ", ")) }
        return only.id
    }

    /// What holds under a key on the day on which the draft comes into force.
    func current(_ subject: Subject, _ key: FactKey, for draft: Draft) throws -> Event? {
        let facts = try source.facts(of: subject)
        let when = draft.statement.hasInForce ? draft.statement.inForce : draft.statement.decided
        return when.latestDay.map { facts.holds(key, on: $0) } ?? facts.holds(key)
    }

    /// Says which value a change is about to replace, so that nobody replaces one unseen.
    func showReplaced(_ text: String, by event: Event) {
        session.say("置き換える値: {0}（記録 {1}）", "It replaces: {0} (entry {1})", text, "\(event.number)")
    }
}

enum FileDigest {
    static func sha256(of path: String) throws -> Data { Data(SHA256.hash(data: try read(path))) }

    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    static func read(_ path: String) throws -> Data {
        do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw Problem(.cannotRead, path)
        }
    }
}
