import ArgumentParser
import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerReports

/// Checks a proof or a checkpoint with nothing but a key or a policy: no ledger is opened. 0 it holds, 1 it does not.
struct CheckCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "check", abstract: words("証明を確かめる（台帳は要らない）。", "Check a proof; no ledger is needed."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var trust: TrustOptions
    @Option(help: help("手元の古い控え（一貫性の証明を確かめるとき）。", "The older checkpoint, for a proof of consistency.", "file")) var older: String?
    @Option(help: help("記録の本体（証明に入っていないとき）。", "The entry's bytes, where the proof does not hold them.", "file")) var entry: String?
    @Argument(help: help("証明または控えのファイル（- は標準入力）。", "The proof or checkpoint; - is standard input.")) var file: String

    func execute(_ session: Session) throws -> Int32 {
        let policy = try trust.needed()
        let answer: CheckAnswer
        do { answer = try check(policy, session.catalogue) } catch let refusal as Refusal { throw refusal.problem(file, session.language) }
        if common.json { try session.printJSON(answer) } else { for line in answer.lines(session.catalogue) { try session.print(line) } }
        return 0
    }

    private func check(_ policy: Policy, _ catalogue: Catalogue) throws -> CheckAnswer {
        let bytes = try ProofFile.read(file)
        func parse<T>(_ body: ([UInt8]) throws(DecodeError) -> T) throws -> T {
            do { return try body(bytes) } catch { throw Problem(.proofUnreadable, file, "\(error.what) \(error.why)") }
        }
        let first = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
        if first == TlogProof.firstLine {
            let proof = try parse { bytes throws(DecodeError) in try TlogProof(parsing: bytes) }
            guard let leaf = try entry.map(ProofFile.read) ?? proof.extra else { throw Problem(.usage, at: "--entry", file) }
            return CheckAnswer(entry: try Self.leaf(leaf, file), try proof.verify(entry: leaf, policy: policy), catalogue)
        }
        if first == IndicatorProof.firstLine {
            let proof = try parse { bytes throws(DecodeError) in try IndicatorProof(parsing: bytes) }
            return CheckAnswer(subject: try proof.verify(policy: policy), catalogue)
        }
        if first.hasPrefix("old ") {
            let proof = try parse { bytes throws(DecodeError) in try ConsistencyProof(parsing: bytes) }
            guard let older else { throw Problem(.usage, at: "--older", file) }
            let note = try ProofFile.parse(older) { bytes throws(DecodeError) in try SignedNote(parsing: bytes) }
            let held = try policy.accept(note).checkpoint
            return CheckAnswer(grewFrom: held, try proof.verify(extends: held, policy: policy))
        }
        let note = try parse { bytes throws(DecodeError) in try SignedNote(parsing: bytes) }
        return CheckAnswer(kind: "checkpoint", try policy.accept(note))
    }

    private static func leaf(_ bytes: [UInt8], _ file: String) throws -> Leaf {
        do { return try Codec.decodeLeaf(bytes) } catch { throw Problem(.proofUnreadable, file, "\(error.what) \(error.why)") }
    }
}

/// What a proof shows. schema/json/check.schema.json
struct CheckAnswer: Codable {
    struct Cosigner: Codable {
        let name: String
        let time: String
    }
    struct Entry: Codable {
        let number: UInt64
        let recorded: String
        let act: String
        let recordedBy: String
        let signed: Bool
        let subjects: [String]
        let decided: String
        let change: String
        var period: String?
        var value: ValueJSON?
    }

    let kind: String
    let origin: String
    let key: String
    let size: UInt64
    let root: String
    let cosigners: [Cosigner]
    var older: UInt64?
    var subject: String?
    var edition: String?
    var label: String?
    var editionEntry: UInt64?
    var isSealed: Bool?
    var entries: [Entry] = []
    var figures: [String] = []

    init(kind: String, _ accepted: AcceptedCheckpoint) {
        self.kind = kind
        origin = accepted.checkpoint.origin
        key = accepted.log.text
        size = accepted.checkpoint.size
        root = accepted.checkpoint.root.hex
        cosigners = accepted.cosignatures.map { Cosigner(name: $0.witness.name, time: Instant($0.time * 1_000_000_000).text) }
    }

    init(entry leaf: Leaf, _ accepted: AcceptedCheckpoint, _ catalogue: Catalogue) {
        self.init(kind: "event", accepted)
        entries = [Entry(leaf, catalogue)]
    }

    init(grewFrom older: Checkpoint, _ accepted: AcceptedCheckpoint) {
        self.init(kind: "consistency", accepted)
        self.older = older.size
    }

    init(subject proven: ProvenSubject, _ catalogue: Catalogue) {
        self.init(kind: "indicator", proven.checkpoint)
        subject = proven.subject.label
        (edition, label, editionEntry) = (proven.edition.id, proven.edition.label, proven.number)
        switch proven.said {
        case .nothing: isSealed = false
        case .sealed(let events, let text):
            isSealed = true
            entries = events.map { Entry($0, catalogue) }
            figures = text.split(separator: "\r\n").map(String.init)
        }
    }

    func lines(_ catalogue: Catalogue) -> [String] {
        func line(_ ja: String, _ en: String, _ values: String...) -> String { Words(ja, en).filled(catalogue.language, values.map(Visible.text)) }
        var lines = [line("認められます: 台帳 {0} の {1} 件（根 {2}）。鍵 {3}", "holds: log {0} of {1} entries, root {2}; key {3}", origin, "\(size)", root, key)]
        lines += cosigners.map { line("証人: {0}（{1}）", "witness: {0} ({1})", $0.name, $0.time) }
        if let older { lines.append(line("{0} 件の台帳から続いています。", "It grew from the log of {0} entries.", "\(older)")) }
        if let subject, let edition, let label, let number = editionEntry {
            lines.append(line("版 {0}（{1}、記録 {2}）での {3}", "{3} in edition {0} ({1}, entry {2})", edition, label, "\(number)", subject))
            lines.append(
                isSealed == true
                    ? line("それまでの全記録は次の {0} 件です（抜けはありません）。", "All events about it up to then, none left out: {0}", "\(entries.count)")
                    : line("この版にはありません。", "It was not in that edition."))
        }
        lines += entries.map { entry in
            line("記録 {0} {1} {2} {3} [{4}]", "entry {0} {1} {2} {3} [{4}]", "\(entry.number)", entry.recorded, entry.act, entry.recordedBy, entry.subjects.joined(separator: ", "))
                + (entry.value.map { " \(entry.period ?? "") \(Visible.text($0.text))" } ?? "") + (entry.signed ? catalogue(Words(" 署名あり", " signed")) : "")
        }
        if !figures.isEmpty { lines.append(line("版の数値（figures.csv の行）:", "What it said (lines of figures.csv):")) }
        return lines + figures.map(Visible.text)
    }
}

extension CheckAnswer.Entry {
    init(_ leaf: Leaf, _ catalogue: Catalogue) {
        number = leaf.number
        recorded = Instant(leaf.recorded.unixNs).text
        act = leaf.statement.actKind?.rawValue ?? ""
        recordedBy = leaf.statement.recordedBy.label
        signed = !leaf.signatures.isEmpty
        subjects = leaf.statement.subjects.map(\.label)
        decided = leaf.statement.decided.from
        change = Kebab.name(leaf.statement.change)
        switch leaf.statement.act {
        case .factRecorded(let fact)?: (period, value) = (fact.period, fact.hasValue ? ValueJSON(fact.value, catalogue) : nil)
        case .amountRecorded(let amount)?: (period, value) = (amount.period, ValueJSON(amount.value, catalogue))
        default: break
        }
    }
}
