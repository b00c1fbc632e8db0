/// What the parser of the command line says (swift-argument-parser 1.8.2: ErrorMessageGenerator, HelpGenerator, HelpCommand), in the language. The one
/// place where its English is known. What is not recognised stays as it is, and the variable parts are carried over verbatim.
package enum ParserTexts {
    /// A sentence about a command line that could not be read.
    package static func message(_ english: String, _ language: Language) -> String {
        // The one sentence of two lines that is two sentences.
        if let or = range(of: "\n   or: ", in: english[...]) {
            let both = [english[..<or.lowerBound], english[or.upperBound...]].map { message(String($0), language) }
            return both.joined(separator: Words("。または、", " or: ")(language))
        }
        return translated(english, sentences, language) ?? english
    }

    /// A help screen as the parser gives it for a screen of unlimited width, in lines of `columns`. Nil for any other text, such as a script for a shell.
    package static func help(_ english: String, _ language: Language, columns: Int) -> String? {
        guard english.hasPrefix("OVERVIEW: ") || english.hasPrefix("USAGE: ") else { return nil }
        var isOverview = true
        return english.split(separator: "\n", omittingEmptySubsequences: false).map { part in
            let line = String(part)
            if line.hasPrefix("USAGE: ") { isOverview = false }
            if line.hasPrefix("  "), !isOverview, !line.hasPrefix("  See '") { return element(line, language, columns) }
            let shown = translated(line, headings, language) ?? line
            return isOverview ? wrapped("", shown, columns) : shown
        }.joined(separator: "\n")
    }

    // MARK: Sentences

    /// What stands at a place of a sentence.
    private enum Kind {
        case verbatim, quotedList, bulletedList, blankList, flag
        /// What help says before a bracket, and a command line with the parser's own placeholders.
        case lead, synopsis
    }

    private struct Pattern: Sendable {
        /// What stands before, between and after the variable parts.
        let pieces: [String]
        let kinds: [Kind]
        let words: Words

        init(_ pieces: [String], _ words: Words, _ kinds: [Kind] = []) {
            self.pieces = pieces
            self.words = words
            self.kinds = kinds + Array(repeating: .verbatim, count: max(0, pieces.count - 1 - kinds.count))
        }

        /// The variable parts, or nil where the text is another. What a person typed comes first in most sentences and may repeat a piece, so each
        /// piece is the last one that fits.
        func values(_ text: String) -> [String]? {
            // Bytes: a mark that combines with the quotation mark before it is what was typed.
            let parts = pieces.map { Array($0.utf8) }
            var rest = Array(text.utf8)[...]
            guard parts.count > 1 else { return rest.elementsEqual(parts[0]) ? [] : nil }
            let last = parts[parts.count - 1]
            guard rest.count >= parts[0].count + last.count, rest.starts(with: parts[0]), rest.suffix(last.count).elementsEqual(last) else { return nil }
            rest = rest.dropFirst(parts[0].count).dropLast(last.count)
            var values: [String] = []
            for part in parts[1..<(parts.count - 1)].reversed() {
                guard let found = rest.ranges(of: part).last else { return nil }
                values.append(String(decoding: rest[found.upperBound...], as: UTF8.self))
                rest = rest[..<found.lowerBound]
            }
            return [String(decoding: rest, as: UTF8.self)] + values.reversed()
        }
    }

    /// A sentence that another one begins with comes after it.
    private static let sentences: [Pattern] = [
        Pattern(
            ["The value '", "' is invalid for '", "'. Please provide one of the following:\n", ""],
            Words("{1} の値「{0}」は使えません。次のどれかを指定してください: {2}", "The value '{0}' is invalid for '{1}'. Please provide one of: {2}"),
            [.verbatim, .verbatim, .bulletedList]),
        Pattern(
            ["The value '", "' is invalid for '", "'. Please provide one of ", "."],
            Words("{1} の値「{0}」は使えません。次のどれかを指定してください: {2}", "The value '{0}' is invalid for '{1}'. Please provide one of: {2}"),
            [.verbatim, .verbatim, .quotedList]),
        Pattern(["The value '", "' is invalid for '", "': ", ""], Words("{1} の値「{0}」は使えません: {2}", "The value '{0}' is invalid for '{1}': {2}")),
        Pattern(["The value '", "' is invalid for '", "'"], Words("{1} の値「{0}」は使えません", "The value '{0}' is invalid for '{1}'")),
        Pattern(["The value '", "' is invalid.: ", ""], Words("値「{0}」は使えません: {1}", "The value '{0}' is invalid: {1}")),
        Pattern(["The value '", "' is invalid."], Words("値「{0}」は使えません", "The value '{0}' is invalid.")),
        Pattern(["Unknown option '", "'. Did you mean '", "'?"], Words("{0} という指定はありません。{1} のことですか", "Unknown option '{0}'. Did you mean '{1}'?")),
        Pattern(["Unknown option '", "'"], Words("{0} という指定はありません", "Unknown option '{0}'")),
        Pattern(["Missing value for '", "' in '", "'"], Words("{1} の中の {0} に値がありません", "Missing value for '{0}' in '{1}'")),
        Pattern(["Missing value for '", "'"], Words("{0} に値がありません", "Missing value for '{0}'")),
        Pattern(
            ["The option '", "' does not take any value, but '", "' was specified."],
            Words("{0} は値を取りませんが、「{1}」が付いています", "The option '{0}' does not take any value, but '{1}' was specified.")),
        Pattern(["Unexpected argument '", "'"], Words("余分な語「{0}」があります", "Unexpected argument '{0}'")),
        Pattern(["", " unexpected arguments: '", "'"], Words("余分な語が {0} 個あります: '{1}'", "{0} unexpected arguments: '{1}'")),
        Pattern(["Missing expected argument '", "'"], Words("{0} が必要です", "Missing expected argument '{0}'")),
        Pattern(["Missing one of: '", "'"], Words("次のどれかが必要です: '{0}'", "Missing one of: '{0}'")),
        Pattern(
            ["Value to be set with ", " had already been set with ", ""],
            Words("{0} で決めようとしたことは、{1} で決まっています", "Value to be set with {0} had already been set with {1}"), [.flag, .flag]),
        Pattern(["Invalid option: ", ""], Words("指定の形が正しくありません: {0}", "Invalid option: {0}")),
        Pattern(["Missing required subcommand."], Words("続く命令が必要です", "Missing required subcommand.")),
        Pattern(
            ["Command '", "' is not a parent of the current command."],
            Words("{0} はこの命令の親ではありません", "Command '{0}' is not a parent of the current command.")),
        Pattern(
            ["Can't generate completion scripts for '", "'.\nPlease use --generate-completion-script=<shell> with one of:\n    ", ""],
            Words(
                "「{0}」の補完スクリプトは作れません。--generate-completion-script=<シェル> に次のどれかを指定してください: {1}",
                "Can't generate completion scripts for '{0}'. Please use --generate-completion-script=<shell> with one of: {1}"), [.verbatim, .blankList]),
        Pattern(
            ["Can't autodetect a supported shell.\nPlease use --generate-completion-script=<shell> with one of:\n    ", ""],
            Words(
                "シェルを判別できません。--generate-completion-script=<シェル> に次のどれかを指定してください: {0}",
                "Can't autodetect a supported shell. Please use --generate-completion-script=<shell> with one of: {0}"), [.blankList]),
        Pattern(
            ["No value set for non-argument var ", ". Replace with a static variable, or let constant."],
            Words("プログラム内部の障害です: 引数でない変数 {0} に値がありません", "This is a fault of the program: no value for {0}, which is no argument.")),
        Pattern(
            ["Internal error. Parsing command-line arguments hit unimplemented code path."],
            Words("プログラム内部の障害です: 命令の読取りが、まだ作られていない所に来ました", "This is a fault of the program: reading the command came where nothing is made yet.")),
        Pattern(
            ["Internal error. Invalid state while parsing command-line arguments."],
            Words("プログラム内部の障害です: 命令の読取りが、ありえない状態になりました", "This is a fault of the program: reading the command came to an impossible state.")),
    ]

    /// The text by the first pattern that it has; nil where it has none.
    private static func translated(_ text: String, _ patterns: [Pattern], _ language: Language) -> String? {
        for pattern in patterns {
            guard let values = pattern.values(text) else { continue }
            let shown = zip(values, pattern.kinds).map { value($0, $1, language) }
            // Not `filled`: an empty word that a person typed is no dash.
            return pattern.words(language).split(separator: "{", omittingEmptySubsequences: false).enumerated().map { i, part in
                guard i > 0, let close = part.firstIndex(of: "}"), let index = Int(part[..<close]) else { return String(part) }
                return shown[index] + part[part.index(after: close)...]
            }.joined()
        }
        return nil
    }

    private static func value(_ text: String, _ kind: Kind, _ language: Language) -> String {
        switch kind {
        case .verbatim: return text
        case .lead: return language == .ja && text.last == " " ? String(text.dropLast()) : text
        case .synopsis:
            return language == .ja ? text.replacing("<subcommand>", with: "<命令>").replacing("<options>", with: "<オプション>") : text
        case .quotedList:
            return String(text.dropFirst().dropLast().replacing("' and '", with: ", ").replacing("' or '", with: ", ").replacing("', '", with: ", "))
        case .bulletedList: return text.split(separator: "\n").map { String($0.drop { $0 == " " || $0 == "-" }) }.joined(separator: ", ")
        case .blankList: return text.split(separator: " ").joined(separator: ", ")
        case .flag:
            guard language == .ja, text.hasPrefix("flag ") else { return text }
            let flag = text.dropFirst(5)
            guard let within = range(of: "' in '", in: flag) else { return String(flag) }
            return "\(flag[within.upperBound...].dropLast()) の中の \(flag[..<within.lowerBound].dropFirst())"
        }
    }

    /// The last place of the piece.
    private static func range(of piece: String, in text: Substring) -> Range<String.Index>? { text.ranges(of: piece).last }

    // MARK: Help

    /// The column at which the explanations begin.
    private static let explanations = 26

    private static let headings: [Pattern] = [
        Pattern(["ARGUMENTS:"], Words("引数:", "ARGUMENTS:")),
        Pattern(["OPTIONS:"], Words("オプション:", "OPTIONS:")),
        Pattern(["SUBCOMMANDS:"], Words("命令:", "SUBCOMMANDS:")),
        Pattern(["", " SUBCOMMANDS:"], Words("{0}の命令:", "{0} SUBCOMMANDS:")),
        Pattern(["OVERVIEW: Show subcommand help information."], Words("概要: 命令の説明を表示する。", "OVERVIEW: Show subcommand help information.")),
        Pattern(["OVERVIEW: ", ""], Words("概要: {0}", "OVERVIEW: {0}")),
        Pattern(["USAGE: ", ""], Words("使い方: {0}", "USAGE: {0}"), [.synopsis]),
        Pattern(["  See '", "' for detailed help."], Words("  詳しくは {0} を実行してください。", "  See '{0}' for detailed help."), [.synopsis]),
    ]

    private static let explained: [Pattern] = [
        Pattern(["Show help information."], Words("この説明を表示する。", "Show help information.")),
        Pattern(["Show the version."], Words("版を表示する。", "Show the version.")),
        Pattern(["", "(values: ", "; default as flag: ", ")"], Words("{0}（値: {1}、値を略すと {2}）", "{0}(values: {1}; default as flag: {2})"), [.lead]),
        Pattern(["", "(values: ", "; default: ", ")"], Words("{0}（値: {1}、既定 {2}）", "{0}(values: {1}; default: {2})"), [.lead]),
        Pattern(["", "(values: ", ")"], Words("{0}（値: {1}）", "{0}(values: {1})"), [.lead]),
        Pattern(["", "(default as flag: ", ")"], Words("{0}（値を略すと {1}）", "{0}(default as flag: {1})"), [.lead]),
        Pattern(["", "(default: ", ")"], Words("{0}（既定 {1}）", "{0}(default: {1})"), [.lead]),
    ]

    private static let labels: [Pattern] = [Pattern(["  ", " (default)"], Words("  {0}（既定）", "  {0} (default)"))]

    /// A label with its explanation, a label alone, or what stands below one.
    private static func element(_ line: String, _ language: Language, _ columns: Int) -> String {
        var (label, text) = (line.prefix { $0 == " " }, line.drop { $0 == " " })
        if label.count == 2 {
            guard line.count > explanations, line.prefix(explanations).last == " " else { return translated(line, labels, language) ?? line }
            (label, text) = (line.prefix(explanations), line.dropFirst(explanations))
        }
        var before = String(label)
        if label.contains(where: { $0 != " " }) {
            while before.last == " " { before.removeLast() }
            before = translated(before, labels, language) ?? before
            before += String(repeating: " ", count: max(1, explanations - DisplayWidth.of(before)))
        }
        return wrapped(before, translated(String(text), explained, language) ?? String(text), columns)
    }

    /// The text behind the first words of its line; what goes on below it stands under it.
    private static func wrapped(_ before: String, _ text: String, _ columns: Int) -> String {
        let indent = DisplayWidth.of(before)
        let lines = Wrapping.lines(text, columns: max(20, columns - indent))
        return before + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
