extension Paper {
    /// One file that needs nothing else: no network, no script. Well-formed as XML too.
    package func html(_ language: Language) -> String {
        var writer = HTMLPaper(self, language)
        return writer.document()
    }
}

private struct HTMLPaper {
    private let paper: Paper
    private let language: Language
    /// Numbers of headings, tables and figures so far: their ids.
    private var headings = 0
    private var lastHeading = ""
    private var tables = 0
    private var figures = 0

    init(_ paper: Paper, _ language: Language) {
        self.paper = paper
        self.language = language
    }

    mutating func document() -> String {
        let stamp = paper.stamp.lines(language)
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        let head = [
            Markup.empty("meta", [("charset", "utf-8")]),
            Markup.empty("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
            Markup.empty("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]),
            Markup.element("title", Markup.text("\(paper.title) — \(paper.stamp.ledger)")),
            Markup.element("style", HTMLStyle.sheet(isWide: isWide, footer: stamp.prefix(3).map(\.text).joined(separator: " · "))),
        ]
        let body = [
            Markup.element("a", [("class", "skip"), ("href", "#content")], PaperWords.skip(language)), header(stamp), contents(),
            Markup.element("main", [("id", "content"), ("tabindex", "-1")], blocks().joined(separator: "\n")),
        ]
        let html = Markup.element("head", head.joined(separator: "\n")) + "\n" + Markup.element("body", body.filter { !$0.isEmpty }.joined(separator: "\n"))
        return "<!DOCTYPE html>\n" + Markup.element("html", [("lang", language.rawValue)], html) + "\n"
    }

    /// Paper is turned where a table would be squeezed on an upright sheet.
    private var isWide: Bool {
        paper.blocks.contains { block in
            if case .table(let table) = block { table.forPeople.columns.reduce(0) { $0 + $1.width + 2 } > 100 } else { false }
        }
    }

    private func header(_ stamp: [(label: String, text: String)]) -> String {
        let draft = paper.stamp.edition == nil ? Markup.element("p", [("class", "draft")], PaperWords.draft(language)) : ""
        let list = stamp.map { Markup.element("dt", $0.label) + Markup.element("dd", spoken($0.text), Markup.text($0.text)) }.joined()
        return Markup.element(
            "header",
            Markup.element("h1", spoken(paper.title), Markup.text(paper.title)) + draft
                + Markup.element("dl", [("class", "stamp"), ("aria-label", PaperWords.stamp(language))], list))
    }

    /// A page in English says where its data are Japanese: screen readers and the choice of glyphs need it.
    private func spoken(_ text: String) -> [(String, String)] {
        language == .en && text.unicodeScalars.contains { $0.value >= 0x3000 } ? [("lang", "ja")] : []
    }

    private func contents() -> String {
        var links: [String] = []
        for block in paper.blocks {
            guard case .heading(let level, let text) = block else { continue }
            let link = Markup.element("a", [("href", "#h\(links.count + 1)")] + spoken(text), Markup.text(text))
            links.append(Markup.element("li", [("style", "margin-left:\(max(0, level - 1))em")], link))
        }
        guard links.count > 1 else { return "" }
        let list = Markup.element("summary", PaperWords.contents(language)) + Markup.element("ul", links.joined())
        let open = links.count <= 12 ? [("open", "open")] : []
        return Markup.element("nav", [("aria-label", PaperWords.contents(language))], Markup.element("details", open, list))
    }

    private mutating func blocks() -> [String] {
        var parts: [String] = []
        // Graphs of one form stand in a grid of their own: side by side they are of one height.
        var bullets: [String] = []
        var multiples: [String] = []
        func endCharts() {
            for charts in [bullets, multiples] where !charts.isEmpty {
                parts.append(Markup.element("div", [("class", "charts")], charts.joined(separator: "\n")))
            }
            (bullets, multiples) = ([], [])
        }
        for block in paper.blocks {
            switch block {
            case .chart(.bullet(let chart)):
                bullets.append(figure(chart))
                continue
            case .chart(.multiples(let charts)):
                multiples += charts.map { figure($0) }
                continue
            default: endCharts()
            }
            switch block {
            case .heading(let level, let text):
                headings += 1
                lastHeading = text
                parts.append(Markup.element("h\(min(6, max(1, level) + 1))", [("id", "h\(headings)")] + spoken(text), Markup.text(text)))
            case .paragraph(let text): parts.append(Markup.element("p", spoken(text), Markup.lines(text)))
            case .table(let table): parts.append(self.table(table.forPeople))
            case .chart(.triangle(let chart)): parts.append(triangle(chart))
            case .chart: break
            }
        }
        endCharts()
        return parts
    }

    // MARK: Tables

    /// Wide tables scroll in a region of their own, which the keyboard reaches.
    private mutating func region(_ caption: String, type: String, head: String, body: [String]) -> String {
        tables += 1
        let id = "t\(tables)"
        // A caption that repeats the heading above it is for those who jump from table to table by ear.
        let isSaid = caption.utf8.elementsEqual(lastHeading.utf8) ? [("class", "said")] : []
        let title = Markup.element("caption", [("id", id)] + isSaid + spoken(caption), Markup.element("span", Markup.text(caption)))
        let rows = Markup.element("thead", Markup.element("tr", head)) + "\n" + Markup.element("tbody", body.joined(separator: "\n"))
        return Markup.element(
            "div", [("class", body.count <= 8 ? "scroll short" : "scroll"), ("role", "region"), ("aria-labelledby", id), ("tabindex", "0")],
            Markup.element("table", type.isEmpty ? [] : [("class", type)], title + rows))
    }

    private mutating func table(_ table: PaperTable) -> String {
        let head = table.columns.enumerated().map { i, column in
            // A wide character takes an em and stands for two columns.
            let columns = table.rows.allSatisfy { $0[i] == .blank } ? 8 : min(max(column.width, 4), 44)
            let width = "--w:" + Coordinate.text(Double(columns) / 2 + 1) + "em"
            return Markup.element(
                "th", [("scope", "col"), ("style", width)] + (column.isNumeric ? [("class", "n")] : []) + spoken(column.heading), Markup.text(column.heading))
        }.joined()
        var body = table.rows.enumerated().map { row(table, $0.element, isMarked: table.marked.contains($0.offset)) }
        if body.isEmpty { body = [Markup.element("tr", Markup.element("td", [("colspan", "\(max(1, table.columns.count))")], PaperWords.noRows(language)))] }
        let legend = table.marked.isEmpty ? "" : "\n" + Markup.element("p", [("class", "legend")], PaperWords.marked(language))
        return region(table.caption, type: "", head: head, body: body) + legend
    }

    private func row(_ table: PaperTable, _ cells: [PaperTable.Cell], isMarked: Bool) -> String {
        let mark = isMarked ? Markup.element("span", [("class", "mark"), ("title", PaperWords.attention(language))], "!") : ""
        let parts = cells.enumerated().map { i, cell in
            var content = Markup.lines(cell.bracketed(language))
            if i == 0 { content = mark + content }
            var types = table.columns[i].isNumeric ? ["n"] : []
            if case .absent = cell { types.append("a") }
            var attributes = types.isEmpty ? [] : [("class", types.joined(separator: " "))]
            attributes += spoken(cell.shown)
            if i == 0, case .text = cell { return Markup.element("th", [("scope", "row")] + attributes, content) }
            return Markup.element("td", attributes, content)
        }
        return Markup.element("tr", isMarked ? [("class", "m")] : [], parts.joined())
    }

    /// A table, since that is what it is: what differs from what was known before is marked in words and by hatching.
    private mutating func triangle(_ chart: TriangleChart) -> String {
        let head = ([PaperWords.period(language)] + chart.columns).map { Markup.element("th", [("scope", "col")] + spoken($0), Markup.text($0)) }.joined()
        let body = chart.rows.map { row in
            var known: PaperTable.Cell?
            let cells = row.cells.map { cell in
                // The first value after 調査中 is no revision.
                defer { if cell != .blank { if case .absent = cell { known = nil } else { known = cell } } }
                let content = Markup.lines(cell.bracketed(language))
                if cell == .blank || known == nil { return Markup.element("td", content) }
                if known.map(Self.figure) == Self.figure(cell) { return Markup.element("td", [("class", "s")], content) }
                return Markup.element("td", [("class", "c")], Markup.element("span", PaperWords.changed(language) + " " + content))
            }
            return Markup.element("tr", Markup.element("th", [("scope", "row")] + spoken(row.period), Markup.text(row.period)) + cells.joined())
        }
        return region(chart.title, type: "triangle", head: head, body: body)
            + "\n" + Markup.element("p", [("class", "legend")], PaperWords.triangleKey(language))
    }

    /// Digits and unit without the marks in brackets: a provisional value that becomes final is no other value.
    private static func figure(_ cell: PaperTable.Cell) -> [String] {
        guard case .number(let exact, let shown) = cell else { return [cell.shown] }
        return [exact, String(shown.prefix { !"（(".contains($0) })].map { $0.split(separator: " ").joined(separator: " ") }
    }

    // MARK: Charts

    private mutating func figure(_ chart: BulletChart) -> String {
        figures += 1
        return figure(chart.title, chart.unit, BulletDrawing(chart, name: "f\(figures)", language).drawing())
    }

    private mutating func figure(_ chart: SeriesChart) -> String {
        figures += 1
        return figure(chart.title, chart.unit, SeriesDrawing(chart, language).drawing())
    }

    private func figure(_ title: String, _ unit: String, _ drawing: Drawing) -> String {
        let id = "f\(figures)"
        let size = "0 0 \(Coordinate.text(drawing.width)) \(Coordinate.text(drawing.height))"
        let space = ("xmlns", "http://www.w3.org/2000/svg")
        let words = Markup.element("title", [("id", id + "-t")], Markup.text(title))
            + Markup.element("desc", [("id", id + "-d")], Markup.text(drawing.description(language)))
        let svg = Markup.element(
            "svg", [space, ("viewBox", size), ("role", "img"), ("aria-labelledby", "\(id)-t \(id)-d")], words + drawing.shapes.joined())
        let key = drawing.key.map { item in
            Markup.element("li", Markup.element("svg", [space, ("viewBox", "0 0 16 16")], item.symbol) + Markup.text(item.text))
        }
        let small = [unit, drawing.note].filter { !$0.isEmpty }.joined(separator: language == .ja ? "、" : "; ")
        let caption = Markup.text(title) + (small.isEmpty ? "" : " " + Markup.element("small", Markup.text(Catalogue(language).bracketed(small))))
        return Markup.element(
            "figure",
            Markup.element("figcaption", spoken(title), caption) + svg
                + Markup.element("ul", [("class", "key"), ("aria-hidden", "true")], key.joined()))
    }
}
