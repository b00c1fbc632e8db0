/// The two languages of the catalogue. Data are never translated.
package enum Language: String, Sendable, CaseIterable {
    case ja, en

    /// What `--lang` says, else `LC_ALL`, else `LANG`: Japanese where that starts with `ja`, else English.
    package init(option: Language?, environment: [String: String]) {
        let locale = [environment["LC_ALL"], environment["LANG"]].compactMap { $0 }.first { !$0.isEmpty } ?? ""
        self = option ?? (locale.lowercased().hasPrefix("ja") ? .ja : .en)
    }
}

/// One label or sentence in both languages.
package struct Words: Sendable, Hashable {
    package let ja: String
    package let en: String

    package init(_ ja: String, _ en: String) {
        self.ja = ja
        self.en = en
    }

    package func callAsFunction(_ language: Language) -> String { language == .ja ? ja : en }

    /// The sentence with `{0}`, `{1}` … replaced. A value that the sentence does not mention is added in brackets, and
    /// a placeholder without a value, or with an empty one, becomes a dash: a message never loses what it was given and never shows braces.
    package func filled(_ language: Language, _ values: [String]) -> String {
        var result = ""
        var used: Set<Int> = []
        var rest = Substring(self(language))
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let after = rest[rest.index(after: open)...]
            guard let close = after.firstIndex(of: "}"), let index = Int(after[..<close]) else {
                result += "{"
                rest = after
                continue
            }
            result += index < values.count && !values[index].isEmpty ? Visible.text(values[index]) : "—"
            used.insert(index)
            rest = after[after.index(after: close)...]
        }
        result += rest
        let unsaid = values.indices.filter { !used.contains($0) && !values[$0].isEmpty }.map { Visible.text(values[$0]) }
        return unsaid.isEmpty ? result : result + " [" + unsaid.joined(separator: "; ") + "]"
    }
}
