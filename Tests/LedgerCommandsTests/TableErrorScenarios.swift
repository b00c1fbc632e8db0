import Foundation

/// A reproducer for every error that a table, a mapping, an import or a report can meet.
enum TableErrorScenarios {
    static let all = [sheets, workbooks, mappings, tables, imports, reports]

    private static let opening = Scenario.Step.ground("init --name town.example/kpi --by planning --by-kind post")

    private static func read(_ file: String, _ mapping: String = "kitakyushu") -> Scenario.Step {
        .run("import \(file) --mapping \(mapping) --period FY2018 --by planning")
    }

    private static func writing(_ name: String, _ what: String, _ bytes: [UInt8]) -> Scenario.Step {
        .prepare("\(name): \(what)") { try ImportFiles.bytes(bytes, $0 + "/" + name) }
    }

    private static func writing(_ name: String, _ what: String, _ text: String) -> Scenario.Step { writing(name, what, Array(text.utf8)) }

    /// Text that is no table.
    static let sheets = Scenario(
        "errors-sheets",
        [
            opening,
            writing("mark.csv", "a byte order mark of UTF-8, then a byte that is not UTF-8", [0xEF, 0xBB, 0xBF] + Array("事業名,KPI\n".utf8) + [0x82, 0x0A]), read("mark.csv"),
            writing("neither.csv", "bytes that are neither UTF-8 nor CP932", Array("a,b\n".utf8) + [0xFF, 0xFF, 0xFD, 0x0A]), read("neither.csv"),
            writing("cp932.yaml", "a mapping of CP932", MappingScenarios.own.replacingOccurrences(of: "columns:", with: "encoding: cp932\ncolumns:")),
            writing("utf8.csv", "UTF-8 with its mark", "\u{feff}事業,指標,H30実績\n"), read("utf8.csv", "cp932.yaml"),
            .run("mapping draft utf8.csv --encoding EUC-JP"),
            writing("open.csv", "a quotation mark that is never closed", "事業,指標,H30実績\n\"図書館,冊数,3\n"), read("open.csv"),
            writing("after.csv", "text after a closing quotation mark", "事業,指標,H30実績\n\"図書館\"事業,冊数,3\n"), read("after.csv"),
            writing("binary.csv", "a NUL in the text", Array("a,b\n".utf8) + [0, 0, 0, 0x0A]), read("binary.csv"),
            writing("empty.csv", "nothing", [UInt8]()), read("empty.csv"),
            writing("wide.csv", "16,385 columns", String(repeating: ",", count: 16_384) + "\n"), read("wide.csv"),
            read("nowhere.csv"), .run("mapping draft nowhere.xlsx"), .run("verify"),
        ])

    private static func damaged(_ name: String, _ what: String, _ damage: ForeignWorkbook.Damage) -> Scenario.Step {
        .prepare("\(name): \(what)") { directory in
            try ImportTables.write(directory)
            try ForeignWorkbook.write(directory + "/" + name, from: directory + "/town-h30.csv", damage)
        }
    }

    /// Workbooks that are none, or are broken.
    static let workbooks = Scenario(
        "errors-workbooks",
        [
            opening, writing("text.xlsx", "a CSV under the name of a workbook", ImportTables.first), read("text.xlsx"),
            writing("locked.xlsx", "a workbook with a password", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + "EncryptedPackage".utf8.flatMap { [$0, 0] }), read("locked.xlsx"),
            writing("old.xls", "a workbook of the old kind", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 0, 0]), read("old.xls"),
            damaged("half.xlsx", "its second half is missing", .truncated), read("half.xlsx"), damaged("entity.xlsx", "it declares an entity", .doctype), read("entity.xlsx"),
            damaged("lost.xlsx", "its sheet is missing", .lost), read("lost.xlsx"), damaged("zero.xlsx", "a cell is called A0", .reference), read("zero.xlsx"),
            .prepare("the town's first year under town", { directory in
                try FileManager.default.createDirectory(atPath: directory + "/town", withIntermediateDirectories: true)
                try ImportTables.firstYear(directory + "/town")
            }),
            .run("form --ledger town/kpi.ledger --period FY2019 --out forms"), .run("import forms/u-001-FY2019.xlsx --by planning --known 2020-06-30"),
            .run("form --ledger town/kpi.ledger --period FY2019 --out forms"), .run("form --ledger town/kpi.ledger --period FY2019 --out /proc"),
        ] + form("another version", "1", "99") + form("no column of values", "value", "valeur") + form("a row that the form did not have", "k-001", "k-901"))

    /// A form in which somebody wrote one text over another.
    private static func form(_ what: String, _ old: String, _ new: String) -> [Scenario.Step] {
        [
            .prepare("form.xlsx: \(what)") { try ForeignWorkbook.copy($0 + "/forms/u-001-FY2019.xlsx", to: $0 + "/form.xlsx", old, new) },
            .run("import form.xlsx --ledger town/kpi.ledger --by planning --known 2020-06-30"),
        ]
    }

    private static func changed(_ name: String, _ what: String, _ old: String, _ new: String) -> [Scenario.Step] {
        [writing(name, what, MappingScenarios.own.replacingOccurrences(of: old, with: new)), .run("mapping check \(name)")]
    }

    /// What a mapping may get wrong.
    static let mappings = Scenario(
        "errors-mappings",
        changed("open.yaml", "a list that is never closed", "kind: indicators", "kind: [indicators")
            + changed("anchor.yaml", "an anchor", "title: まちの指標", "title: &a まちの指標") + changed("key.yaml", "a key that there is none", "title:", "titel:")
            + changed("twice.yaml", "a key twice", "kind: indicators", "kind: indicators\nkind: texts") + changed("without.yaml", "no title", "title: まちの指標\n", "")
            + changed("list.yaml", "a list for a title", "title: まちの指標", "title: [まちの指標]") + changed("kind.yaml", "a kind that there is none", "indicators", "kpi")
            + changed("kinds.yaml", "a column that does not go with the kind", "is: programme", "is: opinion")
            + [
                writing("large.yaml", "larger than a mapping may be", MappingScenarios.own + String(repeating: "#", count: 262_144)), .run("mapping check large.yaml"),
                .run("mapping show nowhere"), .run("mapping check nowhere.yaml"), .run("mapping check kind.yaml --json"),
            ])

    private static let own = writing("own.yaml", "a mapping", MappingScenarios.own)

    private static func table(_ name: String, _ what: String, _ text: String, period: String = "FY2019", mapping: String = "own.yaml") -> [Scenario.Step] {
        [writing(name, what, text), .run("import \(name) --mapping \(mapping) --period \(period) --by planning")]
    }

    /// Tables that are not of their mapping's kind.
    static let tables = Scenario(
        "errors-tables",
        [opening, own]
            + table("other.csv", "a heading is missing", "事業,指標名,R1実績\n図書館,冊数,3\n") + table("twice.csv", "a heading stands twice", "事業,指標,指 標,R1実績\n")
            + table("past.csv", "the year is missing", "事業,指標,H30実績\n") + table("future.csv", "a later year", "事業,指標,R1実績,R2実績\n")
            + table("range.csv", "a table of years", "事業,指標,R1実績\n", period: "FY2018-FY2019")
            + [
                writing("both.yaml", "years in two ways", MappingScenarios.own.replacingOccurrences(of: "{era}{yy}実績", with: "{era}{yy}({yyyy})実績")),
                writing("sheet.yaml", "a sheet by its name", MappingScenarios.own.replacingOccurrences(of: "columns:", with: "table: {sheet: 指標}\ncolumns:")),
            ]
            + table("differ.csv", "H31 is not 2018", "事業,指標,H31(2018)実績\n", mapping: "both.yaml") + table("one.csv", "no sheet of that name", "事業,指標,R1実績\n", mapping: "sheet.yaml"))

    /// What a person has not said, or has said wrongly.
    static let imports = Scenario(
        "errors-imports",
        [
            opening, ImportTables.writing, .run("import town-h30.csv --period FY2018 --by planning"), .run("import town-h30.csv --mapping kitakyushu --by planning"),
            .run("import town-h30.csv --mapping kitakyushu --period FY2018 --by planning --new-plan まち戦略"),
            .run("import town-h30.csv --mapping kitakyushu --period FY2018 --by nobody --plan s1 --definitions def.csv --dates-basis guessed"),
            .run(ImportTables.firstImport),
            .prepare("def.csv: accepted without directions") { try ImportTables.accept($0 + "/def.csv", direction: "") },
            .run("\(ImportTables.firstImport) \(ImportTables.dates)"), ImportTables.accepting,
            .run("import town-h30.csv --mapping kitakyushu --period FY2018 --plan s1 --new-plan まち戦略 --plan-period FY2018-FY2022 --by nobody --definitions def.csv \(ImportTables.dates)"),
            .prepare("the table says ten times as much in R1") { directory in
                let text = ImportTables.next.replacingOccurrences(of: "累計120件", with: "累計1200件").replacingOccurrences(of: "八割ほどか", with: "87％")
                    .replacingOccurrences(of: "1.6万人", with: "1.5万人").replacingOccurrences(of: "905人", with: "調査中")
                try ImportFiles.text(text, directory + "/town-r1.csv")
            },
            .ground("\(ImportTables.firstImport) \(ImportTables.dates)"), .run(ImportTables.nextImport), .run("\(ImportTables.nextImport) --accept-warnings 相談会をまとめて数えた"),
            .prepare("def.csv: a word that is no side") { try ImportTables.accept($0 + "/def.csv", direction: "上") }, .run(ImportTables.nextImport),
            .prepare("def.csv: not a definition sheet") { try ImportFiles.text("a,b\n1,2\n", $0 + "/def.csv") }, .run(ImportTables.nextImport),
            .prepare("cls.csv: a class that there is none") { try ImportFiles.text("class,cell,what,subject,period\n直す,I4,actual,indicator:k-003,FY2018\n", $0 + "/cls.csv") },
            .run("import town-r1.csv --mapping kitakyushu --period FY2019 --by planning --classify cls.csv"),
        ])

    static let reports = Scenario(
        "errors-reports",
        [
            .prepare("the town's first year", ImportTables.firstYear), .ground("append edition --identifier e1 --label 令和元年度版 --plan s1 --by planning --decided 2020-09-30"),
            .run("report nothing"), .run("report progress --format pdf"), .run("report progress --format xlsx"), .run("report progress --json --format md"),
            .run("report changes --section s-001"), .run("report indicator"), .run("report progress --edition e9"), .run("report progress --edition e1 --as-of 45"),
            .run("report scoreboard --rule r9"),
            .prepare("progress.csv is there already") { try ImportFiles.text("", $0 + "/progress.csv") }, .run("report progress --out progress.csv"),
            .run("report progress --out nowhere/progress.csv"),
        ])
}
