import LedgerModel

/// Parts that both pages are made of: Japanese first, English beside or below it.
enum SiteMarkup {
    /// Two paragraphs. The words are the program's own.
    static func paragraphs(_ words: Words) -> String {
        Markup.element("p", Markup.text(words.ja)) + Markup.element("p", english, Markup.text(words.en))
    }

    /// On one line; once where both are the same.
    static func inline(_ words: Words) -> String {
        words.ja.hasSameBytes(as: words.en) ? Markup.text(words.ja) : Markup.text(words.ja) + " " + Markup.element("span", english, Markup.text(words.en))
    }

    static func heading(_ level: Int, _ words: Words) -> String { Markup.element("h\(level)", inline(words)) }

    /// Data on one line, whose direction is their own.
    static func data(_ raw: String) -> String { Markup.element("bdi", Markup.text(raw)) }

    static func list(_ items: [(label: Words, content: String)]) -> String {
        let rows = items.map { Markup.element("div", Markup.element("dt", inline($0.label)) + Markup.element("dd", $0.content)) }
        return Markup.element("dl", [("class", "facts")], rows.joined())
    }

    /// A table that becomes one card a row where the page is narrow; each cell then says its column.
    static func table(_ caption: Words, _ columns: [Words], _ rows: [[String]]) -> String {
        let head = columns.map { Markup.element("th", [("scope", "col")], inline($0)) }.joined()
        let body = rows.map { cells in
            let parts = zip(columns, cells).enumerated().map { i, cell in
                let label = [("data-label", cell.0.ja.hasSameBytes(as: cell.0.en) ? cell.0.ja : "\(cell.0.ja) \(cell.0.en)")]
                return i == 0 ? Markup.element("th", [("scope", "row")] + label, cell.1) : Markup.element("td", label, Markup.element("div", cell.1))
            }
            return Markup.element("tr", parts.joined())
        }
        return Markup.element(
            "table", [("class", "cards")],
            Markup.element("caption", inline(caption)) + "\n" + Markup.element("thead", Markup.element("tr", head)) + "\n"
                + Markup.element("tbody", body.joined(separator: "\n")))
    }

    static func link(_ path: String, _ content: String) -> String { Markup.element("a", [("href", reference(path))], content) }

    /// A relative reference that stays one, whatever the path's name: all but unreserved characters are percent-encoded.
    static func reference(_ path: String) -> String {
        path.utf8.reduce(into: "./") { result, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                result += hex.utf8.count == 1 ? "%0" + hex : "%" + hex
            }
        }
    }

    /// The stored form, and the era's year in brackets that are not torn apart.
    static func period(_ text: String) -> String {
        let shown = Catalogue(.ja).period(text)
        guard !shown.hasSameBytes(as: text), shown.hasPrefix(text) else { return data(text) }
        return Markup.text(text) + Markup.element("span", [("class", "whole")], Markup.text(String(shown.dropFirst(text.count))))
    }

    /// The day of an instant with its era's year, the whole instant on demand.
    static func instant(_ text: String) -> String {
        guard let day = Day(String(text.prefix(10))) else { return data(text) }
        return Markup.element("time", [("datetime", text), ("title", text)], Markup.text(Catalogue(.ja).day(day)))
    }

    private static var english: [(String, String)] { [("class", "en"), ("lang", "en")] }
}
