import LedgerImport
import LedgerReports
import SheetFiles

extension ImportVerdict {
    var words: Words {
        switch self {
        case .new: Words("新規", "new")
        case .same: Words("同じ", "same")
        case .changed: Words("相違", "changed")
        case .missing: Words("表にない", "missing")
        case .unread: Words("未読", "unread")
        case .nameOnly: Words("名称のみ一致", "by name only")
        case .formerName: Words("旧名称", "former name")
        case .merged: Words("統合先", "through a merge")
        case .twoValues: Words("二つの値", "two values")
        case .known: Words("既知の相違", "known difference")
        }
    }
}

extension ImportWhat {
    var words: Words {
        switch self {
        case .plan: Words("計画", "plan")
        case .section: Words("区分", "section")
        case .unit: Words("部署", "unit")
        case .programme: Words("事業", "programme")
        case .indicator: Words("指標", "indicator")
        case .listing: Words("掲載", "listing")
        case .scope: Words("検証対象", "scope")
        case .name: Words("名称", "name")
        case .division: Words("所管", "division")
        case .measure: Words("単位", "unit of measure")
        case .baseline: Words("基準値", "baseline")
        case .target: Words("目標値", "target")
        case .actual: Words("実績値", "actual")
        case .grade: Words("評価", "grade")
        case .text: Words("文章", "text")
        case .amount: Words("金額", "amount")
        case .opinion: Words("意見", "opinion")
        case .response: Words("対応", "response")
        case .point: Words("論点", "point")
        case .lineage: Words("統合・改廃", "lineage")
        case .body: Words("会議体", "body")
        case .meetings: Words("開催回数", "meetings")
        }
    }
}

extension Definition.Kind {
    var words: Words { (ImportWhat(rawValue: rawValue) ?? .programme).words }
}

extension SheetNotice.Kind {
    var words: Words {
        switch self {
        case .hiddenSheet: Words("非表示のシート", "hidden sheet")
        case .hiddenRow: Words("非表示の行", "hidden row")
        case .hiddenColumn: Words("非表示の列", "hidden column")
        case .formulaWithoutResult: Words("結果のない数式", "formula without a result")
        case .fault: Words("エラー値のセル", "cell with an error value")
        case .staleResults: Words("数式の結果が古い可能性", "formula results may be old")
        case .coveredValue: Words("結合セルに隠れた値（読んでいない）", "value under a merged cell, not read")
        case .hiddenValue: Words("表示形式が隠している数", "number that its format hides")
        case .noSuchDay: Words("暦にない日付（数として読んだ）", "no day of the calendar, read as a number")
        case .notCells: Words("表ではないシート（読んでいない）", "sheet without cells, not read")
        case .ambiguousQuote: Words("引用符の意味が二通り", "a quotation mark that may mean two things")
        }
    }
}
