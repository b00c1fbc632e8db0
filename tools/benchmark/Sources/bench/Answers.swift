import Foundation
import LedgerModel
import LedgerProjections

/// A question of the independent fold.
struct Question {
    enum Kind: String { case indicator, table, loosened }

    let line: String
    let kind: Kind
    let name: String
    let moment: UInt64

    init(_ line: Substring) throws {
        let words = line.split(separator: " ")
        guard words.count == 3, let kind = Kind(rawValue: String(words[0])), let moment = UInt64(words[2]) else { throw Failure("question: \(line)") }
        (self.line, self.kind, name, self.moment) = (String(line), kind, String(words[1]), moment)
    }

    static func read(_ path: String) throws -> [Question] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(Question.init)
    }
}

/// ledger's answers, asked as the program asks itself. What is timed ends before the lines are put together.
struct Answerer<Source: LedgerSource> {
    let source: Source
    private(set) var blocks: [String] = []

    init(_ source: Source) { self.source = source }

    /// Nanoseconds that the answer took.
    mutating func ask(_ question: Question) throws -> Double {
        let asOf = AsOf(number: question.moment)
        var lines: Set<String> = []
        let time: Double
        switch question.kind {
        case .indicator:
            var found: FactLines?
            time = try timed { found = try source.factLines(of: Subject(.indicator, question.name), asOf: asOf) }
            for line in found?.lines ?? [] { lines.insert(line.said()) }
        case .table:
            var table: FactTable?
            time = try timed { table = try FactTable(source, plan: Subject(.plan, question.name), asOf: asOf) }
            for row in table?.rows ?? [] { for line in row.lines { lines.insert(line.said("\(row.indicator.id) ")) } }
        case .loosened:
            var filter = TargetAudit.Filter()
            (filter.loosened, filter.afterActual) = (true, true)
            var audit: TargetAudit?
            time = try timed { audit = try TargetAudit(source, asOf: asOf, filter: filter) }
            for change in audit?.changes ?? [] { lines.insert("\(change.event.number) \(change.old?.value.number ?? "-") \(change.new?.value.number ?? "-")") }
        }
        let sorted = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        blocks.append((["# " + question.line] + sorted).joined(separator: "\n") + "\n")
        return time
    }
}

extension FactLines.Line {
    fileprivate func said(_ prefix: String = "") -> String {
        let letter = kind == .baseline ? "B" : kind == .target ? "T" : "A"
        return "\(prefix)\(letter) \(period) \(digits) \(status)".uppercasedStatus
    }
}

extension String {
    /// Statuses are letters; Swift prints the cases in lower case.
    fileprivate var uppercasedStatus: String { dropLast() + suffix(1).uppercased() }
}

enum Answers {
    /// - Throws: where they differ, with the first place.
    static func demandSame(_ blocks: [String], _ expected: String, _ who: String) throws {
        let given = blocks.joined().split(separator: "\n")
        let wanted = try String(contentsOfFile: expected, encoding: .utf8).split(separator: "\n")
        guard given == wanted else {
            let at = zip(given, wanted).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(given.count, wanted.count)
            let question = wanted[...min(at, wanted.count - 1)].last { $0.hasPrefix("#") } ?? ""
            throw Failure("""
                \(who) answers otherwise than the independent fold, \(question), line \(at + 1):
                \(who): \(at < given.count ? given[at] : "nothing")
                fold: \(at < wanted.count ? wanted[at] : "nothing")
                """)
        }
        say("\(who): \(wanted.count { $0.hasPrefix("#") }) answers, \(wanted.count) lines as the independent fold has them")
    }
}
