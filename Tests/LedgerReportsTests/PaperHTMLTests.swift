import Foundation
import Testing

@testable import LedgerReports

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of a parsed document, with its text but without its children's.
final class MarkupElement {
    let name: String
    let attributes: [String: String]
    var children: [MarkupElement] = []
    var text = ""

    init(_ name: String, _ attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    var all: [MarkupElement] { [self] + children.flatMap(\.all) }
    var wholeText: String { text + children.map(\.wholeText).joined() }

    func named(_ name: String) -> [MarkupElement] { all.filter { $0.name == name } }

    func ofClass(_ type: String) -> [MarkupElement] { all.filter { $0.attributes["class"]?.split(separator: " ").contains { $0 == type } == true } }

    /// - Throws: where the text is not well-formed.
    static func parse(_ text: String) throws -> MarkupElement {
        final class Reader: NSObject, XMLParserDelegate {
            var open = [MarkupElement("", [:])]

            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
            ) {
                let element = MarkupElement(name, attributes)
                open.last?.children.append(element)
                open.append(element)
            }

            func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { open.removeLast() }

            func parser(_ parser: XMLParser, foundCharacters text: String) { open.last?.text += text }
        }
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        let isWhole = parser.parse()
        try #require(isWhole, "line \(parser.lineNumber): \(String(describing: parser.parserError))")
        return try #require(reader.open.first?.children.first)
    }
}

@Suite struct PaperHTMLTests {
    static let papers: [(Paper, Language)] = Language.allCases.flatMap { [(PaperSample.paper(), $0), (PaperSample.hostilePaper(), $0)] }

    @Test func standsAlone() throws {
        for (paper, language) in Self.papers {
            let html = paper.html(language)
            let page = try MarkupElement.parse(html)
            #expect(page.name == "html" && page.attributes["lang"] == language.rawValue)
            for name in ["script", "link", "img", "iframe", "object", "form", "base"] { #expect(page.named(name).isEmpty, "\(name)") }
            for element in page.all {
                for (key, value) in element.attributes {
                    #expect(!key.hasPrefix("on") && key != "src", "\(element.name) \(key)")
                    if key == "href" { #expect(value.hasPrefix("#")) }
                    if value.contains("url(") { #expect(value.hasPrefix("url(#")) }
                }
            }
            let style = try #require(page.named("style").first).text
            #expect(!style.contains("url(") && !style.contains("@import") && !style.contains("{page}") && !style.contains("{footer}"))
        }
    }

    @Test func referencesLeadSomewhere() throws {
        for (paper, language) in Self.papers {
            let page = try MarkupElement.parse(paper.html(language))
            let ids = page.all.compactMap { $0.attributes["id"] }
            #expect(Set(ids).count == ids.count)
            for element in page.all {
                let labels = element.attributes["aria-labelledby"]?.split(separator: " ").map(String.init) ?? []
                let links = [element.attributes["href"], element.attributes["fill"].flatMap { $0.hasPrefix("url(") ? String($0.dropFirst(4).dropLast()) : nil }]
                for id in labels + links.compactMap({ $0.map { String($0.dropFirst()) } }) { #expect(ids.contains(id), "\(id)") }
            }
        }
    }

    @Test func tablesAndChartsAreLabelled() throws {
        for (paper, language) in Self.papers {
            let page = try MarkupElement.parse(paper.html(language))
            #expect(!page.named("table").isEmpty && !page.named("figure").isEmpty)
            for table in page.named("table") {
                #expect(table.children.first?.name == "caption" && table.children.first?.wholeText.isEmpty == false)
                #expect(table.named("thead").count == 1)
                #expect(table.named("th").allSatisfy { ["col", "row"].contains($0.attributes["scope"]) })
                let widths = Set(table.named("tr").map { row in row.children.count })
                #expect(widths.count == 1)
            }
            for region in page.ofClass("scroll") { #expect(region.attributes["tabindex"] == "0" && region.attributes["role"] == "region") }
            for figure in page.named("figure") {
                let picture = try #require(figure.children.first { $0.name == "svg" })
                #expect(picture.attributes["role"] == "img")
                #expect(picture.children.prefix(2).map(\.name) == ["title", "desc"])
                #expect(picture.children.prefix(2).allSatisfy { !$0.text.isEmpty })
                #expect(figure.ofClass("key").allSatisfy { $0.attributes["aria-hidden"] == "true" })
            }
            #expect(page.named("main").count == 1 && page.named("h1").count == 1 && page.ofClass("skip").first?.attributes["href"] == "#content")
        }
    }

    @Test func hostileTextsStayTexts() throws {
        let page = try MarkupElement.parse(PaperSample.hostilePaper().html(.ja))
        let shown = Visible.text(PaperSample.hostile)
        for name in ["h1", "h2", "h6", "p", "caption", "th", "figcaption", "title", "desc", "dd"] {
            #expect(page.named(name).contains { $0.wholeText.contains(shown) }, "\(name)")
        }
    }

    @Test func marksAndAbsencesAreSaidInWords() throws {
        let page = try MarkupElement.parse(PaperSample.paper().html(.ja))
        let marked = page.ofClass("m")
        #expect(marked.count == 1)
        #expect(marked[0].children[0].text == "利用学生数" && marked[0].children[0].children.map(\.text) == ["!"])
        #expect(page.ofClass("a").map(\.wholeText).prefix(3) == ["〔未着手〕", "〔未着手〕", "〔調査中（予定 2018-09-30）〕"])
        #expect(page.ofClass("draft").map(\.wholeText) == ["案・未公表"])
        let sealed = Paper(name: "n", title: "t", stamp: PaperStamp(ledger: "l", edition: "e", asOf: "a", size: 1, root: "0"))
        #expect(try MarkupElement.parse(sealed.html(.ja)).ofClass("draft").isEmpty)
    }

    /// 19,900 became 19,928: a revision. 調査中 became 18,520: the first value.
    @Test func triangleMarksRevisions() throws {
        let page = try MarkupElement.parse(PaperSample.paper().html(.ja))
        let triangle = try #require(page.ofClass("triangle").first)
        #expect(triangle.ofClass("c").map(\.wholeText) == ["改 19,928人"])
        #expect(triangle.named("tr").last?.children.map(\.wholeText) == ["FY2016", "", "〔調査中〕", "18,520人"])
    }

    @Test func aValueThatBecomesFinalIsNotRevised() throws {
        typealias Cell = PaperTable.Cell
        let cells: [Cell] = [
            .number(exact: "30.0", shown: "30.0人（速報）"), .number(exact: "30.0", shown: "30.0人"), .number(exact: "30.0", shown: "30.0千人"),
            .number(exact: "28", shown: "28千人"), .absent("取下げ"), .number(exact: "28", shown: "28千人"),
        ]
        let chart = TriangleChart(title: "t", columns: cells.indices.map { "d\($0)" }, rows: [("p", cells)])
        let paper = Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.chart(.triangle(chart))])
        #expect(try MarkupElement.parse(paper.html(.ja)).ofClass("c").map(\.wholeText) == ["改 30.0千人", "改 28千人", "改 〔取下げ〕"])
    }

    @Test func japaneseDataOnAnEnglishPageSayTheirLanguage() throws {
        let english = try MarkupElement.parse(PaperSample.paper().html(.en))
        #expect(english.named("h1")[0].attributes["lang"] == "ja")
        #expect(english.named("th").first { $0.wholeText == "指標" }?.attributes["lang"] == "ja")
        let japanese = try MarkupElement.parse(PaperSample.paper().html(.ja))
        #expect(japanese.named("h1")[0].attributes["lang"] == nil)
    }
}
