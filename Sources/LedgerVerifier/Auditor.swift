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
    private var computed = Frontier()
    /// Over the hashes as they are stored; nil as long as these are the computed ones.
    private var stored: Frontier?
    private var lastRecorded: UInt64 = 0
    private var batch: (first: UInt64, length: UInt32, recorded: Recorded)?
    private var ledgerID = Data()
    private var workspace: Workspace?
    private var chains: [Subject: (version: UInt64, hash: Hash)] = [:]
    private var texts = TextAudit()
    /// Reads the leaf of an entry again.
    private let leafAgain: (UInt64) throws -> [UInt8]?
    /// Leaves of a source that cannot be read again.
    private var kept: Kept?
    private let expectations: [Expectation]
    /// The root when the log had as many entries as somebody kept.
    private var roots: [UInt64: Hash] = [:]

    /// No log reaches it, so that sums of what stands in a damaged entry do not overflow.
    private static let numberLimit = UInt64(Int64.max)

    private init(_ expectations: [Expectation], _ source: some AuditSource) {
        self.expectations = expectations
        kept = source.canReadAgain ? nil : Kept()
        leafAgain = { [kept] number in try kept?.leaves[number] ?? source.leaf(number) }
        for one in expectations { roots[one.size] = .zero }
        roots[0] = roots[0].map { _ in .emptyRoot }
    }

    private final class Kept {
        var leaves: [UInt64: [UInt8]] = [:]
    }

    /// Verifies everything that can be read from `source`, and holds it against what is kept elsewhere. `refused`: checkpoints that
    /// a policy does not accept, in words.
    package static func verify(
        _ source: some AuditSource, expecting expectations: [Expectation] = [], refused: [String] = []
    ) -> VerificationReport {
        var auditor = Auditor(expectations, source)
        auditor.reading("log") { try $0.takeAll(of: source) }
        auditor.endBatch()
        auditor.closeTexts { source.excuse($0, $1) }
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

    /// What each record says by itself is worked out on all cores, ahead of this thread, which takes one after another.
    private mutating func takeAll(of source: some AuditSource) throws {
        var settings: Settings?
        var isFirst = true
        try withPipeline { pipeline in
            try source.forEachRecord { number, bytes in
                if isFirst { settings = Examination.settings(bytes) }
                isFirst = false
                pipeline.feed(Unread(key: number, bytes: bytes, settings: settings))
                return true
            }
        }
    }

    /// Takes every record that `feed` gives, also those before one that fails.
    private mutating func withPipeline(_ feed: (Pipeline<Unread, Examination>) throws -> Void) throws {
        try withoutActuallyEscaping({ (one: Examination) in self.take(one) }) { take in
            let pipeline = Pipeline<Unread, Examination>({ Examination($0.key, $0.bytes, $0.settings) }, take: take)
            defer { pipeline.finish() }
            try feed(pipeline)
        }
    }

    private struct Unread: Sendable {
        let key: UInt64?
        let bytes: [UInt8]
        let settings: Settings?
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

    private mutating func take(_ one: Examination) {
        guard let number = one.key, (1...Auditor.numberLimit).contains(number) else {
            findings.append(Finding(.strangeKey, values: [one.bytes.prefix(16).hex]))
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
        switch one.content {
        case .strange(let error):
            findings.append(Finding(.undecodable, entry: number, values: [error.what, error.why]))
            isBlind = true
            return append(one.hash)
        case .newer(let parts, let format):
            checkHashes(one, parts)
            unchecked.append("entry \(number): format \(format) is newer than \(Limits.format)")
            isBlind = true
        case .unreadable(let parts, let error):
            checkHashes(one, parts)
            let about = Entry(one, parts)
            findings.append(
                Finding(.undecodable, entry: number, subjects: about.subjects, facts: about.facts, values: [error.what, error.why]))
            isBlind = true
        case .entry(let parts, let entry):
            checkHashes(one, parts)
            if let kept { kept.leaves[number] = Array(one.bytes[parts.leaf]) }
            check(entry, storedHash: Hash(one.bytes[parts.hashes].prefix(32)) ?? one.hash)
        }
        if !roots.isEmpty, roots[computed.size] != nil { roots[computed.size] = computed.root }
    }

    /// Goes on in both trees with a hash that no record holds.
    private mutating func append(_ hash: Hash) {
        computed.append(hash) { _, _ in }
        stored?.append(hash) { _, _ in }
    }

    private mutating func checkHashes(_ one: Examination, _ parts: WalkedRecord) {
        let number = size
        let stands = one.bytes[parts.hashes]
        func hash(_ level: Int) -> Hash { Hash(stands[stands.startIndex + 32 * level..<stands.startIndex + 32 * (level + 1)]) ?? .zero }
        guard stands.count / 32 == completedHashCount(index: number - 1) else {
            findings.append(Finding(.treeHash, entry: number, subjects: Entry(one, parts).subjects, values: ["\(stands.count / 32)"]))
            return append(one.hash)
        }
        let kept = hash(0)
        if kept != one.hash {
            let about = Entry(one, parts)
            findings.append(
                Finding(.leafHash, entry: number, subjects: about.subjects, facts: about.facts, values: [kept.hex, one.hash.hex]))
        }
        // Over the stored leaf hashes, so that one altered leaf is one finding.
        var differing: [(stands: Hash, expected: Hash)] = []
        var apart = stored ?? computed
        let isAhead = apart.size != number - 1
        if kept == one.hash, stored == nil, !isAhead {
            computed.append(kept) { level, expected in if hash(level) != expected { differing.append((hash(level), expected)) } }
        } else {
            computed.append(one.hash) { _, _ in }
            if !isAhead {
                apart.append(kept) { level, expected in if level > 0, hash(level) != expected { differing.append((hash(level), expected)) } }
            }
            stored = apart
        }
        for (stands, expected) in differing {
            findings.append(Finding(.treeHash, entry: number, subjects: Entry(one, parts).subjects, values: [stands.hex, expected.hex]))
        }
    }

    private mutating func check(_ examined: ExaminedEntry, storedHash: Hash) {
        let leaf = examined.leaf
        let entry = Entry(leaf.statement)
        if leaf.format != Limits.format { add(.undecodable, entry, ["leaf", "format \(leaf.format)"]) }
        if leaf.number != size { add(.wrongNumber, entry, ["\(leaf.number)"]) }
        checkLedger(leaf, entry)
        checkTime(leaf, entry)
        checkBatch(leaf, entry)
        checkRules(examined, entry)
        checkLinks(examined, entry, storedHash)
        for finding in examined.texts.findings { findings.append(finding.about(entry)) }
        texts.take(leaf, examined.texts)
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
            let settings = Settings(opened)
            workspace = Workspace(settings: settings) { [leafAgain] number in
                try leafAgain(number).map { Event(try Codec.decodeLeaf($0), settings: settings) }
            }
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

    private mutating func checkLinks(_ examined: ExaminedEntry, _ entry: Entry, _ hash: Hash) {
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

    private mutating func checkRules(_ examined: ExaminedEntry, _ entry: Entry) {
        let (leaf, shape) = (examined.leaf, examined.shape)
        for problem in shape { add(.shape, entry, [], problem: problem) }
        guard let workspace else {
            if size == 1 { add(.rule, entry, [], problem: Problem(.missingField, "ledger_opened")) }
            return
        }
        let event = examined.event(workspace.settings)
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

    private mutating func closeTexts(_ excuse: (TextPlace, Commitment.Class) -> Excuse?) {
        let leafAgain = leafAgain
        var unread: [String] = []
        findings += texts.close(excuse: excuse) { place in
            do {
                guard let bytes = try leafAgain(place.entry), let leaf = try? Codec.decodeLeaf(bytes) else { return false }
                return leaf.statement.holdsText(place.field, ordinal: place.ordinal)
            } catch {
                unread.append("entry \(place.entry): \(error)")
                return false
            }
        }
        unchecked += unread
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
