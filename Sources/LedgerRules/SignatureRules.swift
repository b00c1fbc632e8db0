import LedgerModel
import LedgerProjections
import LedgerProofs

/// Whose signature an entry must carry, and whether those that it carries hold (FORMAT.md §6, "Keys").
///
/// `append` asks before it writes, `verify` asks again for every entry. Cost: the facts of the recorder, and one Ed25519
/// verification for each signature; nothing but a look at the recorder's facts where nobody has keys.
package enum SignatureRules {
    /// The keys that must have signed, in the order of their subjects, each once: that of the actor in whose name it is, and
    /// the one that a key's act replaces or revokes.
    package static func needed(_ event: Event, in context: some RuleContext) throws -> [VerifierKey] {
        let statement = event.statement
        var subjects: [Subject] = [statement.recordedBy]
        switch statement.act {
        case .keyRegistered(let act)?: subjects.append(act.purpose == .author ? Subject(.actor, act.actor) : .ledger)
        case .keyRevoked(let act)? where act.actor.isEmpty: subjects.append(.ledger)
        default: break
        }
        if subjects.count > 1 { subjects = Set(subjects).sorted() }
        return try subjects.compactMap { try current($0, in: context) }
    }

    /// What is wrong with these signatures over the statement's bytes. They stand ascending by key id, and each is a needed one's.
    package static func judge(
        _ event: Event, statement bytes: @autoclosure () throws -> [UInt8], signatures: [Signature], in context: some RuleContext
    ) throws -> [Problem] {
        let needed = try needed(event, in: context)
        guard !needed.isEmpty || !signatures.isEmpty else { return [] }
        let bytes = try bytes()
        var problems: [Problem] = []
        for key in needed where !signatures.contains(where: { Array($0.keyID) == key.idBytes }) {
            problems.append(Problem(.signatureMissing, key.name, key.hexID))
        }
        for signature in signatures where !needed.contains(where: { $0.isSignature(signature, overStatement: bytes) }) {
            problems.append(Problem(.signatureBad, signature.keyID.hex))
        }
        let ids = signatures.map { Array($0.keyID) }
        if !zip(ids, ids.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) { problems.append(Problem(.outOfOrder, "signatures")) }
        return problems
    }

    /// The key of an actor or of the log as it stands before the entry. A key that is none cannot have been registered.
    package static func current(_ subject: Subject, in context: some RuleContext) throws -> VerifierKey? {
        let facts = try context.facts(of: subject, .being)
        guard let key = KeyRing(facts.events).current else { return nil }
        return VerifierKey(name: subject == .ledger ? Origin(facts.events).name : subject.id, type: .note, publicKey: key)
    }
}
