/// The body of `check.html`, without its data and script.
enum SiteCheck {
    static func body(_ site: Site) -> String {
        let skip = Markup.element("a", [("class", "skip"), ("href", "#content")], SiteMarkup.inline(Words("本文へ移動", "Skip to the content")))
        let header = Markup.element(
            "header",
            Markup.element("p", [("class", "over")], SiteMarkup.data(site.name))
                + Markup.element("h1", SiteMarkup.inline(Words("手元のファイルの確認", "Check your file")))
                + Markup.element("p", SiteMarkup.link("index.html", SiteMarkup.inline(Words("公表記録に戻る", "Back to the published record")))))
        return [skip, header, Markup.element("main", [("id", "content"), ("tabindex", "-1")], main())].joined(separator: "\n")
    }

    private static func main() -> String {
        let purpose = SiteMarkup.paragraphs(
            Words(
                "ファイルを選ぶと、公表されたものと1バイトも違わないか、そのあと何が変わったかをこのページの中で調べます。ファイルはどこにも送信されません。通信も必要ありません。",
                """
                Choose a file: this page says whether it is, to the byte, one that was published, and what has changed since. \
                The file is sent nowhere, and no network is needed.
                """))
        let label = Markup.element("label", [("for", "file")], SiteMarkup.inline(Words("ファイルを選ぶか、ここに落とす", "Choose a file, or drop it here")))
        let input = Markup.empty("input", [("type", "file"), ("id", "file"), ("multiple", "multiple"), ("disabled", "disabled")])
        let drop = Markup.element("div", [("id", "drop")], label + input)
        let notice = Markup.element("div", [("id", "notice"), ("class", "notice"), ("hidden", "hidden")], "")
        let status = Markup.element("p", [("id", "status"), ("role", "status"), ("aria-live", "polite")], "")
        let results = Markup.element("div", [("id", "results")], "")
        return [purpose, noScript(), notice, drop, status, results].joined(separator: "\n")
    }

    private static func noScript() -> String {
        let words = SiteMarkup.paragraphs(
            Words(
                "このページはスクリプトが有効なときに働きます。無効のままでも、次のコマンドで求めた SHA-256 を公表記録にある値と見比べれば確かめられます。",
                "This page needs scripts. Without them, compare the SHA-256 that these commands give with the one in the published record."))
        let commands = Markup.element("pre", Markup.element("code", "sha256sum FILE\ncertutil -hashfile FILE SHA256"))
        return Markup.element("noscript", Markup.element("div", [("class", "notice")], words + commands))
    }
}
