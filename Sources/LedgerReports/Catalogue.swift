import LedgerModel

/// Every word that the program itself says, in one language.
package struct Catalogue: Sendable {
    package let language: Language

    package init(_ language: Language) { self.language = language }

    package func callAsFunction(_ words: Words) -> String { words(language) }

    /// What is wrong and why, in one sentence.
    package func what(_ problem: Problem) -> String { problem.code.texts.what.filled(language, problem.values) }

    /// What to type next. Of the values only a missing text's field matters here: it decides the option.
    package func next(_ problem: Problem) -> String {
        guard problem.code == .missingText, let field = TextField.allCases.first(where: { $0.word == problem.values.first }), let option = field.option
        else { return problem.code.texts.next(language) }
        return Words("{0} で付けてください。ファイルの場合は texts に入れます。", "Give it with {0}; in a file, among its texts.").filled(language, [option])
    }

    /// `error[bad-period] line 3: …` and, below it, `  -> …`.
    package func lines(_ problem: Problem) -> [String] {
        let head = problem.code.isWarning ? Words("警告", "warning") : Words("エラー", "error")
        let place = problem.place.isEmpty ? "" : " " + self.place(problem.place)
        return ["\(head(language))[\(problem.code.rawValue)]\(place): \(what(problem))", "  -> \(next(problem))"]
    }

    /// `line 3` and `entry 3` are words of the program; anything else is data.
    package func place(_ place: String) -> String {
        guard language == .ja else { return Visible.text(place) }
        for (english, japanese) in [("line ", "行 "), ("entry ", "記録 "), ("draft ", "案 ")] where place.hasPrefix(english) {
            return japanese + Visible.text(String(place.dropFirst(english.count)))
        }
        return Visible.text(place)
    }
}

/// A problem as `--json` shows it.
package struct ProblemJSON: Codable, Sendable {
    package let code: String
    package let place: String
    package let values: [String]
    package let message: String
    package let next: String
    package let warning: Bool

    package init(_ problem: Problem, _ catalogue: Catalogue) {
        code = problem.code.rawValue
        place = problem.place
        values = problem.values
        message = catalogue.what(problem)
        next = catalogue.next(problem)
        warning = problem.code.isWarning
    }
}
