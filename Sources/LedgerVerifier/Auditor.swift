import Foundation
import LedgerEditions
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerRules

/// The one auditor: behind `ledger verify`, and at the end of every test.
///
/// Reads every entry once, never stops at the first finding, and never calls intact what it could not read.
/// What it can know from inside: damage whose hashes were not recomputed. Somebody who recomputes everything is
/// found only against a size and root kept elsewhere (`expecting`).
package struct Auditor {
    private var findings: [Finding] = []
    private var unchecked: [String] = []
    private var consequences = 0
    /// From the first entry that could not be read, what later entries say about earlier ones may only follow from that.
    private var isBlind = false

    private var size: UInt64 = 0
    private var stored = Frontier()
    private var computed = Frontier()
    private var lastRecorded: UInt64 = 0
    private var batch: (first: UInt64, length: UInt32, recorded: Recorded)?
    private var ledgerID = Data()
    private var workspace: Workspace?
    private var chains: [Subject: (version: UInt64, hash: Hash)] = [:]
    private var texts = TextAudit()
    private let expectations: [Expectation]
    /// The root when the log had as many entries as somebody kept.
    private var roots: [UInt64: Hash] = [:]

    /// No log reaches it, so that sums of what stands in a damaged entry do not overflow.
    private static let numberLimit = UInt64(Int64.max)

    private init(_ expectations: [Expectation]) {
        self.expectations = expectations
        for one in expectations { roots[one.size] = .zero }
        roots[0] = roots[0].map { _ in .emptyRoot }
    }

    /// Verifies everything that can be read from `source`, and holds it against what is kept elsewhere. `refused`: checkpoints that
    /// a policy does not accept, in words.
    package static func verify(
        _ source: some AuditSource, expecting expectations: [Expectation] = [], refused: [String] = []
    ) -> VerificationReport {
        var auditor = Auditor(expectations)
        auditor.texts.excuse = { source.excuse($0, $1) }
        auditor.reading("log") { auditor in
            try source.forEachRecord { number, bytes in
                auditor.take(number, bytes)
                return true
            }
        }
        auditor.endBatch()
        auditor.closeTexts()
        for expectation in expectations { auditor.compare(with: expectation) }
        for words in refused { auditor.findings.append(Finding(.checkpoint, values: [words])) }
        auditor.reading("views") { auditor in
            try source.forEachViewDifference { auditor.findings.append(Finding(.view, values: [$0])) }
        }
        auditor.reading("storage") { auditor in
            try source.forEachStorageFault { auditor.findings.append(Finding(source.storageFaultKind, values: [$0])) }
        }
        return auditor.report
    }

    private mutating func reading(_ what: String, _ body: (inout Auditor) throws -> Void) {
        do { try body(&self) } catch { unchecked.append("\(what): \(error)") }
    }

    private var report: VerificationReport {
        if size == 0, findings.isEmpty, unchecked.isEmpty {
            return VerificationReport(
                verdict: .undetermined, size: 0, root: .emptyRoot, findings: [], consequences: 0, redactions: [],
                unchecked: ["log: holds no entry"], texts: 0, isAnchored: !expectations.isEmpty)
        }
        return VerificationReport(
            verdict: !findings.isEmpty ? .broken : unchecked.isEmpty ? .intact : .undetermined, size: size, root: computed.root,
            findings: findings, consequences: consequences, redactions: texts.redactions, unchecked: unchecked, texts: texts.checked,
            isAnchored: !expectations.isEmpty)
    }

    // MARK: one entry

    private mutating func take(_ key: UInt64?, _ bytes: [UInt8]) {
        guard let number = key, (1...Auditor.numberLimit).contains(number) else {
            findings.append(Finding(.strangeKey, values: [bytes.prefix(16).hex]))
            return
        }
        if number != size + 1 {
            if number > size + 1 {
                findings.append(Finding(.missing, entry: size + 1, values: ["\(size + 1)", "\(number - 1)"]))
                isBlind = true
            } else {
                findings.append(Finding(.strangeKey, entry: number, values: ["\(number)"]))
                return
            }
        }
        size = number
        guard let frame = decodeFrame(number, bytes) else { return }
        let hash = leafHash(frame.leaf)
        checkHashes(number, frame, hash)
        if let leaf = decodeLeaf(number, frame) { check(leaf, frame, storedHash: Hash(frame.hashes.prefix(32)) ?? hash) }
        if roots[computed.size] != nil { roots[computed.size] = computed.root }
    }

    private mutating func decodeFrame(_ number: UInt64, _ bytes: [UInt8]) -> RecordFrame? {
        do throws(DecodeError) {
            let frame = try RecordFrame(decoding: bytes)
            guard try frame.encodedOrSelf(bytes) else { throw DecodeError(what: "record", why: "is not in canonical form") }
            return frame
        } catch {
            findings.append(Finding(.undecodable, entry: number, values: [error.what, error.why]))
            isBlind = true
            // The tree goes on with what stands there, so that later entries are still told apart.
            _ = computed.append(leafHash(bytes))
            _ = stored.append(leafHash(bytes))
            return nil
        }
    }

    private mutating func checkHashes(_ number: UInt64, _ frame: RecordFrame, _ hash: Hash) {
        lazy var about = Auditor.subjects(of: frame)
        _ = computed.append(hash)
        guard let kept = Hash.list(frame.hashes), kept.count == completedHashCount(index: number - 1) else {
            findings.append(Finding(.treeHash, entry: number, subjects: about.subjects, values: ["\(frame.hashes.count / 32)"]))
            _ = stored.append(hash)
            return
        }
        if kept[0] != hash {
            findings.append(Finding(.leafHash, entry: number, subjects: about.subjects, facts: about.facts, values: [kept[0].hex, hash.hex]))
        }
        // Over the stored leaf hashes, so that one altered leaf is one finding.
        guard stored.size == number - 1 else { return }
        let expected = stored.append(kept[0])
        for level in kept.indices.dropFirst() where kept[level] != expected[level] {
            findings.append(Finding(.treeHash, entry: number, subjects: about.subjects, values: [kept[level].hex, expected[level].hex]))
        }
    }

    private mutating func decodeLeaf(_ number: UInt64, _ frame: RecordFrame) -> Leaf? {
        if let format = Codec.formatNumber(ofLeaf: frame.leaf), format > Limits.format {
            unchecked.append("entry \(number): format \(format) is newer than \(Limits.format)")
            isBlind = true
            return nil
        }
        do throws(DecodeError) {
            return try Codec.decodeLeaf(frame.leaf)
        } catch {
            let about = Auditor.subjects(of: frame)
            findings.append(
                Finding(.undecodable, entry: number, subjects: about.subjects, facts: about.facts, values: [error.what, error.why]))
            isBlind = true
            return nil
        }
    }

    /// What an entry is about, read with the least demands.
    private static func subjects(of frame: RecordFrame) -> (subjects: [Subject], facts: [String]) {
        guard let statement = (try? Leaf(serializedBytes: frame.leaf))?.statement else { return ([], []) }
        return (statement.subjects, statement.touches.map { "\($0.subject.label) \($0.key)" })
    }

    private mutating func check(_ leaf: Leaf, _ frame: RecordFrame, storedHash: Hash) {
        let entry = Entry(leaf)
        if leaf.format != Limits.format { add(.undecodable, entry, ["leaf", "format \(leaf.format)"]) }
        if leaf.number != size { add(.wrongNumber, entry, ["\(leaf.number)"]) }
        checkLedger(leaf, entry)
        checkTime(leaf, entry)
        checkBatch(leaf, entry)
        checkRules(leaf, entry)
        checkLinks(leaf, entry, storedHash)
        for finding in texts.take(leaf, frame.texts) { findings.append(finding.about(entry)) }
        for signature in leaf.signatures where signature.keyID.count != 4 || signature.signature.count != 64 {
            add(.undecodable, entry, ["signature", "has another length"])
        }
    }

    private mutating func add(_ kind: Finding.Kind, _ entry: Entry, _ values: [String], problem: Problem? = nil) {
        findings.append(Finding(kind, entry: size, subjects: entry.subjects, facts: entry.facts, values: values, problem: problem))
    }

    /// A finding that may only follow from an entry that could not be read.
    private mutating func addUnlessBlind(_ kind: Finding.Kind, _ entry: Entry, _ values: [String], problem: Problem? = nil) {
        if isBlind { consequences += 1 } else { add(kind, entry, values, problem: problem) }
    }

    private mutating func checkLedger(_ leaf: Leaf, _ entry: Entry) {
        if case .ledgerOpened(let opened)? = leaf.statement.act, leaf.number == 1 {
            ledgerID = leaf.statement.ledger
            workspace = Workspace(settings: Settings(opened))
        }
        if leaf.statement.ledger != ledgerID, !ledgerID.isEmpty { add(.otherLedger, entry, [leaf.statement.ledger.hex, ledgerID.hex]) }
    }

    private mutating func checkTime(_ leaf: Leaf, _ entry: Entry) {
        let recorded = leaf.recorded.unixNs
        let isSameBatch = batch?.first == leaf.batch.first
        if recorded < lastRecorded || (recorded == lastRecorded && !isSameBatch && size > 1) {
            add(.timeBack, entry, [Instant(recorded).text, Instant(lastRecorded).text])
        }
        lastRecorded = max(lastRecorded, recorded)
    }

    private mutating func checkBatch(_ leaf: Leaf, _ entry: Entry) {
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
    private mutating func endBatch() {
        guard let batch, size + 1 < batch.first + UInt64(batch.length) else { return }
        findings.append(Finding(.missing, entry: size + 1, values: ["\(size + 1)", "\(batch.first + UInt64(batch.length) - 1)"]))
    }

    private mutating func checkLinks(_ leaf: Leaf, _ entry: Entry, _ hash: Hash) {
        if leaf.links.map(\.subject) != leaf.statement.subjects { add(.link, entry, ["subjects"]) }
        for link in leaf.links {
            let before = chains[link.subject] ?? (0, .zero)
            if link.version != before.version &+ 1 {
                addUnlessBlind(.link, entry, [link.subject.label, "\(link.version)", "\(before.version &+ 1)"])
            } else if Hash(Array(link.previous)) != before.hash {
                addUnlessBlind(.link, entry, [link.subject.label, link.previous.hex, before.hash.hex])
            }
            chains[link.subject] = (link.version, hash)
        }
    }

    private mutating func checkRules(_ leaf: Leaf, _ entry: Entry) {
        let shape = Shape.check(leaf.statement)
        for problem in shape { add(.shape, entry, [], problem: problem) }
        guard let workspace else {
            if size == 1 { add(.rule, entry, [], problem: Problem(.missingField, "ledger_opened")) }
            return
        }
        let event = Event(leaf, settings: workspace.settings)
        do {
            if let other = try workspace.number(of: event.id) { add(.duplicateID, entry, [event.id.hex, "\(other)"]) }
            if shape.isEmpty { for problem in try Rules.judge(event, in: workspace) { addUnlessBlind(.rule, entry, [], problem: problem) } }
            let signatures = try SignatureRules.judge(
                event, statement: Codec.encode(leaf.statement), signatures: leaf.signatures, in: workspace)
            for problem in signatures { addUnlessBlind(.signature, entry, [], problem: problem) }
            try checkSeal(event, entry, workspace)
        } catch {
            unchecked.append("entry \(size): \(error)")
        }
        workspace.add(event)
    }

    /// The sealed root as the log gives it.
    private mutating func checkSeal(_ event: Event, _ entry: Entry, _ workspace: Workspace) throws {
        guard case .editionPublished(let edition)? = event.statement.act, !edition.seal.isEmpty else { return }
        let chains = chains
        let root = try EditionSeal.make(plans: edition.plans, size: event.number - 1, in: workspace) { subject, _ in
            chains[subject]?.hash ?? .zero
        }.root
        if Array(edition.seal) != root.bytes { addUnlessBlind(.seal, entry, [edition.id, edition.seal.hex, root.hex]) }
    }

    // MARK: the end

    private mutating func closeTexts() {
        findings += texts.close(isBlind: isBlind)
    }

    private mutating func compare(with kept: Expectation) {
        guard size >= kept.size else {
            findings.append(Finding(.expectedSize, values: ["\(size)", "\(kept.size)"]))
            return
        }
        if let root = roots[kept.size], root != kept.root {
            findings.append(Finding(.expectedRoot, values: [root.hex, kept.root.hex, "\(kept.size)"]))
        }
        guard let signed = kept.signed else { return }
        let ledger = (try? workspace?.facts(of: .ledger).events) ?? []
        let name = Origin(ledger).name(at: kept.size)
        if !signed.name.hasSameBytes(as: name) { findings.append(Finding(.otherOrigin, values: [signed.name, name, "\(kept.size)"])) }
        if let key = KeyRing(ledger).key(at: kept.size), key != signed.publicKey {
            findings.append(Finding(.staleKey, values: [signed.text, "\(kept.size)"]))
        }
    }
}

extension Workspace: SealSource {}

/// What an entry is about, for findings.
struct Entry {
    let subjects: [Subject]
    let facts: [String]

    init(_ leaf: Leaf) {
        subjects = leaf.statement.subjects
        facts = leaf.statement.touches.map { "\($0.subject.label) \($0.key)" }
    }
}

extension Finding {
    func about(_ entry: Entry) -> Finding {
        Finding(kind, entry: self.entry, subjects: entry.subjects, facts: entry.facts, values: values, problem: problem)
    }
}

extension RecordFrame {
    /// Whether these bytes are the one encoding of this record.
    fileprivate func encodedOrSelf(_ bytes: [UInt8]) throws(DecodeError) -> Bool {
        do { return try encoded() == bytes } catch { throw DecodeError(what: "record", why: "cannot be encoded again") }
    }
}
