/// Text in lines for a terminal, by display width.
package enum Wrapping {
    /// Lines of at most `columns` columns. A line ends at a blank, or beside a wide character where Japanese typesetting allows it
    /// (JIS X 4051: no closing mark or small kana begins a line, no opening mark ends one). What has no such place is not cut.
    package static func lines(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line: [Character] = []
        var width = 0
        var end: Int?
        for character in text {
            if let last = line.last, mayBreak(last, character), line.contains(where: { $0 != " " }) { end = line.count }
            line.append(character)
            width += DisplayWidth.of(String(character))
            guard width > columns, character != " ", let place = end else { continue }
            lines.append(trimmed(line[..<place]))
            line = Array(line[place...])
            width = DisplayWidth.of(String(line))
            end = nil
        }
        return lines + [trimmed(line[...])]
    }

    private static func mayBreak(_ before: Character, _ after: Character) -> Bool {
        if after == " " { return false }
        if before == " " { return true }
        return (isWide(before) || isWide(after)) && !opening.contains(before) && !closing.contains(after)
    }

    private static func isWide(_ character: Character) -> Bool { DisplayWidth.of(String(character)) > 1 }

    private static func trimmed(_ line: ArraySlice<Character>) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    private static let opening: Set<Character> = Set("（「『【〔｛《〈([{")
    private static let closing: Set<Character> = Set("、。，．・：；？！）」』】〕｝》〉ー々…,.:;?!)]}%ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
}
