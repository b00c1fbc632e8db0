import LedgerEditions
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerRules

/// What one entry says against those before it.
extension Auditor {
    mutating func checkLedger(_ leaf: Leaf, _ entry: Entry) {
        if leaf.number == 1, case .ledgerOpened(let opened)? = leaf.statement.act {
            ledgerID = leaf.statement.ledger
            let settings = Settings(opened)
            workspace = Workspace(settings: settings, letGo: LedgerVerifier.letGo) { [leafAgain] number in
                try leafAgain(number).map { try Event(WalkedLeaf($0), settings: settings) }
            }
        }
        if leaf.statement.ledger != ledgerID, !ledgerID.isEmpty { add(.otherLedger, entry, [leaf.statement.ledger.hex, ledgerID.hex]) }
    }

    mutating func checkTime(_ leaf: Leaf, _ entry: Entry) {
        let recorded = leaf.recorded.unixNs
        let isSameBatch = batch?.first == leaf.batch.first
        if recorded < lastRecorded || (recorded == lastRecorded && !isSameBatch && size > 1) {
            add(.timeBack, entry, [Instant(recorded).text, Instant(lastRecorded).text])
        }
        lastRecorded = max(lastRecorded, recorded)
    }

    mutating func checkBatch(_ leaf: Leaf, _ entry: Entry) {
        if let batch, size < batch.first + UInt64(batch.length) {
            if leaf.batch.first != batch.first || leaf.batch.length != batch.length || leaf.recorded != batch.recorded {
                addUnlessBlind(.batch, entry, ["\(leaf.batch.first)", "\(batch.first)"])
            }
            return
        }
        if leaf.batch.first != size { addUnlessBlind(.batch, entry, ["\(leaf.batch.first)", "\(size)"]) }
        if leaf.batch.length == 0 || leaf.batch.length > Limits.batchEvents { add(.batch, entry, ["\(leaf.batch.length)", "1"]) }
        batch = (min(leaf.batch.first, size), min(leaf.batch.length, UInt32(Limits.batchEvents)), leaf.recorded)
    }

    /// A log that ends inside a batch has lost its end.
    mutating func endBatch() {
        guard let batch, size + 1 < batch.first + UInt64(batch.length) else { return }
        findings.append(Finding(.missing, entry: size + 1, values: ["\(size + 1)", "\(batch.first + UInt64(batch.length) - 1)"]))
    }

    mutating func checkLinks(_ examined: ExaminedEntry, _ entry: Entry, _ hash: Hash) {
        if !examined.linksFit { add(.link, entry, ["subjects"]) }
        for (link, previous) in zip(examined.leaf.links, examined.previous) {
            let before = chains[link.subject] ?? (0, .zero)
            if link.version != before.version &+ 1 {
                addUnlessBlind(.link, entry, [link.subject.label, "\(link.version)", "\(before.version &+ 1)"])
            } else if previous != before.hash {
                addUnlessBlind(.link, entry, [link.subject.label, link.previous.hex, before.hash.hex])
            }
            chains[link.subject] = (link.version, hash)
        }
    }

    mutating func checkRules(_ examined: ExaminedEntry, _ entry: Entry) {
        let (leaf, shape) = (examined.leaf, examined.shape)
        for problem in shape { add(.shape, entry, [], problem: problem) }
        guard let workspace else {
            if size == 1 { add(.rule, entry, [], problem: Problem(.missingField, "ledger_opened")) }
            return
        }
        let event = examined.event(workspace.settings)
        do {
            if let other = try workspace.number(of: event.id) { add(.duplicateID, entry, [event.id.hex, "\(other)"]) }
            if shape.isEmpty { for problem in try Rules.judge(event, examined.mark, in: workspace) { addUnlessBlind(.rule, entry, [], problem: problem) } }
            let signatures = try SignatureRules.judge(
                event, statement: Codec.encode(leaf.statement), signatures: leaf.signatures, in: workspace)
            for problem in signatures { addUnlessBlind(.signature, entry, [], problem: problem) }
            if let edition = examined.sealed { try checkSeal(edition, event, entry, workspace) }
        } catch {
            unchecked.append("entry \(size): \(error)")
        }
        workspace.add(event, examined.mark)
    }

    /// The sealed root as the log gives it.
    private mutating func checkSeal(_ edition: EditionPublished, _ event: Event, _ entry: Entry, _ workspace: Workspace) throws {
        let chains = chains
        let root = try EditionSeal.make(plans: edition.plans, size: event.number - 1, in: workspace) { subject, _ in
            chains[subject]?.hash ?? .zero
        }.root
        if Array(edition.seal) != root.bytes { addUnlessBlind(.seal, entry, [edition.id, edition.seal.hex, root.hex]) }
    }
}

extension Workspace: SealSource {}

/// What an entry is about: put into words only for findings.
struct Entry {
    private let statement: Statement?

    init(_ statement: Statement) { self.statement = statement }

    /// As far as it can be read with the least demands.
    init(_ one: Examination, _ parts: WalkedRecord) { statement = (try? Leaf(serializedBytes: Array(one.bytes[parts.leaf])))?.statement }

    var subjects: [Subject] { statement?.subjects ?? [] }
    var facts: [String] { (statement?.touches ?? []).map { "\($0.subject.label) \($0.key)" } }
}

extension Finding {
    func about(_ entry: Entry) -> Finding {
        Finding(kind, entry: self.entry, subjects: entry.subjects, facts: entry.facts, values: values, problem: problem)
    }
}
