import ArgumentParser
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerVerifier

/// Whether the log is whole. 0 intact, 1 broken, 4 undetermined; what could not be read is never called intact.
struct VerifyCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "verify", abstract: words("台帳が完全かを検証する。", "Verify that the ledger is whole."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var trust: TrustOptions
    @Option(help: help("外に控えた 大きさ:根（記録時の控えにある）。繰返し可。", "A size and root kept elsewhere, from a receipt; repeatable.", "SIZE:ROOT")) var expect: [String] = []
    @Option(help: help("外に控えた署名済みの控え。--key か --policy で認める。繰返し可。", "A signed checkpoint kept elsewhere, accepted by --key or --policy; repeatable.", "file")) var checkpoint: [String] = []
    @Flag(help: help("ハッシュだけを確かめる（内容・木・文章・控え）。規則、連鎖、署名、索引は見ない。大きな台帳の毎日の点検に。", "Check hashes only (content, tree, texts, what is kept elsewhere), no rules, chains, signatures or views: for a daily look at a large ledger.")) var hashes = false
    @Argument(help: help("公開された台帳（フォルダーまたは https のアドレス）。既定は手元の台帳。", "A published ledger: a folder or an https address; else the ledger at hand.", "DIR-OR-URL")) var source: String?

    func execute(_ session: Session) throws -> Int32 {
        if hashes, let source { throw Problem(.usage, at: "--hashes", source) }
        var anchors = try Anchors(expect: expect, checkpoints: checkpoint, trust: trust, session.language)
        let answer = try source.map { try published($0, anchors, session) } ?? stored(&anchors, session)
        if common.json { try session.printJSON(answer) } else { for line in answer.lines(session.catalogue) { try session.print(line) } }
        if answer.verdict == "intact", !answer.anchored {
            session.say(
                "外に控えた根と比べていません。すべてを書き直した改ざんは --expect SIZE:ROOT でだけ見つかります。",
                "Nothing kept elsewhere was compared; a ledger rewritten from the beginning is found only with --expect SIZE:ROOT.")
        }
        let path = common.path(session.environment)
        if source == nil, !hashes {
            LastDone(.verify, of: path).set(result: answer.verdict, place: nil, size: answer.size, isGood: answer.verdict == "intact")
            if let own = anchors.newestOwn, let size = answer.size, size < own, answer.findings.allSatisfy({ $0.kind == Finding.Kind.expectedSize.rawValue }) {
                session.say(
                    "この台帳は、最後に署名した控え（{1} 件）より短いほかは問題ありません。使用中の台帳なら記録が失われています。複製なら当然で、ledger restore --drill {0} が使用中の台帳と比べます。",
                    "But for being shorter than the last signed checkpoint ({1} entries) nothing is wrong. A ledger in use has lost entries; a backup is always "
                        + "behind, and ledger restore --drill {0} compares it with the ledger in use.", path, "\(own)")
            }
        }
        return ["intact": 0, "broken": 1][answer.verdict] ?? 4
    }

    private func stored(_ anchors: inout Anchors, _ session: Session) throws -> VerifyJSON {
        do {
            let ledger = try Ledger(opening: common.path(session.environment), mode: .reading)
            try anchors.addOwn(ledger, session)
            let report = Auditor.verify(try ledger.auditSource(), expecting: anchors.kept, refused: anchors.refused, depth: hashes ? .hashes : .everything)
            return VerifyJSON(report, try Self.totals(ledger, report), RedactionTeller(ledger, report, session.catalogue), session.catalogue)
        } catch let problem as Problem where problem.code == .damaged {
            return VerifyJSON(broken: problem, session.catalogue)
        } catch let problem as Problem where problem.code != .noLedger && problem.code != .noKey {
            return VerifyJSON(undetermined: problem, session.catalogue)
        }
    }

    /// A published log, by the same auditor. The checkpoint must be one that the reader's keys accept; without keys it is held against the
    /// key that the publication names, and that anchors nothing.
    private func published(_ place: String, _ anchors: Anchors, _ session: Session) throws -> VerifyJSON {
        let policy = try trust.read()
        let report = try Publication.open(place) { $0.verify(policy: policy, expecting: anchors.kept) }
        if policy == nil, let accepted = report.accepted { session.say("公開物が名乗る鍵: {0}", "The key that the publication names: {0}", accepted.log.text) }
        return VerifyJSON(
            report.verification, [], RedactionTeller(nil, report.verification, session.catalogue), session.catalogue,
            files: report.faults.map { fault in
                let values = fault.kind == .checkpointRefused ? [report.refusal?.words(session.language) ?? ""] : fault.values
                return fault.words.filled(session.language, [Visible.text(fault.path)] + values.map(Visible.text))
            }, removed: report.removedFiles)
    }

    /// Printed totals that the entries do not give: reported, not broken. Only where the log could be read whole.
    private static func totals(_ ledger: Ledger, _ report: VerificationReport) throws -> [Scoreboard] {
        report.verdict == .intact && report.depth == .everything ? try ControlCheck(ledger.snapshot()).mismatches : []
    }
}

extension Expectation {
    /// `SIZE:ROOT`, the root in hexadecimal or base64.
    init(option text: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let size = UInt64(parts[0]), let root = Hash(hex: String(parts[1])) ?? Hash(base64: String(parts[1])) else {
            throw Problem(.usage, at: "--expect", text)
        }
        self.init(size: size, root: root)
    }
}

/// schema/json/verification.schema.json
struct VerifyJSON: Codable {
    struct Item: Codable {
        let kind: String
        let entry: UInt64?
        let subjects: [String]
        let facts: [String]
        let values: [String]
        let problem: ProblemJSON?
        let text: String
    }
    /// A text that was destroyed by the entry `by`. The rest is what that entry says, where it can be read.
    struct Redacted: Codable {
        let entry: UInt64
        let field: String
        let ordinal: UInt32
        let by: UInt64
        var recordedBy: String?
        var recorded: String?
        var decided: WhenJSON?
        var reason: String?
        var reasonText: TextJSON?
        let text: String
    }
    struct Total: Codable {
        let subject: String
        let period: String
        let grade: String
        let printed: Int
        let counted: Int
    }

    let verdict: String
    /// `everything`, or `hashes` alone.
    let scope: String
    let size: UInt64?
    let root: String?
    let anchored: Bool
    let texts: Int
    let findings: [Item]
    let consequences: Int
    let redactions: [Redacted]
    let unchecked: [String]
    let totals: [Total]
    /// Files of editions that the publication took away after a redaction.
    let removedFiles: [String]

    /// - Parameter files: what to say of each finding `file`, in their order.
    init(_ report: VerificationReport, _ boards: [Scoreboard], _ teller: RedactionTeller, _ catalogue: Catalogue, files: [String] = [], removed: [String] = []) {
        var files = files[...]
        verdict = Kebab.name(report.verdict)
        scope = Kebab.name(report.depth)
        size = report.size
        root = report.root.hex
        anchored = report.isAnchored
        texts = report.texts
        findings = report.findings.map { finding in Item(finding, catalogue, text: finding.kind == .file ? files.popFirst() : nil) }
        consequences = report.consequences
        redactions = report.redactions.map(teller.tell)
        unchecked = report.unchecked
        removedFiles = removed
        totals = boards.flatMap { board -> [Total] in
            guard case .mismatch(let differences) = board.verdict else { return [] }
            return differences.map {
                Total(subject: board.subject.label, period: board.period, grade: $0.grade, printed: $0.printed, counted: $0.counted)
            }
        }
    }

    /// The ledger could not even be opened for reading its records.
    init(broken problem: Problem, _ catalogue: Catalogue) {
        self.init("broken", [Item(Finding(.undecodable, values: problem.values, problem: problem), catalogue)], [])
    }

    init(undetermined problem: Problem, _ catalogue: Catalogue) {
        self.init("undetermined", [], [catalogue.what(problem)])
    }

    private init(_ verdict: String, _ findings: [Item], _ unchecked: [String]) {
        self.verdict = verdict
        scope = Kebab.name(AuditDepth.everything)
        self.findings = findings
        self.unchecked = unchecked
        (size, root, anchored, texts, consequences, redactions, totals, removedFiles) = (nil, nil, false, 0, 0, [], [], [])
    }

    func lines(_ catalogue: Catalogue) -> [String] {
        let verdicts = [
            "intact": Words("健全: 記録は完全です。", "intact: the ledger is whole."), "broken": Words("破損: 記録に問題があります。", "broken: something is not as it must be."),
        ]
        let isByHash = verdict == "intact" && scope == "hashes"
        let byHash = Words(
            "ハッシュは一致: 内容・木・文章は記録されたときのままです。規則・連鎖・署名・索引は確かめていません（ledger verify）。",
            "hashes hold: content, tree and texts are as they were recorded. Rules, chains, signatures and views were not checked (ledger verify).")
        var lines = [catalogue(isByHash ? byHash : verdicts[verdict] ?? Words("判定不能: 確かめられなかったものがあります。", "undetermined: something could not be checked."))]
        if let size, let root { lines += ["size \(size)", "root \(root)"] }
        lines += findings.map { "- " + $0.text }
        if consequences > 0 {
            lines.append(Words("（上の記録が読めないことによる続きの問題 {0} 件）", "({0} more follow from an entry that cannot be read)").filled(catalogue.language, ["\(consequences)"]))
        }
        lines += unchecked.map { "? " + Visible.text($0) }
        lines += redactions.map(\.text)
        lines += removedFiles.map { Words("墨消しの後に取り下げられたファイル: {0}", "taken away after a redaction: {0}").filled(catalogue.language, [Visible.text($0)]) }
        lines += totals.map {
            Words("公表の集計と合いません: {0} {1} {2} は {3}、記録からは {4}", "a printed total is not what the entries give: {0} {1} {2} has {3}, counted {4}")
                .filled(catalogue.language, [$0.subject, $0.period, $0.grade, "\($0.printed)", "\($0.counted)"])
        }
        return lines
    }
}

extension VerifyJSON.Item {
    init(_ finding: Finding, _ catalogue: Catalogue, text told: String? = nil) {
        kind = finding.kind.rawValue
        entry = finding.entry
        subjects = finding.subjects.map(\.label)
        facts = finding.facts
        values = finding.values
        problem = finding.problem.map { ProblemJSON($0, catalogue) }
        var parts = [finding.entry.map { Words("記録 {0}: ", "entry {0}: ").filled(catalogue.language, ["\($0)"]) } ?? ""]
        parts.append(catalogue(finding.kind.words))
        if !finding.values.isEmpty { parts.append(" [" + finding.values.map(Visible.text).joined(separator: "; ") + "]") }
        if let problem = finding.problem { parts.append(" " + catalogue.what(problem)) }
        let about = (finding.subjects.map(\.label) + finding.facts).map(Visible.text)
        if !about.isEmpty { parts.append(catalogue.bracketed(about.joined(separator: ", "))) }
        text = told ?? parts.joined()
    }
}

extension Finding.Kind {
    var words: Words {
        switch self {
        case .strangeKey: Words("番号でない鍵の下に記録があります", "something stands under a key that is no number")
        case .missing: Words("記録がありません", "the entry is missing")
        case .undecodable: Words("記録が読めません", "the entry cannot be read")
        case .wrongNumber: Words("記録の番号が場所と違います", "its number is not that of its place")
        case .leafHash: Words("記録の内容がハッシュと一致しません", "its content does not match its hash")
        case .treeHash: Words("木のハッシュが一致しません", "a tree hash does not match")
        case .batch: Words("一括登録の区切りが合いません", "its batch does not fit")
        case .timeBack: Words("記録時刻が前に戻っています", "time goes back")
        case .otherLedger: Words("別の台帳の記録です", "it belongs to another ledger")
        case .duplicateID: Words("識別番号が重複しています", "its id is used twice")
        case .link: Words("対象ごとの連鎖が切れています", "the chain of a subject is broken")
        case .shape: Words("形式に合いません", "it is not well formed")
        case .rule: Words("規則に反します", "it breaks a rule")
        case .text: Words("文章が約束のハッシュと一致しません", "a text does not match its commitment")
        case .textMissing: Words("墨消しの記録がないのに文章がありません", "a text is gone without a redaction")
        case .textNotCommitted: Words("約束のない文章があります", "a text that nothing commits to")
        case .textNotDestroyed: Words("墨消しされたはずの文章が残っています", "a redacted text is still there")
        case .expectedSize: Words("控えより短いか、大きさが違います", "the ledger is shorter than what was kept elsewhere")
        case .expectedRoot: Words("控えの根と一致しません", "the root is not what was kept elsewhere")
        case .signature: Words("署名に問題があります", "a signature is not as it must be")
        case .seal: Words("版の封印が記録と一致しません", "the edition's seal is not what the entries give")
        case .checkpoint: Words("署名済みの控えが認められません", "a checkpoint is not accepted")
        case .otherOrigin: Words("別の台帳の名で署名された控えです", "a checkpoint was signed under another name than the ledger's")
        case .staleKey: Words("そのときの台帳の鍵でない鍵で署名された控えです", "a checkpoint was signed with a key that was not the ledger's then")
        case .file: Words("公開されたファイルに問題があります", "a published file is not as it must be")
        case .page: Words("保存ページの構造に問題があります", "the page structure is not sound")
        case .view: Words("索引が記録と一致しません（ledger rebuild で作り直せます）", "a derived row is not what the log gives (ledger rebuild makes it anew)")
        }
    }
}
