import Foundation

/// The yearly update by tables, with the stops at which a person has to decide.
enum ImportScenarios {
    static let all = [year, kinds, encodings]

    private static let opening: [Scenario.Step] = [.ground("init --name town.example/kpi --by planning --by-kind post"), ImportTables.writing]

    /// From an empty ledger to the second year; that year withdrawn and taken again.
    static let year = Scenario(
        "import",
        opening + [
            .run(ImportTables.firstImport), .show("def.csv"),
            .prepare("a person says yes to all lines but that of u-002") { try ImportTables.accept($0 + "/def.csv", allBut: ["u-002"]) },
            .run("\(ImportTables.firstImport) \(ImportTables.dates)"), ImportTables.accepting,
            .run("\(ImportTables.firstImport) \(ImportTables.dates) --dry-run"), .run("\(ImportTables.firstImport) \(ImportTables.dates)"),
            .run("\(ImportTables.firstImport) \(ImportTables.dates)"),
            .run("\(ImportTables.nextImport) --classify cls.csv --dry-run"), .run("\(ImportTables.nextImport) --classify cls.csv"), .show("cls.csv"),
            ImportTables.classifying, .run("\(ImportTables.nextImport) --classify cls.csv --dry-run"), .run("\(ImportTables.nextImport) --classify cls.csv"),
            .run(ImportTables.nextImport), .run("show k-003"), .run("history k-004"),
            .run("append withdraw --batch 47 --reason error --reason-text 確定前の版 --by planning --decided 2020-09-01"),
            .run(ImportTables.nextImport), .run("\(ImportTables.nextImport) --classify cls.csv"), .run("verify"),
        ])

    private static let forum = "--by planning --source 部会の記録 --plan s1 --body forum --definitions def.csv"

    /// The tables that are not of indicators: their cells on the same programmes.
    static let kinds = Scenario(
        "import-kinds",
        [
            .prepare("the town's first year", ImportTables.firstYear),
            .ground("append body --identifier forum --name 部会 --by planning --decided 2019-01-10"),
            .run("import texts.csv --mapping tsukuba --period FY2018 --by planning --plan s1 --source 事務事業一覧 --definitions def.csv --plan-decided 2018-03-30 --known 2019-06-30"),
            .run("import texts.csv --mapping tsukuba --period FY2018 --by planning --plan s1 --source 事務事業一覧 --definitions def.csv --plan-decided 2018-03-30 --known 2019-06-30"),
            .run("import amounts.csv --mapping kobe-amounts --period FY2018 --by planning --plan s1 --source 概況 --definitions def.csv --plan-decided 2018-03-30 --known unknown"),
            ImportTables.accepting,
            .run("import amounts.csv --mapping kobe-amounts --period FY2018 --by planning --plan s1 --source 概況 --definitions def.csv --plan-decided 2018-03-30 --known unknown"),
            .run("import opinions.csv --mapping kawasaki-opinions --period FY2018 --plan-decided 2018-03-30 --known 2019-09-01 \(forum)"), ImportTables.accepting,
            .run("import opinions.csv --mapping kawasaki-opinions --period FY2018 --plan-decided 2018-03-30 --known 2019-09-01 \(forum)"),
            .run("import responses.csv --mapping kawasaki-responses --period FY2018 --known 2020-02-01 \(forum)"),
            .run("import responses.csv --mapping kawasaki-responses --period FY2018 --known 2020-02-01 \(forum)"),
            .run("audit opinions --on 2020-04-01"), .run("verify"),
        ])

    /// The same table as CP932 and as a workbook: nothing new in either.
    static let encodings = Scenario(
        "import-encodings",
        [
            .prepare("the town's first year", ImportTables.firstYear),
            .prepare("the same table as CP932 and as xlsx") { directory in
                try ImportFiles.cp932(directory + "/town-h30.csv", to: directory + "/town-cp932.csv")
                try ForeignWorkbook.write(directory + "/town.xlsx", from: directory + "/town-h30.csv")
            },
            .run("import town-cp932.csv --mapping kitakyushu --period FY2018 \(ImportTables.by)"),
            .run("import town.xlsx --mapping kitakyushu --period FY2018 \(ImportTables.by)"),
        ])
}

enum ImportFiles {
    static func cp932(_ source: String, to path: String) throws {
        let said = try Python.run("import sys; text = open(sys.argv[1], encoding='utf-8').read(); open(sys.argv[2], 'wb').write(text.encode('cp932'))", [source, path])
        guard said.isEmpty else { throw ForeignWorkbook.Unwritten(words: said) }
    }

    static func bytes(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
    static func text(_ text: String, _ path: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
}
