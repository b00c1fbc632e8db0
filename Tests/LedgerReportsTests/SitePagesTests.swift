import Foundation
import LedgerModel
import Testing

@testable import LedgerReports

@Suite struct SitePagesTests {
    private struct Page {
        let text: String
        let tree: MarkupElement
        let script: String
        let data: String

        /// The page without what its scripts hold, which is not XML.
        init(_ bytes: [UInt8]) throws {
            text = String(decoding: bytes, as: UTF8.self)
            var rest = text
            var inside: [String] = []
            for open in ["<script type=\"application/json\" id=\"data\">", "<script>"] {
                guard let start = rest.range(of: open), let end = rest.range(of: "</script>", range: start.upperBound..<rest.endIndex) else {
                    inside.append("")
                    continue
                }
                inside.append(String(rest[start.upperBound..<end.lowerBound]))
                rest.removeSubrange(start.lowerBound..<end.upperBound)
            }
            (data, script) = (inside[0], inside[1])
            tree = try MarkupElement.parse(rest)
        }

        var policy: String {
            tree.named("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes["content"] ?? ""
        }
    }

    private func index(_ site: Site) throws -> Page { try Page(SitePages.index(site, sha256: SystemDigest.digest)) }
    private func check(_ site: Site) throws -> Page { try Page(SitePages.check(site, sha256: SystemDigest.digest)) }

    private func source(_ text: String) throws -> String {
        "'sha256-" + Data(try SystemDigest.sha256(Array(text.utf8))).base64EncodedString() + "'"
    }

    // MARK: Both pages

    @Test func policiesNameExactlyTheInlineTexts() throws {
        for site in try [SiteSample.site(), SiteSample.hostileSite()] {
            let (index, check) = try (self.index(site), self.check(site))
            for page in [index, check] {
                let style = try source(try #require(page.tree.named("style").first).text)
                let script = page.script.isEmpty ? [] : ["script-src " + (try source(page.script))]
                let parts = ["default-src 'none'"] + script + ["style-src " + style, "base-uri 'none'", "form-action 'none'"]
                #expect(page.policy == parts.joined(separator: "; "))
            }
            #expect(index.script.isEmpty && index.data.isEmpty && !check.script.isEmpty && !check.data.isEmpty)
        }
    }

    @Test func nothingIsLoadedAndNoAttributeActs() throws {
        for site in try [SiteSample.site(), SiteSample.hostileSite()] {
            for page in try [index(site), check(site)] {
                for name in ["script", "link", "img", "iframe", "object", "form", "base"] { #expect(page.tree.named(name).isEmpty, "\(name)") }
                for element in page.tree.all {
                    for (key, value) in element.attributes {
                        #expect(!key.hasPrefix("on") && key != "src" && key != "style", "\(element.name) \(key)")
                        if key == "href" { #expect(value.hasPrefix("#") || value.hasPrefix("./"), "\(value)") }
                    }
                }
                let style = try #require(page.tree.named("style").first).text
                #expect(!style.contains("url(") && !style.contains("@import"))
            }
        }
        for word in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "fetch(", "XMLHttpRequest", "import(", "localStorage"] {
            #expect(!SiteScript.text.contains(word), "\(word)")
        }
        #expect(!SiteScript.text.lowercased().contains("</script") && !SiteScript.text.contains("<!--"))
    }

    @Test func languagesAreSaidAndJapaneseComesFirst() throws {
        let site = try SiteSample.site()
        for page in try [index(site), check(site)] {
            #expect(page.tree.attributes["lang"] == "ja")
            let english = page.tree.ofClass("en")
            #expect(english.count > 5 && english.allSatisfy { $0.attributes["lang"] == "en" })
            for element in english { #expect(!element.wholeText.unicodeScalars.contains { (0x3040...0x9fff).contains($0.value) }, "\(element.wholeText)") }
            let first = try #require(page.tree.named("p").first { $0.text.count > 20 })
            #expect(first.attributes["lang"] == nil)
            #expect(page.tree.named("main").count == 1 && page.tree.named("h1").count == 1 && page.tree.ofClass("skip").first?.attributes["href"] == "#content")
        }
    }

    @Test func sameSiteSameBytes() throws {
        let site = try SiteSample.site()
        #expect(SitePages.index(site, sha256: SystemDigest.digest) == SitePages.index(site, sha256: SystemDigest.digest))
        #expect(SitePages.check(site, sha256: SystemDigest.digest) == SitePages.check(site, sha256: SystemDigest.digest))
    }

    // MARK: The list of editions

    @Test func editionsFilesAndDigestsAreListed() throws {
        let site = try SiteSample.site()
        let page = try index(site)
        let sections = page.tree.ofClass("edition")
        #expect(sections.map { $0.named("h3").first?.wholeText } == ["平成28年度版", "平成27年度版（訂正）", "平成27年度版"])
        for (section, edition) in zip(sections, site.editions) {
            let words = section.wholeText
            #expect(words.contains("\(edition.entry)"))
            for file in edition.files {
                #expect(words.contains(file.sha256) && words.contains(file.sha256.prefix(16) + "…"))
                let isLinked = section.named("a").contains { $0.attributes["href"] == "./" + file.path }
                #expect(isLinked == (file.bytes != nil), "\(file.path)")
            }
        }
        #expect(sections[1].wholeText.contains("関心度の転記誤りの訂正。"))
        #expect(sections.map { $0.wholeText.contains("この版は差し替えられています") } == [false, false, true])
        #expect(sections.map { $0.wholeText.contains("墨消しのため削除") } == [false, false, true])
        #expect(sections.map { $0.wholeText.contains("最初の版") } == [false, false, true])
        #expect(sections[2].named("a").contains { $0.attributes["href"] == "#edition-h27-2" })
        #expect(sections[0].named("time").first?.attributes["datetime"] == "2017-10-02T09:00:00+09:00")
    }

    @Test func undeclaredChangesComeFirstAndAreMarked() throws {
        let page = try index(SiteSample.site())
        let table = try #require(page.tree.ofClass("edition")[0].named("table").last)
        let rows = table.named("tbody")[0].named("tr")
        #expect(rows.map { $0.children[0].wholeText.prefix(3) } == ["インタ", "若年者", "空港利"])
        #expect(rows.map { !$0.ofClass("mark").isEmpty } == [true, false, false])
        #expect(rows.map { $0.named("del").first?.wholeText } == ["217人", "1,070人（速報）", "200万人"])
        #expect(rows.map { $0.named("ins").first?.wholeText } == ["223人", "1,102人", "150万人"])
        #expect(rows[0].wholeText.contains("申告なし"))
        for words in ["申告あり", "達成困難", "87"] { #expect(rows[2].wholeText.contains(words)) }
        #expect(page.tree.ofClass("edition").map { $0.wholeText.contains(SiteWords.undeclared.ja) } == [true, false, false])
        let counts = page.tree.ofClass("edition")[0].named("dl")[1].named("dd").map(\.wholeText)
        #expect(counts == ["2", "1", "3", "0"])
    }

    @Test func tablesSayTheirColumnsInEveryCell() throws {
        let page = try index(SiteSample.site())
        #expect(page.tree.ofClass("cards").count == 5)
        for table in page.tree.ofClass("cards") {
            let heads = table.named("thead")[0].named("th")
            for row in table.named("tbody")[0].named("tr") {
                #expect(row.children.count == heads.count)
                for (cell, head) in zip(row.children, heads) {
                    #expect(head.text.split(separator: " ").allSatisfy { cell.attributes["data-label"]?.contains($0) == true })
                }
            }
        }
    }

    @Test func theLogsKeySizeAndRootAreThere() throws {
        let site = try SiteSample.site()
        let text = try index(site).tree.wholeText
        let fingerprint = try SystemDigest.sha256(Array(site.key.utf8)).hex
        #expect(text.contains(site.key) && text.contains(site.root) && text.contains("104") && text.contains("ledger verify URL"))
        #expect(text.split(separator: " ").joined().contains(fingerprint))
        #expect(text.contains("tools/check-published DIR '\(site.key)'"))
        var other = site
        other.address = "https://example.city/kpi/"
        #expect(try index(other).tree.wholeText.contains("ledger verify https://example.city/kpi/"))
        other.address = "https://x/'; rm -rf /"
        #expect(try index(other).tree.wholeText.contains(#"ledger verify 'https://x/'\''; rm -rf /'"#))
    }

    @Test func redactionsAreSaidOnlyWhereThereAreAny() throws {
        var site = try SiteSample.site()
        #expect(try index(site).tree.named("h2").contains { $0.text.hasPrefix("墨消し") })
        site.removedTexts = 0
        site.editions.removeAll { $0.id == "h27" }
        #expect(try !index(site).tree.named("h2").contains { $0.text.hasPrefix("墨消し") })
        site.editions = []
        #expect(try index(site).tree.wholeText.contains("公表された版はまだありません"))
        #expect(try !check(site).data.isEmpty)
    }

    // MARK: Hostile texts

    @Test func hostileTextsStayTexts() throws {
        let site = try SiteSample.hostileSite()
        let (index, check) = try (self.index(site), self.check(site))
        let shown = Visible.text(SiteSample.hostile)
        for name in ["h1", "h3", "dd", "title", "td", "th", "del", "ins", "code"] {
            #expect(index.tree.named(name).contains { $0.wholeText.contains(shown) }, "\(name)")
        }
        for page in [index, check] {
            for scalar in ["\u{202E}", "\u{2028}", "\u{0}", "\r"] { #expect(!page.text.unicodeScalars.contains(Unicode.Scalar(scalar) ?? " ")) }
            #expect(page.tree.named("script").isEmpty)
        }
        #expect(check.text.components(separatedBy: "<script").count == 3 && check.text.components(separatedBy: "</script").count == 3)
        #expect(!check.data.contains { "<>&".contains($0) })
    }

    /// What a reader's browser parses is what was meant.
    @Test func dataInThePageAreWhole() throws {
        struct Read: Decodable {
            struct Edition: Decodable {
                let label: String
                let figures: String?
                let changes: [Changed]?
            }
            struct Changed: Decodable { let old: String }
            let name: String
            let editions: [Edition]
            let names: [String: String]
            let words: [String: [String: [String]]]
        }
        for site in try [SiteSample.site(), SiteSample.hostileSite()] {
            let read = try JSONDecoder().decode(Read.self, from: Data(check(site).data.utf8))
            #expect(read.name.hasSameBytes(as: site.name) && read.names == site.names)
            for (edition, had) in zip(read.editions, site.editions) {
                #expect(edition.label.hasSameBytes(as: had.label) && edition.figures?.hasSameBytes(as: had.figures ?? "") == true)
                #expect(edition.changes?.map(\.old) == had.changes.filter { $0.verdict != .added }.map(\.old))
            }
            #expect(read.words["reason"]?["UNATTAINABLE"] == ["達成困難", "unattainable"])
            #expect(read.words["change"]?["WITHDRAWN"] == ["取下げ", "withdrawn"] && read.words["kind"]?["ACTUAL"] == ["実績値", "actual"])
            #expect(read.words["bound"]?["AT_LEAST"] == ["以上", "at least"] && read.words["status"]?["A"] == ["", ""])
        }
    }

    @Test func figuresBeyondTheLimitAreLeftOut() throws {
        var site = try SiteSample.site()
        let long = String(repeating: SiteSample.figuresH28, count: SiteData.limit * 2 / 3 / SiteSample.figuresH28.utf8.count)
        site.editions[0].figures = long
        site.editions[1].figures = long
        let bytes = SitePages.check(site, sha256: SystemDigest.digest)
        #expect(bytes.count < SiteData.limit * 3 / 2)
        struct Read: Decodable {
            struct Edition: Decodable { let figures: String? }
            let editions: [Edition]
        }
        func carried(_ site: Site) throws -> [Bool] {
            try JSONDecoder().decode(Read.self, from: Data(check(site).data.utf8)).editions.map { $0.figures != nil }
        }
        #expect(try carried(site) == [true, false, true])
        // Of two plans, each has its newest edition; an older one of the first waits.
        site.editions[2].plans = ["別の計画"]
        site.editions[2].figures = long
        site.editions[0].figures = SiteSample.figuresH28
        #expect(try carried(site) == [true, false, true])
    }
}
