/// Comparing names and labels of one row.
enum Label {
    /// Without spaces and colons: how labels are compared, never how they are kept.
    static func key(_ text: String) -> String {
        String(String.UnicodeScalarView(CellText(text).scalars.filter { !$0.isSpace && !$0.isColon }))
    }

    /// 相談件数（累計）, 累計相談件数: the name says that its numbers are sums over years.
    static func saysSum(_ name: String) -> Bool { ["累計", "累積", "通算"].contains(where: name.contains) }

    /// `key` without parentheses.
    static func withoutGloss(_ text: String) -> String {
        var depth = 0
        var kept = String.UnicodeScalarView()
        for scalar in CellText(text).scalars where !scalar.isSpace && !scalar.isColon {
            if scalar.isOpening { depth += 1 }
            if depth == 0 { kept.append(scalar) }
            if scalar.isClosing { depth -= 1 }
        }
        return String(kept)
    }

    /// `まなびとマイスター認定者数：リーダー` at its last colon.
    static func split(_ text: String) -> (head: String, label: String)? {
        let folded = CellText(text)
        guard let colon = folded.scalars.lastIndex(where: \.isColon) else { return nil }
        return (folded.printed(0..<colon), folded.printed(colon + 1..<folded.scalars.count))
    }

    /// Whether the label of an actual names this measure: the label, its beginning, the name, or both.
    static func fits(_ printed: String, _ label: String, head: String) -> Bool {
        let own = key(printed)
        if own == key(label) || own == key(head) || own == key(head + label) || own == withoutGloss(head + label) || own == withoutGloss(head) { return true }
        return !own.isEmpty && !label.isEmpty && key(label).hasPrefix(own)
    }
}
