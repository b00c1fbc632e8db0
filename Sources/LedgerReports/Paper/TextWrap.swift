/// Breaks a text into lines of a terminal: between words, and on both sides of a wide character, but no line starts
/// with a closing mark or ends with an opening one (JIS X 4051's minimum).
enum TextWrap {
    /// - Precondition: `width`, in columns, is at least 2.
    static func lines(_ text: String, width: Int) -> [String] {
        precondition(width >= 2, "a wide character takes two columns")
        var lines: [String] = []
        var line = ""
        var used = 0
        for unit in units(text) {
            let size = DisplayWidth.of(unit)
            if used + size > width, !line.isEmpty {
                lines.append(trimmed(line))
                (line, used) = ("", 0)
                if unit == " " { continue }
            }
            guard size > width else {
                line += unit
                used += size
                continue
            }
            for character in unit {
                let size = DisplayWidth.of(String(character))
                if used + size > width {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line.append(character)
                used += size
            }
        }
        return lines + (line.isEmpty && !lines.isEmpty ? [] : [trimmed(line)])
    }

    /// Pieces that stay together.
    private static func units(_ text: String) -> [String] {
        var units: [String] = []
        var joins = false
        for character in text {
            let isWide = DisplayWidth.of(String(character)) > 1
            let sticks = closing.contains(character) || (!isWide && character != " " && units.last.map(isWord) == true)
            if (joins || sticks) && character != " ", !units.isEmpty, units.last != " " {
                units[units.count - 1].append(character)
            } else {
                units.append(String(character))
            }
            joins = opening.contains(character)
        }
        return units
    }

    private static func isWord(_ unit: String) -> Bool { unit != " " && unit.last.map { DisplayWidth.of(String($0)) < 2 } == true }

    private static func trimmed(_ line: String) -> String {
        var line = Substring(line)
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    private static let closing: Set<Character> = Set("、。，．・：；？！）〕］｝〕〉》」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％")
    private static let opening: Set<Character> = Set("（〔［｛〈《「『【")
}
