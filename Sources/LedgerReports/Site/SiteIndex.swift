import LedgerModel

/// The body of `index.html`.
struct SiteIndex {
    private let site: Site
    private let fingerprint: String

    /// - Parameter fingerprint: SHA-256 of the verifier key's text, hexadecimal.
    init(_ site: Site, fingerprint: String) {
        self.site = site
        self.fingerprint = fingerprint
    }

    func body() -> String {
        let skip = Markup.element("a", [("class", "skip"), ("href", "#content")], SiteMarkup.inline(Words("本文へ移動", "Skip to the content")))
        let editions = SiteMarkup.heading(2, Words("版の一覧", "Editions"))
            + (site.editions.isEmpty ? SiteMarkup.paragraphs(Words("公表された版はまだありません。", "Nothing is published yet.")) : "")
            + site.editions.map(edition).joined(separator: "\n")
        let main = [about(), editions, redactions(), checking(), checkpoint()].filter { !$0.isEmpty }.joined(separator: "\n")
        return [skip, header(), Markup.element("main", [("id", "content"), ("tabindex", "-1")], main)].joined(separator: "\n")
    }

    private func header() -> String {
        let newest = site.editions.first.map { SiteMarkup.data($0.label) + " — " + SiteMarkup.instant($0.recorded) } ?? "—"
        return Markup.element(
            "header",
            Markup.element("p", [("class", "over")], SiteMarkup.inline(Words("公表記録", "Published record"))) + Markup.element("h1", SiteMarkup.data(site.name))
                + SiteMarkup.list([(Words("最新の版", "Newest edition"), newest)]))
    }

    private func about() -> String {
        SiteMarkup.paragraphs(
            Words(
                "計画の指標について公表した値と、その後の変更の記録です。公表のたびに「版」として確定し、あとから書き換えると分かる形で残しています。数値の正しさそのものではなく、公表した内容がひそかに変えられていないことを確かめられます。",
                """
                The figures that were published about a plan's indicators, and every later change. Each publication is fixed as an edition, in a form in \
                which rewriting shows. It lets you check that what was published was not altered in silence; it does not prove that the figures are true.
                """))
            + Markup.element(
                "p", [("class", "action")],
                SiteMarkup.link("check.html", SiteMarkup.inline(Words("手元のファイルが公表されたものか確かめる", "Check whether your file is the published one"))))
    }

    // MARK: Editions

    private func edition(_ edition: Site.Edition) -> String {
        var facts: [(label: Words, content: String)] = [
            (Words("確定日", "Recorded"), SiteMarkup.instant(edition.recorded)), (Words("記録番号", "Entry"), "\(edition.entry)"),
            (Words("計画", "Plans"), edition.plans.map(SiteMarkup.data).joined(separator: Markup.empty("br", []))),
        ]
        if let id = edition.supersedes {
            let reason = edition.reason.map(SiteMarkup.data) ?? SiteMarkup.inline(Words("理由の記載なし", "no reason stated"))
            facts.append((Words("差し替えた版", "Supersedes"), label(id)))
            facts.append((Words("差替えの理由", "Why"), reason))
        }
        if let successor = site.editions.first(where: { $0.supersedes.map { $0.hasSameBytes(as: edition.id) } == true }) {
            let words = SiteMarkup.inline(Words("この版は差し替えられています", "superseded"))
            facts.insert((Words("状態", "State"), Markup.element("strong", words) + " → " + label(successor.id)), at: 0)
        }
        let heading = Markup.element("h3", SiteMarkup.data(edition.label))
        return Markup.element(
            "section", [("class", "edition"), ("id", "edition-" + edition.id)], heading + SiteMarkup.list(facts) + files(edition) + changes(edition))
    }

    private func label(_ id: String) -> String {
        guard let edition = site.editions.first(where: { $0.id.hasSameBytes(as: id) }) else { return SiteMarkup.data(id) }
        return Markup.element("a", [("href", "#edition-" + id)], SiteMarkup.data(edition.label))
    }

    private func files(_ edition: Site.Edition) -> String {
        let rows = edition.files.map { file in
            let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
            let title = SiteMarkup.inline(file.title)
            let digest = Markup.element(
                "details",
                Markup.element("summary", [("title", file.sha256)], Markup.element("code", Markup.text(String(file.sha256.prefix(16)) + "…")))
                    + Markup.element("code", [("class", "full")], Markup.text(file.sha256)))
            guard let bytes = file.bytes else {
                return [title, SiteMarkup.data(name), SiteMarkup.inline(Words("墨消しのため削除", "removed by a redaction")), digest]
            }
            return [title, SiteMarkup.link(file.path, SiteMarkup.data(name)), Grouping.of("\(bytes)"), digest]
        }
        let columns = [Words("内容", "Content"), Words("ファイル", "File"), Words("大きさ（バイト）", "Bytes"), Words("SHA-256", "SHA-256")]
        return SiteMarkup.table(Words("公表したファイル", "Published files"), columns, rows)
    }

    private func changes(_ edition: Site.Edition) -> String {
        guard let before = edition.against else {
            return SiteMarkup.paragraphs(Words("この計画について公表された最初の版です。", "The first edition for these plans."))
        }
        let counts = Site.Change.Verdict.allCases.map { verdict in
            (label: verdict.words, content: "\(edition.changes.count { $0.verdict == verdict })")
        }
        let heading = Markup.element("h4", label(before) + " " + SiteMarkup.inline(Words("からの変更", "— changed since")))
        let list = heading + SiteMarkup.list(counts)
        // What nobody declared comes first: it is what readers look for.
        let rows = edition.alterations.filter { $0.verdict == .undeclared } + edition.alterations.filter { $0.verdict != .undeclared }
        guard !rows.isEmpty else {
            return list + SiteMarkup.paragraphs(Words("前の版にあった値で変わったものはありません。", "No figure of the edition before was changed."))
        }
        let columns = [
            Words("対象", "Subject"), Words("期間", "Period"), Words("前の値 → この版の値", "Before → now"), Words("判定", "Verdict"), Words("行為・理由", "Act and reason"),
            Words("記録", "Entry"),
        ]
        let legend = rows.contains { $0.verdict == .undeclared } ? SiteMarkup.paragraphs(SiteWords.undeclared) : ""
        return list + SiteMarkup.table(Words("変わった値", "Changed figures"), columns, rows.map(cells)) + legend
    }

    private func cells(_ change: Site.Change) -> [String] {
        let none = SiteMarkup.inline(Words("（なし）", "(none)"))
        let isDeclared = change.verdict != .undeclared
        let mark = isDeclared ? "" : Markup.element("span", [("class", "mark")], "!")
        let act = [
            change.change.isEmpty ? nil : SiteWords.of("change", change.change), change.reason.isEmpty ? nil : SiteWords.of("reason", change.reason),
        ].compactMap { $0.map(SiteMarkup.inline) }
        let old = change.old.isEmpty ? none : Markup.element("del", SiteMarkup.data(change.old))
        let new = change.new.isEmpty ? none : Markup.element("ins", SiteMarkup.data(change.new))
        return [
            subject(change), SiteMarkup.period(change.period), old + " → " + new, mark + SiteMarkup.inline(change.verdict.words),
            act.isEmpty ? "—" : act.joined(separator: Markup.empty("br", [])), change.entry.map { "\($0)" } ?? "—",
        ]
    }

    private func subject(_ change: Site.Change) -> String {
        let name = site.names[change.subject].map { SiteMarkup.data($0) + Markup.empty("br", []) } ?? ""
        let rest = [change.subject, change.measure == "m1" ? "" : change.measure, change.part, change.plan].filter { !$0.isEmpty }.joined(separator: " ")
        return name + Markup.element("small", SiteMarkup.inline(SiteWords.of("kind", change.kind)) + " " + Markup.element("code", SiteMarkup.data(rest)))
    }

    // MARK: The log

    private func redactions() -> String {
        let files = site.editions.flatMap(\.files).count { $0.bytes == nil }
        guard site.removedTexts > 0 || files > 0 else { return "" }
        return SiteMarkup.heading(2, Words("墨消し", "Redactions"))
            + SiteMarkup.list([(Words("除いた文章", "Texts removed"), "\(site.removedTexts)"), (Words("除いたファイル", "Files removed"), "\(files)")])
            + SiteMarkup.paragraphs(
                Words(
                    "個人情報などのため公表後に除いたものです。除いたことは記録に残り、ほかの内容の確認には影響しません。一覧は removed.json にあります。",
                    """
                    Taken away after publication, for instance personal data. The record says so, and everything else can still be checked. \
                    removed.json lists them.
                    """))
    }

    private func checking() -> String {
        let address = site.address ?? "URL"
        let commands: [(Words, String)] = [
            (Words("この台帳のプログラムで、記録の全体を検査する", "With this ledger's program: audit the whole record"), "ledger verify \(Self.quoted(address))"),
            (
                Words("別に書かれた小さなスクリプトで確かめる（openssl と Python だけを使う）", "With an independent script that uses openssl and Python only"),
                "\(site.script) DIR \(Self.quoted(site.key))"
            ),
            (Words("ファイル一つのハッシュ値を求める", "Hash of a single file"), "sha256sum FILE"),
            (Words("同じ、Windows で", "The same on Windows"), "certutil -hashfile FILE SHA256"),
        ]
        let list = commands.map { words, command in
            SiteMarkup.paragraphs(words) + Markup.element("pre", [("tabindex", "0")], Markup.element("code", Markup.text(command)))
        }
        return SiteMarkup.heading(2, Words("確かめ方", "How to check")) + list.joined()
            + SiteMarkup.paragraphs(
                Words(
                    "鍵の指紋を、広報紙や議会資料など、この場所とは別に公表されたものと見比べてください。指紋は検証鍵の文字列の SHA-256 です。",
                    """
                    Compare the key's fingerprint with one that was published elsewhere, for instance in the assembly's papers. \
                    It is the SHA-256 of the verifier key's text.
                    """))
            + SiteMarkup.list([
                (Words("検証鍵", "Verifier key"), Markup.element("code", SiteMarkup.data(site.key))),
                (Words("指紋", "Fingerprint"), Markup.element("code", Self.grouped(fingerprint))),
            ])
    }

    private func checkpoint() -> String {
        SiteMarkup.heading(2, Words("チェックポイント", "Checkpoint"))
            + SiteMarkup.list([
                (Words("記録数", "Size"), "\(site.size)"), (Words("根", "Root"), Markup.element("code", SiteMarkup.data(site.root))),
                (
                    Words("データ", "Data"),
                    ["checkpoint", "log.json", "editions.json", "changes.json", "removed.json"].map { SiteMarkup.link($0, Markup.element("code", $0)) }
                        .joined(separator: " ")
                ),
            ])
    }

    private static func grouped(_ hex: String) -> String {
        stride(from: 0, to: hex.utf8.count, by: 8).map { String(hex.dropFirst($0).prefix(8)) }.joined(separator: " ")
    }

    /// One word for a POSIX shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || ":/._-".utf8.contains($0) }
        return isPlain ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
