/// HTML and SVG as text that is also well-formed XML: every element closed, every attribute quoted.
enum Markup {
    /// Data on one line, safe in content and in attributes.
    static func text(_ raw: String) -> String {
        Visible.text(raw).unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// Data that keep their line breaks.
    static func lines(_ raw: String) -> String { Visible.lines(raw).map(text).joined(separator: "<br/>") }

    static func element(_ name: String, _ content: String) -> String { element(name, [], content) }

    /// - Parameter content: markup, or `text` of data.
    static func element(_ name: String, _ attributes: [(String, String)], _ content: String) -> String {
        "<\(open(name, attributes))>\(content)</\(name)>"
    }

    static func empty(_ name: String, _ attributes: [(String, String)]) -> String { "<\(open(name, attributes))/>" }

    private static func open(_ name: String, _ attributes: [(String, String)]) -> String {
        attributes.reduce(name) { $0 + " \($1.0)=\"\(text($1.1))\"" }
    }
}

/// Coordinates of a drawing, to a tenth.
enum Coordinate {
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let rest = abs(tenths) % 10
        return sign + "\(abs(tenths) / 10)" + (rest == 0 ? "" : ".\(rest)")
    }
}
