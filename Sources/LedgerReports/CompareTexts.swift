import LedgerModel

/// Two files of figures compared. schema/json/compare.schema.json
package struct CompareJSON: Codable, Sendable {
    package struct File: Codable, Sendable {
        package let path: String
        package let sha256: String
        package let figures: Int
        /// The edition of the ledger that published a file with this digest.
        package let edition: Edition?

        package init(path: String, sha256: String, figures: Int, edition: Edition?) {
            (self.path, self.sha256, self.figures, self.edition) = (path, sha256, figures, edition)
        }
    }
    package struct Edition: Codable, Sendable {
        package let id: String
        package let label: String
        package let entry: UInt64

        package init(id: String, label: String, entry: UInt64) { (self.id, self.label, self.entry) = (id, label, entry) }
    }
    /// What a figure says in one of the files. None of value, grade and no grade: nothing holds any more.
    package struct Side: Codable, Sendable {
        package var value: ValueJSON?
        package var grade: String?
        package var noGrade: String?
        package let period: String
        package let change: String
        package let reason: String?
        package let entry: UInt64

        package init(period: String, change: String, reason: Reason, entry: UInt64) {
            (self.period, self.change, self.entry) = (period, change, entry)
            self.reason = reason == .noReason ? nil : Kebab.name(reason)
        }
    }
    package struct Line: Codable, Sendable {
        package let subject: String
        package let kind: String
        package let measure: String
        package let part: String
        package let plan: String
        package let verdict: String
        package let contradiction: String?
        package let old: Side?
        package let new: Side?
        /// The entry by which the newer line came, where the comparison is against a ledger that has it.
        package let act: EntryJSON?

        package init(
            subject: String, kind: String, measure: String, part: String, plan: String, verdict: String, contradiction: String?, old: Side?, new: Side?,
            act: EntryJSON?
        ) {
            (self.subject, self.kind, self.measure, self.part, self.plan) = (subject, kind, measure, part, plan)
            (self.verdict, self.contradiction, self.old, self.new, self.act) = (verdict, contradiction, old, new, act)
        }
    }
    /// What was held against the newer file: a proof bundle, or an edition of the ledger.
    package struct Evidence: Codable, Sendable {
        package let source: String
        package let subject: String?
        package let edition: Edition?
        package let origin: String?
        package let size: UInt64?
        package let cosigners: [String]
        /// Nil: the newer file is what was sealed.
        package let fault: String?
        package let detail: String?

        package init(
            source: String, subject: String? = nil, edition: Edition? = nil, origin: String? = nil, size: UInt64? = nil, cosigners: [String] = [],
            fault: CompareFault? = nil, detail: String? = nil
        ) {
            (self.source, self.subject, self.edition, self.origin, self.size) = (source, subject, edition, origin, size)
            (self.cosigners, self.fault, self.detail) = (cosigners, fault?.rawValue, detail)
        }
    }

    package let old: File
    package let new: File
    package let counts: [String: Int]
    /// Unchanged ones left out.
    package let lines: [Line]
    package let evidence: [Evidence]

    package init(old: File, new: File, counts: [String: Int], lines: [Line], evidence: [Evidence]) {
        (self.old, self.new, self.counts, self.lines, self.evidence) = (old, new, counts, lines, evidence)
    }

    /// Every change is declared, and whatever was held against the newer file fits it.
    package var isClean: Bool { counts["undeclared", default: 0] == 0 && evidence.allSatisfy { $0.fault == nil } }
}

/// Why the newer file is not what a proof or a ledger says.
package enum CompareFault: String, Sendable, CaseIterable {
    case refused
    case otherFigures = "other-figures"
    case otherSeal = "other-seal"
    case otherDigest = "other-digest"
    case notPublished = "not-published"

    var words: Words {
        switch self {
        case .refused: Words("証明は認められません", "the proof is not accepted")
        case .otherFigures: Words("封印された数値と違います", "these are not the figures that were sealed")
        case .otherSeal: Words("版の封印が台帳の記録と合いません", "the edition's seal is not that of the ledger's entries")
        case .otherDigest: Words("版が公表したファイルではありません", "the edition published no such file")
        case .notPublished: Words("このファイルを公表した版は台帳にありません", "no edition of the ledger published this file")
        }
    }
}

/// The answer for people.
package struct CompareReport {
    private let answer: CompareJSON
    private let catalogue: Catalogue

    package init(_ answer: CompareJSON, _ catalogue: Catalogue) {
        self.answer = answer
        self.catalogue = catalogue
    }

    package var lines: [String] {
        var lines = [file(Words("前: ", "old: "), answer.old), file(Words("後: ", "new: "), answer.new)]
        lines += answer.evidence.map { self.evidence($0) }
        lines.append("")
        if !answer.lines.isEmpty { lines += table.lines + [""] }
        let counts = Self.verdicts.map { verdict in "\(catalogue(Self.words(verdict))) \(answer.counts[verdict, default: 0])" }
        return lines + [counts.joined(separator: catalogue(Words("、", ", ")))]
    }

    private func file(_ name: Words, _ file: CompareJSON.File) -> String {
        let count = Words("数値 {0} 件", "{0} figures").filled(catalogue.language, ["\(file.figures)"])
        let edition = file.edition.map { catalogue(Words("、版 ", ", edition ")) + told($0) } ?? ""
        return catalogue(name) + Visible.text(file.path) + catalogue.bracketed(count + edition)
    }

    private func told(_ edition: CompareJSON.Edition) -> String { Visible.text("\(edition.id) \(edition.label) #\(edition.entry)") }

    private func evidence(_ evidence: CompareJSON.Evidence) -> String {
        var parts = [evidence.source, evidence.subject, evidence.edition.map(told)].compactMap { $0 }
        if let origin = evidence.origin, let size = evidence.size { parts.append("\(origin) \(size)") }
        if !evidence.cosigners.isEmpty { parts.append(catalogue(Words("証人 ", "witnesses ")) + evidence.cosigners.joined(separator: " ")) }
        let verdict = evidence.fault.flatMap(CompareFault.init(rawValue:))?.words ?? Words("封印されたとおりです", "as sealed")
        let detail = evidence.detail.map { catalogue(Words("：", ": ")) + Visible.text($0) } ?? ""
        return catalogue(Words("照合: ", "held against: ")) + Visible.text(parts.joined(separator: ", ")) + ": " + catalogue(verdict) + detail
    }

    // MARK: the table

    private var table: TextTable {
        let headings = [
            Words("判定", "verdict"), Words("対象", "subject"), Words("数値", "figure"), Words("期間", "period"), Words("前の値", "old"), Words("後の値", "new"),
            Words("変更", "change"), Words("理由", "reason"), Words("記録", "entry"), Words("記録者", "recorded by"), Words("記録日時", "recorded"),
        ].map { catalogue($0) }
        var table = TextTable(headings.enumerated().map { TextTable.Column($1, $0 == 4 || $0 == 5 || $0 == 8 ? .right : .left, isOptional: $0 > 5) })
        for line in answer.lines { table.add(row(line)) }
        return table
    }

    private func row(_ line: CompareJSON.Line) -> [String] {
        let contradiction = line.contradiction.map { catalogue.bracketed(catalogue(Self.contradiction($0))) } ?? ""
        let measure = line.kind == "grade" || line.kind == "amount" ? catalogue(Self.measure(line.measure)) : line.measure == "m1" ? "" : line.measure
        let part = line.part == "carried-over" ? catalogue(Words("繰越", "carried over")) : line.part
        let figure = [catalogue(Self.kind(line.kind)), measure, part, line.plan].filter { !$0.isEmpty }.joined(separator: " ")
        let made = line.new ?? line.old
        let reasons = [self.reason(line.new), line.act?.reasonText?.text ?? ""].filter { !$0.isEmpty }
        return [
            catalogue(Self.words(line.verdict)) + contradiction, line.subject, figure, catalogue.period((line.new ?? line.old)?.period ?? ""),
            line.old.map(said) ?? "", line.new.map(said) ?? "", line.new.map { catalogue(Self.change($0.change)) } ?? "",
            reasons.joined(separator: catalogue(Words("：", ": "))), made.map { "#\($0.entry)" } ?? "", line.act?.recordedBy ?? "", line.act.map { second($0.recorded) } ?? "",
        ]
    }

    /// An instant with nine decimals, to the second.
    private func second(_ instant: String) -> String { String(instant.prefix { $0 != "." } + instant.drop { $0 != "." }.dropFirst(10)) }

    private func reason(_ side: CompareJSON.Side?) -> String {
        Reason.allCases.first { Kebab.name($0) == side?.reason }.map { catalogue($0.words) } ?? ""
    }

    private func said(_ side: CompareJSON.Side) -> String {
        if let value = side.value { return value.text }
        if let grade = side.grade { return grade }
        let noGrade = GradeGiven.NoGrade.allCases.first { Kebab.name($0) == side.noGrade }
        return noGrade.map { catalogue($0.words) } ?? catalogue(Words("なし", "none"))
    }
}

// MARK: words

extension CompareReport {
    /// In the order of the last line.
    private static let verdicts = ["unchanged", "declared", "added", "removed", "undeclared"]

    package static func words(_ verdict: String) -> Words {
        switch verdict {
        case "unchanged": Words("変更なし", "unchanged")
        case "declared": Words("記録のある変更", "changed and declared")
        case "added": Words("追加", "added")
        case "removed": Words("取下げ・取消", "withdrawn")
        default: Words("記録のない変更", "changed and NOT declared")
        }
    }

    /// Why a line of figures cannot be read.
    package static func fault(_ word: String, column: String, _ catalogue: Catalogue) -> String {
        let words =
            switch word {
            case "header": Words("数値のファイル（figures.csv）の見出しではありません", "this is not the header of a file of figures (figures.csv)")
            case "line": Words("行末（CR LF）か文字コード（UTF-8）が違います", "the line end is not CR LF, or the text not UTF-8")
            case "cells": Words("列の数か引用符が合いません", "the number of cells or the quotes do not fit")
            case "cell": Words("列 {0} の内容が読めません", "the cell in column {0} cannot be read")
            case "order": Words("順序が違うか、同じ数値が二度あります", "out of order, or the same figure twice")
            default: Words("公表されたときの書き方ではありません（表計算ソフトで保存し直すと変わります）", "not as it was published; saving it again in a spreadsheet changes it")
            }
        return words.filled(catalogue.language, column.isEmpty ? [] : [column])
    }

    private static func contradiction(_ code: String) -> Words {
        switch code {
        case "same-entry": Words("記録は同じなのに内容が違う", "same entry, other content")
        case "not-newer": Words("前の版より前の記録による", "by an entry that the old file must have known")
        case "first": Words("前の版に値があるのに初回とされている", "called the first, though the old file has it")
        case "vanished": Words("行がなくなっている", "the line is gone")
        case "not-sealed": Words("封印された数値ではない", "not what was sealed")
        case "subject-gone": Words("対象の全ての行がなくなっている", "every line of the subject is gone")
        default: Words("前の版にあるはずの行", "the old file should have it")
        }
    }

    private static func kind(_ kind: String) -> Words {
        switch kind {
        case "baseline": FactRecorded.Kind.baseline.words
        case "target": FactRecorded.Kind.target.words
        case "actual": FactRecorded.Kind.actual.words
        case "grade": FactKey.Family.grade.words
        default: FactKey.Family.amount.words
        }
    }

    private static func measure(_ code: String) -> Words {
        for kind in AmountRecorded.Kind.allCases where Kebab.name(kind).replacing("-", with: "_").uppercased() == code { return kind.words }
        return code == "DERIVED" ? GradeGiven.Origin.derived.words : GradeGiven.Origin.printed.words
    }

    private static func change(_ code: String) -> Words {
        switch code {
        case "REENTERED": Words("取消後の再登録", "entered again")
        case "WITHDRAWN": Words("取下げ・取消", "withdrawn")
        default: Change.allCases.first { Kebab.name($0).uppercased() == code }.map(\.words) ?? Words("", "")
        }
    }
}
