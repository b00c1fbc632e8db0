import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerRules
import LedgerVerifier

/// Turns drafts into records: statements with committed texts, judged, linked, numbered, encoded and hashed.
/// Pure but for what `surroundings` give; nothing is written here.
struct Assembly {
    /// One entry, ready to be put under its number.
    struct Entry {
        let number: UInt64
        let record: [UInt8]
    }

    /// The state of one subject's chain.
    struct Head {
        var version: UInt64
        var leafHash: Hash
        static let none = Head(version: 0, leafHash: .zero)
    }

    /// The ledger as it stands, with the entries of this batch so far.
    private let context: WriterState
    let surroundings: Surroundings
    let recorded: Recorded
    let batch: Batch
    private let ledgerID: Data
    /// Why warnings are accepted, where they are.
    var warningReason: String?
    /// Private keys at hand: each signs the entries that need it.
    var signers: [SigningKey] = []
    /// Those of them that signed something.
    private(set) var signed: Set<VerifierKey> = []
    private(set) var frontier: Frontier
    private(set) var entries: [Entry] = []
    /// Texts that this batch destroys.
    private(set) var redactions: [Redacted] = []
    private(set) var problems: [Problem] = []

    init(_ context: WriterState, surroundings: Surroundings, recorded: Recorded, batch: Batch) {
        self.context = context
        self.surroundings = surroundings
        self.recorded = recorded
        self.batch = batch
        ledgerID = Data(context.ledgerID)
        frontier = context.frontier
    }

    /// Problems over this many say nothing new.
    static let problemLimit = 100

    /// Judges and adds one draft. Its problems are collected under `place`; the batch stands only where there are none.
    /// Returns the leaf; nil where it was refused.
    mutating func add(_ draft: Draft, place: String) throws -> [UInt8]? {
        guard problems.count < Assembly.problemLimit else { return nil }
        let number = batch.first + UInt64(entries.count)
        var statement = draft.statement
        statement.ledger = ledgerID
        if case .editionPublished(var edition)? = statement.act, edition.size == 0 {
            edition.size = number - 1
            statement.act = .editionPublished(edition)
        }
        var found: [Problem] = []
        if !draft.statement.ledger.isEmpty, draft.statement.ledger != ledgerID {
            found.append(Problem(.otherLedger, draft.statement.ledger.hex, ledgerID.hex))
        }
        let texts = try commit(draft, into: &statement, &found)
        let event = Event(
            number: number, recorded: recorded.unixNs, batchFirst: batch.first, batchLength: batch.length, statement: statement,
            settings: context.settings)
        found += Shape.check(statement, touches: event.touches)
        let bytes = try Codec.encode(statement)
        let mark = try ActMark(statement: bytes)
        var links: [LeafFrame.Link] = []
        var signatures: [Signature] = []
        if found.isEmpty {
            try checkIsNew(event)
            found += try Rules.judge(event, mark, in: context)
            links = try link(event, &found)
            signatures = try sign(event, bytes, &found)
        }
        if let reason = warningReason, !found.isEmpty, found.allSatisfy(\.code.isWarning), draft.text(.override) == nil {
            var draft = draft
            draft.setText(.override, reason)
            return try add(draft, place: place)
        }
        let leaf = try LeafFrame(number: number, recorded: recorded, batch: batch).encoded(bytes, links: links, signatures: signatures)
        if leaf.count > Limits.leafBytes { found.append(Problem(.tooLong, "leaf", "\(leaf.count)", "\(Limits.leafBytes)")) }
        // What is written must be readable: the other side of the disk's check, on this side of it.
        if found.isEmpty, !Leaf.shape.admits(leaf) {
            let refusal = Codec.refusal(of: Leaf.self, leaf, "leaf")
            found.append(Problem(.badBytes, refusal.what, refusal.why, "canonical"))
        }
        problems += found.map { $0.at(place) }
        let hash = leafHash(leaf)
        var hashes: [UInt8] = []
        for hash in frontier.append(hash) { hash.append(to: &hashes) }
        if found.isEmpty {
            context.add(event, mark, leaf: leaf, hash: hash, links: links)
        } else if !event.touches.isEmpty {
            // A refused entry still counts for those after it, so that one mistake is reported once.
            context.addRefused(event, mark)
        }
        if case .redacted(let act)? = statement.act { redactions.append(act) }
        entries.append(Entry(number: number, record: try RecordFrame(leaf: leaf, texts: texts, hashes: hashes).encoded()))
        return found.isEmpty ? leaf : nil
    }

    /// The record of an entry of this batch; nil for the number of another.
    func record(_ number: UInt64) -> [UInt8]? {
        guard number >= batch.first, number - batch.first < UInt64(entries.count) else { return nil }
        return entries[Int(number - batch.first)].record
    }

    /// The table of ids did not know it; the subject's own events, which come from the log, must not either.
    private func checkIsNew(_ event: Event) throws {
        guard let subject = event.touches.first?.subject else { return }
        if let twin = try context.twin(of: event, about: subject) { throw Snapshot.viewsDiffer(twin.number) }
    }

    /// Draws salts and puts the commitments into the statement.
    private func commit(_ draft: Draft, into statement: inout Statement, _ found: inout [Problem]) throws -> [SaltedText] {
        if !draft.statement.texts.isEmpty { found.append(Problem(.unexpectedField, "statement.texts")) }
        let ordered = draft.texts.sorted { ($0.field.rawValue, $0.ordinal) < ($1.field.rawValue, $1.ordinal) }
        var texts: [SaltedText] = []
        statement.texts = []
        let salts = surroundings.randomBytes(ordered.count * Limits.saltBytes)
        let eventID = Array(statement.event)
        for (place, one) in ordered.enumerated() {
            let size = one.text.utf8.count
            if size == 0 { found.append(Problem(.missingText, one.field.word)) }
            if size > Limits.textBytes { found.append(Problem(.tooLong, one.field.word, "\(size)", "\(Limits.textBytes)")) }
            var salted = SaltedText()
            salted.field = one.field
            salted.ordinal = one.ordinal
            salted.salt = Data(salts[(place * Limits.saltBytes)..<((place + 1) * Limits.saltBytes)])
            salted.text = one.text
            texts.append(salted)
            statement.texts.append(Commitment(one, hash: salted.commitment(in: eventID)))
        }
        return texts
    }

    /// The signatures that the entry needs, by the keys at hand, ascending by key id.
    private mutating func sign(_ event: Event, _ bytes: [UInt8], _ found: inout [Problem]) throws -> [Signature] {
        let needed = try SignatureRules.needed(event, in: context)
        guard !needed.isEmpty else { return [] }
        signed.formUnion(signers.map(\.verifier).filter { needed.contains($0) })
        let signatures = try needed.compactMap { key in try signers.first { $0.verifier == key }?.sign(statement: bytes) }
            .sorted { $0.keyID.lexicographicallyPrecedes($1.keyID) }
        found += try SignatureRules.judge(event, statement: bytes, signatures: signatures, in: context)
        return signatures
    }

    private func link(_ event: Event, _ found: inout [Problem]) throws -> [LeafFrame.Link] {
        try event.subjects.map { subject in
            let head = try context.head(subject)
            if let expected = event.statement.expected.first(where: { $0.subject == subject }) {
                let fits = expected.rule == .any || (expected.rule == .none ? head.version == 0 : head.version == expected.version)
                if !fits { found.append(Problem(.versionDiffers, subject.label, "\(head.version)", "\(expected.version)")) }
            }
            return LeafFrame.Link(subject: subject, version: head.version + 1, previous: head.leafHash.bytes)
        }
    }
}

extension Commitment {
    init(_ text: DraftText, hash: Hash) {
        self.init()
        field = text.field
        ordinal = text.ordinal
        self.hash = Data(hash.bytes)
        self.class = text.class
        ground = text.ground
        until = text.until
    }
}
