import Foundation
import LedgerEditions
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports
import SheetFiles

/// What is published with an edition: its figures, and the reports over each of its plans in Japanese, as pages, CSV and workbooks.
/// The same bytes whenever they are made by the same version of the program, as long as no text was redacted.
enum EditionPapers {
    static let figures = "figures.csv"
    private static let reports: [ReportName] = [.progress, .scoreboard, .changes, .opinions, .amounts, .revisions, .errata, .discrepancies]
    private static let formats: [PaperFormat] = [.html, .csv, .xlsx]

    /// Name below the edition's folder and bytes, in a fixed order. A report that has nothing to say about a plan is left out.
    /// - Parameter root: of the log just before the edition.
    static func make(_ edition: EditionPublished, _ moment: EditionMoment, _ ledger: Snapshot, root: String) throws -> [(name: String, bytes: [UInt8])] {
        var files = [(figures, try Figures.file(plans: edition.plans, size: moment.size, in: ledger))]
        let context = try PaperContext(Telling(moment, Catalogue(.ja)), asOf: AsOf(number: moment.size), edition: edition, root: root)
        for plan in edition.plans {
            var question = PaperQuestion()
            question.plan = Subject(.plan, plan)
            question.day = moment.day
            for report in reports {
                guard let paper = try paper(report, context, question) else { continue }
                let name = (edition.plans.count > 1 ? plan + "-" : "") + report.rawValue
                for format in formats { files.append(("\(name).\(format.rawValue)", try PaperFile.bytes(paper, format, .ja, file: name))) }
            }
        }
        return files
    }

    /// Every indicator that has a target or a baseline of these plans is sealed with them.
    /// - Throws: `outside-edition` with the first twenty that are not.
    static func checkWhole(_ edition: EditionPublished, _ ledger: Snapshot) throws {
        var sealed: Set<Subject> = []
        try SealedSubjects.forEach(of: edition.plans, size: ledger.size, in: ledger) { subject, _ in sealed.insert(subject) }
        for plan in edition.plans {
            let outside = try ledger.subjects(of: .indicator).filter { !sealed.contains($0) }.filter { indicator in
                let facts = try ledger.facts(of: indicator)
                return (facts.keys(.target) + facts.keys(.baseline)).contains { $0.path.hasPrefix(plan + "/") }
            }
            guard outside.isEmpty else { throw Problem(.outsideEdition, plan, outside.prefix(20).map(\.id).joined(separator: ", ")) }
        }
    }

    private static func paper(_ report: ReportName, _ context: PaperContext<EditionMoment>, _ question: PaperQuestion) throws -> Paper? {
        do { return try report.paper(context, question, body: nil) } catch let problem as Problem where problem.code == .nothingFound { return nil }
    }

    /// What a reader calls the file.
    static func title(_ name: String) -> Words {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let report = stem.split(separator: "-").last.flatMap { ReportName(rawValue: String($0)) }
        switch report {
        case .progress?: return Words("進捗状況", "Progress")
        case .scoreboard?: return Words("評価の集計", "Scoreboard")
        case .changes?: return Words("目標・指標の変更", "Changes")
        case .opinions?: return Words("意見と対応", "Opinions and answers")
        case .amounts?: return Words("事業費", "Amounts")
        case .revisions?: return Words("実績の改定", "Revisions")
        case .errata?: return Words("正誤表", "Errata")
        case .discrepancies?: return Words("不一致", "Discrepancies")
        case .indicator?, .programme?: return Words(name, name)
        case nil: return name == figures ? Words("数値（全件）", "Figures") : Words(name, name)
        }
    }
}

/// A paper as a file of some format.
enum PaperFile {
    static func bytes(_ paper: Paper, _ format: PaperFormat, _ language: Language, file: String) throws -> [UInt8] {
        switch format {
        case .text: return Array(paper.text(language).map { $0 + "\n" }.joined().utf8)
        // Without the mark, spreadsheet programs in Japan read a file as CP932.
        case .csv: return [0xEF, 0xBB, 0xBF] + Array(paper.csv(language).utf8)
        case .md: return Array(paper.markdown(language).utf8)
        case .html: return Array(paper.html(language).utf8)
        case .xlsx: do { return try paper.xlsx(language).bytes() } catch { throw Problem(error, file: file) }
        }
    }
}
