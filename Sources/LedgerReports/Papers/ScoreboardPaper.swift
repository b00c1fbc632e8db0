import LedgerModel
import LedgerProjections

/// `scoreboard`: how often each grade was given, beside the printed totals and beside the grades that the figures give.
package struct ScoreboardPaper<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let question: PaperQuestion
    private let table: KPITable
    private let period: String?

    /// Takes a plan, a period (else the latest with grades) and a rule.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        self.question = question
        let table = try KPITable(outline: context.source, plan: question.plan, asOf: context.asOf)
        let graded = Set(table.groups.flatMap(\.programmes).flatMap(\.grades).map(\.period)).compactMap { Period($0) }
        self.table = table
        period = question.period ?? graded.max { $0.ends(before: $1, context.source.settings) }?.description
    }

    package func paper() throws -> Paper {
        guard let period else {
            return context.paper("scoreboard", "評価の集計", "Scoreboard", [context.paragraph("評価はまだありません。", "Nothing was graded yet.")])
        }
        let boards = try table.groups.map { try Scoreboard(context.source, of: $0.subject, period: period, asOf: context.asOf) }
        let judged = zip(table.groups, boards).filter { !$0.1.counts.isEmpty || !$0.1.excluded.isEmpty || $0.1.printed != nil }.map { (group: $0.0, board: $0.1) }
        var blocks = [
            context.paragraph(
                "{0}の評価。事務事業を一つずつ数え、再掲・対象外・調査中・終了は除きます。",
                "Grades of {0}, counted over programmes, each once, without those listed again, excluded, pending or ended.", context.catalogue.period(period)),
            context.paragraph(
                "「計算」は台帳が数値から求めた評価の数で、公表された評価ではありません。",
                "The column “computed” counts the grades that the ledger makes of the figures; it was not published."),
            context.heading(1, "公表値との比較", "Beside the printed totals"), .table(try compared(judged, period)),
            context.heading(1, "区分ごとの数", "By section"), .table(matrix(judged)),
        ]
        let excluded = try excluded(judged, period)
        if let block = excluded.block { blocks += [context.heading(1, "数えなかった事務事業", "Programmes not counted"), block] }
        blocks.append(context.heading(1, "食い違い", "Contradictions"))
        let discrepancies = DiscrepanciesPaper(context, question)
        let contradictions = try [discrepancies.totals(), discrepancies.noted(), discrepancies.sameName()].compactMap(\.block)
        blocks += contradictions.isEmpty ? [context.paragraph("ありません。", "None.")] : contradictions
        return context.paper("scoreboard", "評価の集計", "Scoreboard", blocks)
    }

    private typealias Judged = [(group: KPITable.Group, board: Scoreboard)]

    private func grades(_ judged: Judged) -> [String] {
        let printed = judged.compactMap(\.board.printed).flatMap(\.printedCounts.keys)
        return Set(judged.flatMap { $0.board.counts.map(\.grade) } + printed).sorted()
    }

    // MARK: beside the printed totals

    /// Plans, their topmost sections, and every section for which a total was printed.
    private func compared(_ judged: Judged, _ period: String) throws -> PaperTable {
        var result = PaperTable(
            caption: context.words("公表値との比較", "Beside the printed totals"),
            columns: [
                context.column("区分", "section", width: 30), context.column("評価", "grade", width: 8),
                context.column("台帳の数", "counted", isNumeric: true), context.column("公表の数", "printed", isNumeric: true),
                context.column("一致", "agrees", width: 10), context.column("計算（公表でない）", "computed (not published)", isNumeric: true, width: 14),
            ])
        for (group, board) in judged where group.depth <= 1 || board.printed != nil {
            let derived = try self.derived(group, period)
            let printed = board.printed?.printedCounts
            for grade in grades(judged) {
                let counted = board.counts.first { $0.grade == grade }?.count ?? 0
                let differs = printed.map { ($0[grade] ?? 0) != counted } ?? false
                result.add(
                    [
                        context.cell(context.printed(group)), context.cell(grade), context.cell(counted),
                        printed.map { context.cell($0[grade] ?? 0) } ?? .absent(context.words("記載なし", "none printed")),
                        context.cell(printed == nil ? "" : differs ? context.words("≠ 不一致", "≠ differs") : context.words("一致", "yes")),
                        derived.map { context.cell($0[grade] ?? 0) } ?? .absent(context.words("評価基準なし", "no rule")),
                    ], marked: differs)
            }
        }
        return result
    }

    /// The listed programmes of a group and of all below it, each once.
    private func programmes(_ group: KPITable.Group) -> [Subject] {
        guard let first = table.groups.firstIndex(where: { $0.subject == group.subject }) else { return [] }
        let below = table.groups[(first + 1)...].prefix { $0.depth > group.depth }
        return Set(([group] + below).flatMap(\.programmes).filter { $0.mark == .listed }.map(\.subject)).sorted()
    }

    /// Nil where no programme has a rule to be judged by.
    private func derived(_ group: KPITable.Group, _ period: String) throws -> [String: Int]? {
        let grades = try programmes(group).compactMap { try context.compareGrades($0, plan: group.plan, period: period, rule: question.rule).derived }
        return grades.isEmpty ? nil : grades.compactMap(\.grade).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    // MARK: by section

    private static var kinds: [GradeGiven.NoGrade] { [.excluded, .pending, .ended, .relisted] }

    private func matrix(_ judged: Judged) -> PaperTable {
        let grades = grades(judged)
        var result = PaperTable(
            caption: context.words("区分ごとの数", "By section"),
            columns: [context.column("区分", "section", width: 34)] + grades.map { PaperTable.Column($0, isNumeric: true, width: 6) }
                + [context.column("計", "total", isNumeric: true, width: 6)]
                + Self.kinds.map { PaperTable.Column(context.catalogue($0.words), isNumeric: true, width: 8) }
                + [context.column("評価なし", "not graded", isNumeric: true, width: 8)])
        for (group, board) in judged {
            let counts = grades.map { grade in board.counts.first { $0.grade == grade }?.count ?? 0 }
            let kinds = Self.kinds.map { kind in (board.excluded[kind]?.count ?? 0) + (kind == .relisted ? relisted(group) : 0) }
            let name = String(repeating: "　", count: group.depth) + context.printed(group)
            result.add([context.cell(name)] + (counts + [counts.reduce(0, +)] + kinds + [board.ungraded.count]).map { context.cell($0) })
        }
        return result
    }

    /// Rows listed again (再掲) in a group and below it.
    private func relisted(_ group: KPITable.Group) -> Int {
        table.groups(below: group.subject).flatMap(\.programmes).filter { $0.mark == .relisted }.count
    }

    private func excluded(_ judged: Judged, _ period: String) throws -> PaperTable {
        var result = PaperTable(
            caption: context.words("数えなかった事務事業", "Programmes not counted"),
            columns: [
                context.column("区分", "section", width: 30), context.column("事務事業", "programme", width: 30),
                context.column("理由", "why"), context.column("記録", "entry", width: 8),
            ])
        for group in table.groups {
            for programme in group.programmes {
                let grade = programme.grades.first { $0.period == period }
                let isAgain = programme.mark == .relisted
                guard isAgain || (programme.mark == .listed && grade?.grade.noGrade != .graded) else { continue }
                let why = isAgain ? programme.mark.words : grade?.grade.noGrade.words ?? Words("評価の記載なし", "no grade stated")
                result.add([
                    context.cell(context.printed(group)), try context.cell(context.name(programme.subject)), .absent(context.catalogue(why)),
                    context.cell(context.entries(isAgain ? [] : [grade?.event].compactMap { $0 })),
                ])
            }
        }
        return result
    }
}

extension Event {
    /// Of a scoreboard as published; empty for any other act.
    fileprivate var printedCounts: [String: Int] {
        guard case .controlTotal(let total)? = statement.act else { return [:] }
        return Dictionary(total.counts.map { ($0.grade, Int($0.count)) }, uniquingKeysWith: +)
    }
}
