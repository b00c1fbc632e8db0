import LedgerModel
import LedgerProjections
import LedgerProofs

extension Rules {
    /// One key at a time: a second one names the first, which signs the act (`SignatureRules`). No key is registered twice.
    mutating func check(_ a: KeyRegistered) throws {
        let subject = a.purpose == .author ? Subject(.actor, a.actor) : .ledger
        guard let facts = try needsLive(subject) else { return }
        let ring = KeyRing(facts.events)
        if let current = ring.current {
            if Array(a.replaces) != current { fail(.keyExists, subject.label, current.hex) }
        } else if !a.replaces.isEmpty {
            fail(.keyUnknown, subject.label, a.replaces.hex)
        }
        if ring.history.contains(where: { $0.key == Array(a.publicKey) }) { fail(.keyUsed, subject.label, a.publicKey.hex) }
    }

    mutating func check(_ a: KeyRevoked) throws {
        let subject = a.actor.isEmpty ? .ledger : Subject(.actor, a.actor)
        guard let facts = try needs(subject) else { return }
        if KeyRing(facts.events).current != Array(a.publicKey) { fail(.keyUnknown, subject.label, a.publicKey.hex) }
    }

    /// A new incarnation has an origin that no checkpoint was ever signed under.
    mutating func check(_ a: Restored) throws {
        let origin = Origin(try context.facts(of: .ledger, .being).events)
        if origin.names.contains(where: { $0.name.hasSameBytes(as: a.name) }) { fail(.originUsed, a.name) }
    }
}
