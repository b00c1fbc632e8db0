import ArgumentParser
import Foundation
import LedgerEditions
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerReports

/// Two published files of figures: which figures changed, and whether each change is declared. 1 where one is not, or where the newer file
/// is not what a proof or the ledger says.
struct CompareCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compare",
            abstract: words("公表された数値の二つのファイルを比べる（記録のない変更があれば終了コード 1）。", "Compare two published files of figures (exit code 1 where a change is not declared)."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var trust: TrustOptions
    @Option(help: help("後のファイルの数値が、この指標の証明のとおりかを確かめる。繰返し可。", "Hold the newer file against this proof of an indicator; repeatable.", "file"))
    var proof: [String] = []
    @Option(help: help("後のファイルを、台帳のこの版（識別子または名称）と照合する。", "Hold the newer file against this edition of the ledger (identifier or label).", "edition"))
    var edition: String?
    @Flag(help: help("後のファイルを台帳と照合し、変更を記録した人と理由を示す。", "Hold the newer file against the ledger, and say who changed what and why."))
    var againstLedger = false
    @Argument(help: help("前に公表された数値（figures.csv）。", "The figures published before (figures.csv).")) var old: String
    @Argument(help: help("後に公表された数値。", "The figures published later.")) var new: String

    func execute(_ session: Session) throws -> Int32 {
        let (before, after) = (try FiguresFile(old, session.catalogue), try FiguresFile(new, session.catalogue))
        var comparison = FiguresComparison(old: before.figures, new: after.figures)
        if comparison.common == 0, !before.figures.isEmpty, !after.figures.isEmpty {
            let said = session.catalogue(Words("同じ数値が一つもありません（別の計画か、別の自治体のものです）", "no figure is in both: they are of other plans, or of another city"))
            throw Problem(.usage, at: "", "\(old), \(new): \(said)")
        }
        let reader = againstLedger || edition != nil ? try Reader(session, common) : nil
        let evidence = try proofs().map { $0.held(after.figures, session.language) } + (reader.map { [try ledger($0, after)] } ?? [])
        for one in evidence { if let sealed = one.sealed { comparison = comparison.held(against: sealed, of: one.subjects) } }
        let answer = CompareJSON(
            old: try before.json(reader), new: try after.json(reader), counts: comparison.counts,
            lines: try comparison.lines.filter { $0.verdict != .unchanged }.compactMap { try Self.line($0, reader, session.catalogue) },
            evidence: evidence.map(\.answer))
        if common.json { try session.printJSON(answer) } else { for line in CompareReport(answer, session.catalogue).lines { try session.print(line) } }
        return answer.isClean ? 0 : 1
    }

    /// The proofs that are named, read but not yet judged, and the policy that judges them.
    private func proofs() throws -> [HeldProof] {
        guard !proof.isEmpty else {
            if try trust.read() != nil { throw Problem(.usage, at: "--proof", "--proof FILE") }
            return []
        }
        let policy = try trust.needed()
        return try proof.map { path in
            HeldProof(path: path, proof: try ProofFile.parse(path) { bytes throws(DecodeError) in try IndicatorProof(parsing: bytes) }, policy: policy)
        }
    }

    /// The edition that is named, else the one that published the file: the figures derived again, the file's digest, the seal.
    private func ledger(_ reader: Reader, _ file: FiguresFile) throws -> Evidence {
        let source = common.path(reader.session.environment)
        let named = try edition.map { try reader.edition($0) }
        guard let found = try named ?? reader.edition(publishing: file.digest) else { return Evidence(answer: .init(source: source, fault: .notPublished)) }
        let (plans, size) = (found.act.plans, found.act.size)
        let figures = try Figures.file(plans: plans, size: size, in: reader.snapshot)
        var fault: CompareFault?
        if figures != file.bytes { fault = .otherFigures }
        else if !found.act.files.contains(where: { $0.digest.elementsEqual(file.digest.bytes) }) { fault = .otherDigest }
        else if !(try found.act.seal.elementsEqual(reader.snapshot.seal(plans: plans, size: size).root.bytes)) { fault = .otherSeal }
        return Evidence(answer: .init(source: source, edition: CompareJSON.Edition(found), fault: fault), sealed: try? Figures.read(figures))
    }

    private static func line(_ line: FiguresComparison.Line, _ reader: Reader?, _ catalogue: Catalogue) throws -> CompareJSON.Line? {
        guard let figure = line.new ?? line.old else { return nil }
        let act = try line.new.flatMap { try reader?.snapshot.event($0.entry) }.flatMap { $0.subjects.contains(figure.subject) ? $0 : nil }
        return CompareJSON.Line(
            subject: figure.subject.label, kind: figure.kind.rawValue, measure: figure.measure, part: figure.part, plan: figure.plan,
            verdict: line.verdict.word, contradiction: line.verdict.contradiction, old: line.old.map { CompareJSON.Side($0, catalogue) },
            new: line.new.map { CompareJSON.Side($0, catalogue) }, act: try act.flatMap { try reader?.telling.json($0) })
    }
}

/// A file of figures as it was given.
private struct FiguresFile {
    let path: String
    let bytes: [UInt8]
    let figures: [Figure]
    var digest: Hash { sha256(bytes) }

    /// - Throws: `cannot-read`, or `proof-unreadable` with the line.
    init(_ path: String, _ catalogue: Catalogue) throws {
        self.path = path
        bytes = Array(try FileDigest.read(path))
        do throws(FiguresError) { figures = try Figures.read(bytes) } catch {
            throw Problem(.proofUnreadable, at: "line \(error.line)", path, CompareReport.fault(error.fault.word, column: error.fault.column ?? "", catalogue))
        }
    }

    func json(_ reader: Reader?) throws -> CompareJSON.File {
        CompareJSON.File(path: path, sha256: digest.hex, figures: figures.count, edition: try reader?.edition(publishing: digest).map(CompareJSON.Edition.init))
    }
}

/// What the newer file was held against.
private struct Evidence {
    let answer: CompareJSON.Evidence
    /// The figures that were sealed, where they are known: of these subjects, nil for all.
    var sealed: [Figure]?
    var subjects: Set<Subject>?
}

/// One proof bundle and the policy by which it is judged.
private struct HeldProof {
    let path: String
    let proof: IndicatorProof
    let policy: Policy

    /// Whether the proof holds, and the file has exactly the lines that it proves for its subject.
    func held(_ figures: [Figure], _ language: Language) -> Evidence {
        do throws(Refusal) {
            let proven = try proof.verify(policy: policy)
            let lines = figures.filter { $0.subject == proven.subject }.flatMap(\.line)
            let sealed = if case .sealed(_, let sealed) = proven.said { Array(sealed.utf8) } else { [UInt8]() }
            let answer = CompareJSON.Evidence(
                source: path, subject: proven.subject.label,
                edition: CompareJSON.Edition(id: proven.edition.id, label: proven.edition.label, entry: proven.number),
                origin: proven.checkpoint.checkpoint.origin, size: proven.checkpoint.checkpoint.size,
                cosigners: proven.checkpoint.cosignatures.map(\.witness.name), fault: lines == sealed ? nil : .otherFigures)
            return Evidence(answer: answer, sealed: try? Figures.read(Figures.header + sealed), subjects: [proven.subject])
        } catch {
            return Evidence(answer: .init(source: path, subject: proof.subject.label, fault: .refused, detail: error.words(language)))
        }
    }
}

extension Reader {
    /// The newest edition that published a file with this digest.
    fileprivate func edition(publishing digest: Hash) throws -> (event: Event, act: EditionPublished)? {
        let all = try snapshot.subjects(of: .edition).compactMap { try snapshot.facts(of: $0).holds(FactKey(.definition)) }
        return all.sorted { $0.number > $1.number }.lazy.compactMap { event in
            guard case .editionPublished(let act)? = event.statement.act, act.files.contains(where: { $0.digest.elementsEqual(digest.bytes) }) else { return nil }
            return (event, act)
        }.first
    }
}

extension CompareJSON.Edition {
    fileprivate init(_ edition: (event: Event, act: EditionPublished)) {
        self.init(id: edition.act.id, label: edition.act.label, entry: edition.event.number)
    }
}

extension CompareJSON.Side {
    fileprivate init(_ figure: Figure, _ catalogue: Catalogue) {
        self.init(period: figure.period, change: figure.change.rawValue, reason: figure.reason, entry: figure.entry)
        switch figure.content {
        case .value(let value)?: self.value = ValueJSON(value, catalogue)
        case .grade(let grade)?: self.grade = grade
        case .noGrade(let why)?: noGrade = Kebab.name(why)
        case nil: break
        }
    }
}
