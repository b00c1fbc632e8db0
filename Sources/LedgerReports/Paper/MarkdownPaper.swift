extension Paper {
    /// GitHub-flavoured Markdown; charts are left out, since their tables stand beside them. Ends with a line break.
    package func markdown(_ language: Language) -> String {
        var parts = ["# " + Markdown.inline(title)]
        parts.append(stamp.lines(language).map { "- \(Markdown.inline($0.label)): \(Markdown.inline($0.text))" }.joined(separator: "\n"))
        var heading = ""
        for block in blocks {
            switch block {
            case .heading(let level, let text):
                heading = text
                parts.append(String(repeating: "#", count: min(6, max(1, level) + 1)) + " " + Markdown.inline(text))
            case .paragraph(let text): parts.append(Markdown.paragraph(text))
            case .table(let table):
                if !table.caption.utf8.elementsEqual(heading.utf8) { parts.append("**\(Markdown.inline(table.caption))**") }
                parts.append(Markdown.table(table.forPeople, language))
            case .chart: break
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }
}

/// Data as Markdown shows them verbatim.
private enum Markdown {
    static func table(_ table: PaperTable, _ language: Language) -> String {
        if table.rows.isEmpty { return PaperWords.noRows(language) }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        var lines = [line(table.columns.map { inline($0.heading) }), line(table.columns.map { $0.isNumeric ? "---:" : "---" })]
        for (i, row) in table.rows.enumerated() {
            var cells = row.map { inline($0.bracketed(language)) }
            if table.marked.contains(i), !cells.isEmpty { cells[0] = "**!** " + cells[0] }
            lines.append(line(cells))
        }
        let legend = table.marked.isEmpty ? "" : "\n\n" + PaperWords.marked(language)
        return lines.joined(separator: "\n") + legend
    }

    /// On one line; line breaks become `<br>`.
    static func inline(_ raw: String) -> String { Visible.lines(raw).map(escaped).joined(separator: "<br>") }

    /// A text that starts like a heading, a list or a rule is still a text.
    static func paragraph(_ raw: String) -> String {
        Visible.lines(raw).map { line in
            let text = escaped(String(line.drop { $0 == " " }))
            let digits = text.prefix { "0123456789".contains($0) }
            if !digits.isEmpty, let next = text.dropFirst(digits.count).first, ".)".contains(next) {
                return digits + "\\" + text.dropFirst(digits.count)
            }
            return text.first.map { "#+-=".contains($0) } == true ? "\\" + text : text
        }.joined(separator: "  \n")
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            if "\\`*_[]<>|~&$".unicodeScalars.contains(scalar) { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
    }
}
