import LedgerModel

/// What is wrong with a table, its mapping, or what a person has said about it so far.
extension Problem.Code {
    var tableTexts: ProblemTexts? { sheetTexts ?? mappingTexts ?? headingTexts ?? importTexts ?? formTexts }

    private var sheetTexts: ProblemTexts? { encodingTexts ?? workbookTexts }

    private var encodingTexts: ProblemTexts? {
        switch self {
        case .sheetUndecodable:
            ProblemTexts("{0} として読めないバイトが {1} か所あります: {2}", "There are {1} bytes that are not {0}: {2}",
                next: ("その文字を元の表で直すか、読み方（mapping）の encoding を正しい文字コードにしてください。", "Mend these characters in the sheet, or give the right encoding in the mapping."))
        case .sheetEncoding:
            ProblemTexts("文字コードが分かりません（試したもの: {0}）。", "The encoding cannot be told (tried: {0}).",
                next: ("読み方（mapping）に encoding を書くか、UTF-8 で保存し直してください。", "Name the encoding in the mapping, or save the file as UTF-8."))
        case .sheetEncodingContradicted:
            ProblemTexts("読み方は {0} ですが、ファイルの先頭は {1} です。", "The mapping says {0}, and the file's first bytes say {1}.",
                next: ("読み方（mapping）の encoding を直すか消してください。", "Put the mapping's encoding right, or remove it."))
        case .sheetEncodingUnsupported:
            ProblemTexts("文字コード {0} は読めません（読めるもの: {1}）。", "The encoding {0} is not read (these are: {1}).",
                next: ("読み方（mapping）の encoding を直してください。", "Put the mapping's encoding right."))
        case .sheetUnbalancedQuote:
            ProblemTexts("引用符が閉じていません。", "A quotation mark is never closed.", next: ("その行の \" を直してください。", "Mend the \" on that line."))
        case .sheetTextAfterQuote:
            ProblemTexts("閉じた引用符の後に文字があります。", "There is text after a closing quotation mark.", next: ("その行の \" を直してください。", "Mend the \" on that line."))
        default: nil
        }
    }

    private var workbookTexts: ProblemTexts? {
        switch self {
        case .sheetNotATable:
            ProblemTexts("表のファイルではありません（内容: {0}）。", "This is not a table (content: {0}).", next: ("csv、tsv、xlsx のいずれかで保存し直してください。", "Save it as csv, tsv or xlsx."))
        case .sheetEncrypted:
            ProblemTexts("パスワードで保護されています。", "It is protected by a password.", next: ("保護を外して保存し直してください。", "Save it without the password."))
        case .sheetBadArchive: ProblemTexts("xlsx の入れ物（zip）が壊れています {0}: {1}", "The workbook's archive is damaged {0}: {1}", next: Table.saveAgain)
        case .sheetBadXML: ProblemTexts("xlsx の中身が読めません: {0} 行 {1}: {2}", "A part of the workbook cannot be read: {0} line {1}: {2}", next: Table.saveAgain)
        case .sheetMissingPart: ProblemTexts("xlsx に部分がありません: {0}", "The workbook lacks a part: {0}", next: Table.saveAgain)
        case .sheetBadCell: ProblemTexts("xlsx のセルが読めません: {0} {1}: {2}", "A cell of the workbook cannot be read: {0} {1}: {2}", next: Table.saveAgain)
        case .sheetTooLarge:
            ProblemTexts("大きすぎます: {0}（上限 {1}、実際 {2}）", "It is too large: {0} (limit {1}, found {2})",
                next: ("余分な行・列・シートを除いて保存し直してください。", "Remove rows, columns or sheets that do not belong to the table and save it again."))
        case .sheetUnreadable:
            ProblemTexts("{0} を読めません: {1}", "{0} cannot be read: {1}", next: ("場所と読み取りの許可を確かめてください。", "Check the path and your permission to read it."))
        case .sheetUnwritable:
            ProblemTexts("{0} に書けません: {1}", "{0} cannot be written: {1}", next: ("場所、書き込みの許可、空き容量を確かめてください。", "Check the path, your permission to write there, and the free space."))
        case .sheetUnrepresentable:
            ProblemTexts("xlsx には入りません: {0}（{1}）", "A workbook cannot hold it: {0} ({1})", next: ("csv か html で出してください。", "Write it as csv or html."))
        default: nil
        }
    }

    private var mappingTexts: ProblemTexts? {
        switch self {
        case .mappingNotYAML:
            ProblemTexts("YAML として読めません: {0}", "This is not YAML: {0}", next: ("字下げと引用符を確かめてください。", "Check indentation and quotes."))
        case .mappingTooLarge:
            ProblemTexts("読み方が大きすぎます: {0} バイト（上限 {1}）", "The mapping is too large: {0} bytes (limit {1})", next: Table.mapping)
        case .mappingAnchor:
            ProblemTexts("YAML の別名（& と *）は使えません: {0}", "Anchors and aliases (& and *) are not taken: {0}", next: ("同じ内容をそのまま書いてください。", "Write it out instead."))
        case .mappingUnknownKey:
            ProblemTexts("知らない項目です: {0}（書けるもの: {1}）", "There is no key {0} here (there are: {1})", next: Table.mapping)
        case .mappingDuplicateKey: ProblemTexts("同じ項目が二度あります: {0}", "The key {0} stands twice.", next: ("一方を消してください。", "Remove one."))
        case .mappingMissingKey: ProblemTexts("項目がありません: {0}", "The key {0} is missing.", next: Table.mapping)
        case .mappingWrongType: ProblemTexts("書き方が違います（{0} が必要）。", "This ought to be: {0}.", next: Table.mapping)
        case .mappingBadValue: ProblemTexts("「{0}」は書けません（書けるもの: {1}）。", "\"{0}\" cannot stand here (can: {1}).", next: Table.mapping)
        case .mappingConflict: ProblemTexts("「{0}」は {1} と両立しません。", "\"{0}\" does not go with {1}.", next: Table.mapping)
        case .mappingUnknownName:
            ProblemTexts("読み方 {0} はありません（同梱: {1}）。", "There is no mapping {0} (there are: {1}).",
                next: ("ledger mapping list で一覧、ledger mapping draft FILE で新しい案を作れます。", "See ledger mapping list, or make one with ledger mapping draft FILE."))
        default: nil
        }
    }

    private var headingTexts: ProblemTexts? {
        switch self {
        case .tableSheetMissing:
            ProblemTexts("シート {0} がありません（あるもの: {1}）。", "There is no sheet {0} (there are: {1}).", next: Table.otherMapping)
        case .tableHeadingMissing:
            ProblemTexts("見出し「{0}」がありません（表の見出し: {1}）。", "There is no heading \"{0}\" (the table has: {1}).", next: Table.otherMapping)
        case .tableHeadingTwice:
            ProblemTexts("見出し「{0}」が二か所にあります: {1}", "The heading \"{0}\" stands twice: {1}", next: ("どちらの列か分かるように、見出しか読み方を直してください。", "Make headings or mapping say which is meant."))
        case .tablePeriodMissing:
            ProblemTexts("{1} の列（{0}）がありません（表の年: {2}）。", "There is no column {0} for {1} (years of the table: {2}).", next: ("--period を確かめてください。", "Check --period."))
        case .tableLaterYear:
            ProblemTexts("見出し「{0}」は --period {1} より後の年です。", "The heading \"{0}\" is of a year after --period {1}.", next: ("--period を確かめてください。", "Check --period."))
        case .tableYearsDiffer:
            ProblemTexts("見出し「{0}」の年が食い違います。", "The heading \"{0}\" names years that do not agree.", next: ("見出しを直してください。", "Put the heading right."))
        case .tablePeriodNotAYear:
            ProblemTexts("見出し「{0}」は年度ごとの列ですが、--period {1} は一つの年度ではありません。", "The heading \"{0}\" is of a year, and --period {1} is not one year.", next: ("--period に年度を一つ指定してください。", "Give one year as --period."))
        default: nil
        }
    }

    private var importTexts: ProblemTexts? {
        switch self {
        case .importUndefined:
            ProblemTexts("初めて現れたものが {0} 件あり、人の承認を待っています（定義表 {1}）。", "{0} things are named for the first time and wait for a person (definition sheet {1}).",
                next: ("定義表（--definitions FILE で書き出される）を開き、内容と向きを確かめて accepted に yes と書き、同じ命令をもう一度実行してください。",
                    "Open the sheet (--definitions FILE writes it), check it, fill in the directions, say yes under accepted, and run the same command again."))
        case .importUnclassified:
            ProblemTexts("{0} 件が台帳と違うか読めず、区分を待っています（区分表 {1}）。", "{0} points differ from the ledger or were not read, and wait for a class (file {1}).",
                next: ("区分表（--classify FILE で書き出される）を開き、class と reason を埋めて、同じ命令をもう一度実行してください。",
                    "Open the file (--classify FILE writes it), fill in class and reason, and run the same command again."))
        case .dateMissing:
            ProblemTexts("新しい記録に日付が要ります: {0}", "New entries need a date: {0}",
                next: ("文書の日付を指定してください。分からないときは unknown と書いてください（作られません）。", "Give the document's date, or unknown where nobody knows it; none is invented."))
        case .fileExists:
            ProblemTexts("{0} はすでにあります。", "{0} exists already.", next: ("--force で置き換えるか、別の名前を指定してください。", "Replace it with --force, or name another file."))
        default: nil
        }
    }
}

extension Problem.Code {
    fileprivate var formTexts: ProblemTexts? {
        switch self {
        case .formVersion:
            ProblemTexts("様式の版が違います（必要な版 {0}、この様式 {1}）。", "The form is of another version (needed {0}, found {1}).",
                next: ("この版の ledger form で様式を作り直し、記入を写してください。", "Write the form anew with ledger form and copy what was filled in."))
        case .formIncomplete:
            ProblemTexts("様式に必要な部分がありません: {0}", "The form lacks a part: {0}",
                next: ("消した列・行・シートを戻すか、元の様式に書き写してください。", "Put back the column, row or sheet that was removed, or copy into the form as it was written."))
        case .formRow:
            ProblemTexts("{0} はこの様式の行ではありません。", "{0} is not a row of this form.", next: ("識別子の列を元の値に戻してください。", "Put the identifiers back as they were."))
        case .formOtherLedger:
            ProblemTexts("この様式は別の台帳、または別の履歴のものです: {0}", "This form was written by another ledger or another history: {0}",
                next: ("--ledger を確かめてください。", "Check --ledger."))
        default: nil
        }
    }
}

private enum Table {
    static let saveAgain = (
        "元の表計算ソフトで開いて保存し直してください。", "Open it in the spreadsheet program and save it again.")
    static let mapping = (
        "書き方は schema/MAPPING.md にあります。ledger mapping check FILE で確かめられます。", "schema/MAPPING.md says how it is written; ledger mapping check FILE tries it.")
    static let otherMapping = (
        "表に合う読み方を --mapping で選ぶか、ledger mapping draft FILE で案を作ってください。", "Choose the mapping that fits the table, or make one with ledger mapping draft FILE.")
}
