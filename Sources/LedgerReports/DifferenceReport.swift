import LedgerModel
import LedgerProjections

/// What changed between two known moments, in sentences. schema/json/difference.schema.json
package struct DifferenceJSON: Codable, Sendable {
    package struct Change: Codable, Sendable {
        package let subject: String
        package let name: String?
        package let facts: [String]
        package let before: EntryJSON?
        package let after: EntryJSON?
        package let acts: [EntryJSON]
        package let effect: String?
        package let disguises: [String]
        package let sentence: String
    }

    package let from: AsOfJSON
    package let to: AsOfJSON
    package let changes: [Change]
}

package struct DifferenceReport<Source: LedgerSource> {
    private let difference: Difference
    private let from: AsOf
    private let to: AsOf
    private let telling: Telling<Source>
    private var catalogue: Catalogue { telling.catalogue }

    package init(_ difference: Difference, from: AsOf, to: AsOf, _ telling: Telling<Source>) {
        self.difference = difference
        self.from = from
        self.to = to
        self.telling = telling
    }

    package func json() throws -> DifferenceJSON {
        DifferenceJSON(
            from: try telling.json(from), to: try telling.json(to),
            changes: try difference.changes.map { change in
                DifferenceJSON.Change(
                    subject: change.subject.label, name: change.name, facts: change.keys.map(\.description),
                    before: try change.before.map { try telling.json($0) }, after: try change.after.map { try telling.json($0) },
                    acts: try change.acts.map { try telling.json($0) }, effect: change.comparison.map { Kebab.name($0.effect) },
                    disguises: change.comparison?.disguises.map { Kebab.name($0) } ?? [], sentence: try sentence(change))
            })
    }

    package func lines() throws -> [String] {
        var lines = [catalogue(Words("前: ", "from: ")) + (try telling.line(from)), catalogue(Words("後: ", "to:   ")) + (try telling.line(to)), ""]
        if difference.changes.isEmpty { return lines + [catalogue(Words("違いはありません。", "Nothing differs."))] }
        for change in difference.changes {
            lines.append("- " + (try sentence(change)))
            for act in change.acts { lines.append("    " + (try told(act))) }
        }
        return lines
    }

    private func sentence(_ change: Difference.Change) throws -> String {
        let subject = (change.name.map { "\($0) " } ?? "") + "[\(change.subject.label)]"
        let what = change.keys.first.map { catalogue($0.family.words) } ?? ""
        let detail = try detail(change)
        let c = catalogue.language
        let main: String
        switch (change.before, change.after) {
        case (nil, _): main = Words("{0}: {1}が加わりました: {2}", "{0}: {1} was added: {2}").filled(c, [subject, what, detail])
        case (_, nil): main = Words("{0}: {1}がなくなりました: {2}", "{0}: {1} no longer holds: {2}").filled(c, [subject, what, detail])
        default: main = Words("{0}: {1}が変わりました: {2}", "{0}: {1} changed: {2}").filled(c, [subject, what, detail])
        }
        guard let comparison = change.comparison, comparison.effect != .unchanged else { return main }
        return main + catalogue.bracketed(([comparison.effect.words] + comparison.disguises.map(\.words)).map { catalogue($0) }.joined(separator: ", "))
    }

    private func detail(_ change: Difference.Change) throws -> String {
        let old = change.before.flatMap { $0.value }
        let new = change.after.flatMap { $0.value }
        if old != nil || new != nil {
            let none = catalogue(Words("なし", "none"))
            let period = period(change)
            if old == nil, change.before == nil { return period + catalogue.value(new) }
            return period + (old.map { catalogue.value($0) } ?? none) + " → " + (new.map { catalogue.value($0) } ?? none)
        }
        return try (change.after ?? change.before).map { try telling.summary($0) } ?? ""
    }

    /// The period that the values are about; both where a target was moved.
    private func period(_ change: Difference.Change) -> String {
        let now = (change.after ?? change.before).flatMap { $0.fact?.period }
        let before = change.before.flatMap { $0.fact?.period }
        let periods = before == now ? [now] : [before, now]
        let told = periods.compactMap { $0 }.map { catalogue.period($0) }.joined(separator: " → ")
        return told.isEmpty ? "" : told + " "
    }

    /// `#12 目標改定、planning、決定 2018-03-31、理由 …`.
    private func told(_ event: Event) throws -> String {
        let reason = try telling.reason(event)
        var parts = [
            "#\(event.number) " + catalogue(event.statement.actWords), event.statement.recordedBy.id,
            catalogue(Words("決定 ", "decided ")) + catalogue.when(event.statement.decided),
            catalogue(Words("決裁 ", "approved ")) + (try telling.approvals(event)),
        ]
        if !reason.isEmpty { parts.append(catalogue(Words("理由 ", "why ")) + reason) }
        return Visible.text(parts.joined(separator: catalogue(Words("、", ", "))))
    }
}

extension FactKey.Family {
    package var words: Words {
        switch self {
        case .existence: Words("登録", "registration")
        case .name: Words("名称", "name")
        case .definition: Words("定義", "definition")
        case .place: Words("所属", "place")
        case .period: Words("期間", "period")
        case .life: Words("存廃", "life")
        case .revision: Words("改訂", "revision")
        case .member: Words("構成", "member")
        case .listing: Words("掲載", "listing")
        case .link: Words("関連", "link")
        case .scope: Words("検証対象", "scope")
        case .attachment: Words("取付け先", "attachment")
        case .alias: Words("別名", "alias")
        case .lineage: Words("承継・再編", "lineage")
        case .baseline: Words("基準値", "baseline")
        case .target: Words("目標値", "target")
        case .actual: Words("実績値", "actual")
        case .amount: Words("金額", "amount")
        case .text: Words("文章", "text")
        case .grade: Words("評価", "grade")
        case .total: Words("集計表", "control total")
        case .meetings: Words("会議回数", "meetings")
        case .opinion: Words("意見", "opinion")
        case .response: Words("対応", "response")
        case .referred: Words("参照", "reference")
        case .restated: Words("再度の意見", "restatement")
        case .point: Words("論点", "point")
        case .edition: Words("版", "edition")
        case .superseded: Words("差替え", "superseding")
        case .note: Words("注記", "note")
        case .discrepancy: Words("不一致", "discrepancy")
        case .withdrawal: Words("取消", "withdrawal")
        case .redaction: Words("墨消し", "redaction")
        case .key: Words("鍵", "key")
        case .incarnation: Words("復元", "incarnation")
        }
    }
}
