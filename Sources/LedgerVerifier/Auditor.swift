import Foundation
import LedgerEditions
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerRules

/// How much of every entry an audit reads.
package enum AuditDepth: Sendable {
    case everything
    /// Leaf hashes, tree hashes and texts against their commitments, and what is kept elsewhere: some twenty times as fast. Finds every byte whose hash was
    /// not recomputed. No canonical form, rules, links, batches, signatures, seals, views or pages, so that what it finds intact is intact as far as hashes go.
    case hashes
}

/// The one auditor: behind `ledger verify`, and at the end of every test.
///
/// Reads every entry once, never stops at the first finding, and never calls intact what it could not read.
/// What it can know from inside: damage whose hashes were not recomputed. Somebody who recomputes everything is
/// found only against a size and root kept elsewhere (`expecting`).
package struct Auditor {
    var findings: [Finding] = []
    var unchecked: [String] = []
    private var consequences = 0
    /// From the first entry that could not be read, what later entries say about earlier ones may only follow from that.
    private var isBlind = false

    var size: UInt64 = 0
    private var computed = Frontier()
    /// Over the hashes as they are stored; nil as long as these are the computed ones.
    private var stored: Frontier?
    var lastRecorded: UInt64 = 0
    var batch: (first: UInt64, length: UInt32, recorded: Recorded)?
    var ledgerID = Data()
    var workspace: Workspace?
    var chains: [Subject: (version: UInt64, hash: Hash)] = [:]
    private var texts = TextAudit()
    /// Reads the leaf of an entry again.
    let leafAgain: (UInt64) throws -> [UInt8]?
    /// Leaves of a source that cannot be read again.
    private var kept: Kept?
    private let expectations: [Expectation]
    private let depth: AuditDepth
    /// The root when the log had as many entries as somebody kept.
    private var roots: [UInt64: Hash] = [:]

    /// No log reaches it, so that sums of what stands in a damaged entry do not overflow.
    private static let numberLimit = UInt64(Int64.max)

    private init(_ expectations: [Expectation], _ depth: AuditDepth, _ source: some AuditSource) {
        self.expectations = expectations
        self.depth = depth
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
        _ source: some AuditSource, expecting expectations: [Expectation] = [], refused: [String] = [], depth: AuditDepth = .everything
    ) -> VerificationReport {
        var auditor = Auditor(expectations, depth, source)
        let isWhole = auditor.reading("log") { try $0.takeAll(of: source) }
        // Where reading ended before the log's end, what is behind that place is not known: neither that it is missing nor what it excuses.
        if isWhole {
            auditor.endBatch()
            auditor.closeTexts { source.excuse($0, $1) }
        }
        for expectation in expectations where isWhole || expectation.size <= auditor.size { auditor.compare(with: expectation) }
        for words in refused { auditor.findings.append(Finding(.checkpoint, values: [words])) }
        guard depth == .everything else { return auditor.report }
        auditor.workspace?.letGoOfFacts()
        auditor.workspace = nil
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
            let pipeline = Pipeline<Unread, Examination>({ [depth] in Examination($0.key, $0.bytes, $0.settings, depth) }, take: take)
            defer { pipeline.finish() }
            try feed(pipeline)
        }
    }

    private struct Unread: Sendable {
        let key: UInt64?
        let bytes: [UInt8]
        let settings: Settings?
    }

    /// Whether it was read to its end.
    @discardableResult private mutating func reading(_ what: String, _ body: (inout Auditor) throws -> Void) -> Bool {
        do { try body(&self) } catch {
            unchecked.append("\(what): \(error)")
            return false
        }
        return true
    }

    private var report: VerificationReport {
        if size == 0, findings.isEmpty, unchecked.isEmpty {
            return VerificationReport(
                verdict: .undetermined, size: 0, root: .emptyRoot, findings: [], consequences: 0, redactions: [],
                unchecked: ["log: holds no entry"], texts: 0, isAnchored: !expectations.isEmpty, depth: depth)
        }
        return VerificationReport(
            verdict: !findings.isEmpty ? .broken : unchecked.isEmpty ? .intact : .undetermined, size: size, root: computed.root,
            findings: findings, consequences: consequences, redactions: texts.redactions, unchecked: unchecked, texts: texts.checked,
            isAnchored: !expectations.isEmpty, depth: depth)
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
        case .hashed(let parts, let stated, let examined):
            checkHashes(one, parts)
            if let kept { kept.leaves[number] = Array(one.bytes[parts.leaf]) }
            if stated != number { findings.append(Finding(.wrongNumber, entry: number, values: ["\(stated)"])) }
            for finding in examined.findings { findings.append(finding.about(Entry(one, parts))) }
            texts.take(examined, subjects: Entry(one, parts).subjects)
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
        texts.take(examined.texts, subjects: entry.subjects)
        for signature in leaf.signatures where signature.keyID.count != 4 || signature.signature.count != 64 {
            add(.undecodable, entry, ["signature", "has another length"])
        }
    }

    mutating func add(_ kind: Finding.Kind, _ entry: Entry, _ values: [String], problem: Problem? = nil) {
        findings.append(Finding(kind, entry: size, subjects: entry.subjects, facts: entry.facts, values: values, problem: problem))
    }

    /// A finding that may only follow from an entry that could not be read.
    mutating func addUnlessBlind(_ kind: Finding.Kind, _ entry: Entry, _ values: [String], problem: Problem? = nil) {
        if isBlind { consequences += 1 } else { add(kind, entry, values, problem: problem) }
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
        // Which name and key were the ledger's then, entries say that are not read for their hashes.
        guard depth == .everything, let signed = kept.signed else { return }
        let ledger = (try? workspace?.facts(of: .ledger, .being).events) ?? []
        let name = Origin(ledger).name(at: kept.size)
        if !signed.name.hasSameBytes(as: name) { findings.append(Finding(.otherOrigin, values: [signed.name, name, "\(kept.size)"])) }
        if let key = KeyRing(ledger).key(at: kept.size), key != signed.publicKey {
            findings.append(Finding(.staleKey, values: [signed.text, "\(kept.size)"]))
        }
    }
}
