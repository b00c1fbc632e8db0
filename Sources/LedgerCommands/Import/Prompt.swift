import Foundation
import LedgerImport
import LedgerModel
import LedgerReports

/// Asks for classes where a person sits at a terminal. Never required: the same answers can stand in a file.
struct Prompt {
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    let session: Session
    let report: ImportReport

    init(_ session: Session, _ report: ImportReport) {
        self.session = session
        self.report = report
    }

    /// Every answer given; what a person leaves open stays open.
    func ask(_ items: [ImportItem]) throws -> Classification {
        session.say(
            "{0} 件に答えてください。空の行は後回し、q は終わりです。", "{0} questions. An empty line leaves one open, q stops asking.", "\(items.count)")
        var classes: [ClassKey: Classified] = [:]
        for item in items {
            session.console.word("")
            session.console.word(report.cells(item).dropLast().filter { !$0.isEmpty }.joined(separator: "  "))
            for (i, choice) in item.choices.enumerated() { session.console.word("  \(i + 1) \(choice.rawValue)") }
            guard let answer = line("> "), answer != "q" else { break }
            guard let number = Int(answer), item.choices.indices.contains(number - 1) else { continue }
            classes[item.key] = detail(Classified(item.choices[number - 1]))
        }
        return Classification(classes)
    }

    private func detail(_ chosen: Classified) -> Classified {
        var chosen = chosen
        func ask(_ ja: String, _ en: String) -> String { line(Words(ja, en)(session.language)) ?? "" }
        chosen.reasonText = ask("理由: ", "reason: ")
        if !chosen.reasonText.isEmpty { chosen.reason = chosen.kind == .correct ? .error : .other }
        switch chosen.kind {
        case .readByHand: chosen.value = ask("値（例 1200, >=75, pending）: ", "value (1200, >=75, pending): ")
        case .ended: chosen.to = ask("completed 終了, abolished 廃止, suspended 休止: ", "completed, abolished, suspended: ")
        case .restructure: chosen.to = ask("先（例 merged programme:p-3。名称・所管の変更なら空）: ", "to (merged programme:p-3; empty for a name or division): ")
        default: break
        }
        return chosen
    }

    private func line(_ prompt: String) -> String? { session.console.answer(prompt)?.trimmingCharacters(in: .whitespaces) }
}
