import Foundation

@testable import LedgerReports

/// A published site as a city would have it: h27, its correction h27-2 that supersedes it, and h28 of the next year. One report of h27 had to go.
enum SiteSample {
    static let key = "example.city/kpi-2015+0f1e2d3c+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
    private static let header =
        "subject,kind,measure,part,plan,period,number,scale,unit,aggregation,bound,form,absence,status,word,expected,change,reason,entry"

    static let names = [
        "indicator:k-001": "U・Iターン就職者数", "indicator:k-002": "若年者のマッチング数", "indicator:k-003": "職場実習者数",
        "indicator:k-004": "インターンシップ参加者数", "indicator:k-005": "空港利用者数", "indicator:k-006": "関心度",
    ]

    /// Kind, period, columns from `number` to `expected`, then change, reason and entry.
    private static func line(_ subject: String, _ kind: String, _ period: String, _ rest: String) -> String {
        "indicator:\(subject),\(kind),m1,,\(kind == "target" ? "plan-2015" : ""),\(period),\(rest)\r\n"
    }

    private static func file(_ lines: [String]) -> String { header + "\r\n" + lines.joined() }

    static let figuresH27 = file([
        line("k-001", "baseline", "FY2014", "115,0,人,SINGLE_YEAR,,,,A,,,FIRST,,12"),
        line("k-001", "target", "FY2015..FY2019", "1000,0,人,CUMULATIVE,AT_LEAST,,,A,,,FIRST,,13"),
        line("k-001", "actual", "FY2015", "142,0,人,SINGLE_YEAR,,,,A,,,FIRST,,40"),
        line("k-002", "actual", "FY2015", "1070,0,人,SINGLE_YEAR,,,,P,,,FIRST,,41"),
        line("k-003", "actual", "FY2015", ",,,,,,NOT_STARTED,O,,,FIRST,,42"),
        line("k-004", "actual", "FY2015", "217,0,人,SINGLE_YEAR,,,,A,,,FIRST,,43"),
        line("k-005", "target", "FY2019", "200,4,人,SINGLE_YEAR,,,,A,,,FIRST,,16"),
        line("k-006", "actual", "FY2015", "97.0,0,%,SINGLE_YEAR,,,,A,,,CORRECTED,ERROR,63"),
    ])

    static let figuresFirst = figuresH27.replacingOccurrences(
        of: "97.0,0,%,SINGLE_YEAR,,,,A,,,CORRECTED,ERROR,63", with: "79.0,0,%,SINGLE_YEAR,,,,A,,,FIRST,,45")

    static let figuresH28 = file([
        line("k-001", "baseline", "FY2014", "115,0,人,SINGLE_YEAR,,,,A,,,FIRST,,12"),
        line("k-001", "target", "FY2015..FY2019", "1000,0,人,CUMULATIVE,AT_LEAST,,,A,,,FIRST,,13"),
        line("k-001", "actual", "FY2015", "142,0,人,SINGLE_YEAR,,,,A,,,FIRST,,40"),
        line("k-001", "actual", "FY2016", "305,0,人,CUMULATIVE,,,,A,,,FIRST,,90"),
        line("k-002", "actual", "FY2015", "1102,0,人,SINGLE_YEAR,,,,A,,,FINALISED,,88"),
        line("k-003", "actual", "FY2015", ",,,,,,NOT_STARTED,O,,,FIRST,,42"),
        line("k-003", "actual", "FY2016", "40,0,人,CUMULATIVE,,,,A,,,FIRST,,91"),
        line("k-004", "actual", "FY2015", "223,0,人,SINGLE_YEAR,,,,A,,,FIRST,,43"),
        line("k-005", "target", "FY2019", "150,4,人,SINGLE_YEAR,,,,A,,,REVISED,UNATTAINABLE,87"),
        line("k-006", "actual", "FY2015", "97.0,0,%,SINGLE_YEAR,,,,A,,,CORRECTED,ERROR,63"),
        line("k-006", "actual", "FY2016", ",,,,,,PENDING,O,,2018-09-30,FIRST,,92"),
    ])

    static let correction = Site.Change(
        subject: "indicator:k-006", kind: "actual", measure: "m1", period: "FY2015", old: "79.0%", new: "97.0%", verdict: .declared, change: "CORRECTED",
        reason: "ERROR", entry: 63)

    static let changes: [Site.Change] = [
        .init(
            subject: "indicator:k-002", kind: "actual", measure: "m1", period: "FY2015", old: "1,070人（速報）", new: "1,102人", verdict: .declared,
            change: "FINALISED", entry: 88),
        .init(
            subject: "indicator:k-005", kind: "target", measure: "m1", plan: "plan-2015", period: "FY2019", old: "200万人", new: "150万人", verdict: .declared,
            change: "REVISED", reason: "UNATTAINABLE", entry: 87),
        .init(subject: "indicator:k-004", kind: "actual", measure: "m1", period: "FY2015", old: "217人", new: "223人", verdict: .undeclared),
        .init(subject: "indicator:k-001", kind: "actual", measure: "m1", period: "FY2016", old: "", new: "305人", verdict: .added, change: "FIRST", entry: 90),
        .init(subject: "indicator:k-003", kind: "actual", measure: "m1", period: "FY2016", old: "", new: "40人", verdict: .added, change: "FIRST", entry: 91),
        .init(subject: "indicator:k-006", kind: "actual", measure: "m1", period: "FY2016", old: "", new: "調査中", verdict: .added, change: "FIRST", entry: 92),
    ]

    private static let titles = [
        "figures.csv": Words("数値データ", "Figures"), "progress.html": Words("進捗状況", "Progress"), "progress.csv": Words("進捗状況（表）", "Progress, table"),
        "progress.xlsx": Words("進捗状況（Excel）", "Progress, workbook"),
    ]

    /// Contents by path. The report of h27 is removed, and not among them.
    static let contents: [String: String] = [
        "editions/h27/figures.csv": figuresFirst, "editions/h27/indicators.csv": "指標\r\n関心度\r\n", "editions/h27-2/figures.csv": figuresH27,
        "editions/h27-2/progress.csv": "指標,実績\r\n関心度,97.0\r\n", "editions/h27-2/indicators.csv": "指標\r\n関心度\r\n", "editions/h28/figures.csv": figuresH28,
        "editions/h28/progress.html": "<!DOCTYPE html><title>H28</title>", "editions/h28/progress.csv": "指標,実績\r\n職場実習者数,40\r\n",
        "editions/h28/progress.xlsx": "PK\u{03}\u{04} not really",
    ]
    static let removedContent = "<!DOCTYPE html><title>H27</title>"

    static func file(_ edition: String, _ name: String) throws -> Site.File {
        let path = "editions/\(edition)/\(name)"
        let content = contents[path]
        let digest = try SystemDigest.sha256(Array((content ?? removedContent).utf8)).hex
        return Site.File(path: path, sha256: digest, bytes: content?.utf8.count, title: titles[name] ?? Words(name, name))
    }

    static func site() throws -> Site {
        let plans = ["まち・ひと・しごと創生総合戦略"]
        let first = try Site.Edition(
            id: "h27", label: "平成27年度版", entry: 61, recorded: "2016-09-12T10:00:00+09:00", plans: plans,
            files: [file("h27", "figures.csv"), file("h27", "progress.html"), file("h27", "indicators.csv")], figures: figuresFirst)
        let old = try Site.Edition(
            id: "h27-2", label: "平成27年度版（訂正）", entry: 64, recorded: "2016-10-03T15:30:00+09:00", plans: plans, supersedes: "h27",
            reason: "関心度の転記誤りの訂正。",
            files: [file("h27-2", "figures.csv"), file("h27-2", "progress.csv"), file("h27-2", "indicators.csv")], against: "h27", changes: [correction],
            figures: figuresH27)
        let new = try Site.Edition(
            id: "h28", label: "平成28年度版", entry: 104, recorded: "2017-10-02T09:00:00+09:00", plans: plans,
            files: [file("h28", "figures.csv"), file("h28", "progress.html"), file("h28", "progress.csv"), file("h28", "progress.xlsx")],
            against: "h27-2", changes: changes, figures: figuresH28)
        return Site(
            name: "example.city/kpi-2015", key: key, script: "tools/check-published", size: 104, root: "nyxaC+DRRHemyOPwkVt9IknmocB7jV8+KkxrjQ4fKjs=",
            editions: [new, old, first], removedTexts: 1, names: names)
    }

    /// Every text that data can bring is this.
    static let hostile = "</script><script>alert(1)</script><!--\"'&\u{202E}\u{2028}]]>\u{0}\r\n=cmd"

    static func hostileSite() throws -> Site {
        var site = try site()
        site.name = hostile
        site.key = hostile
        site.address = hostile
        site.root = hostile
        site.names = ["indicator:k-002": hostile, hostile: hostile]
        for i in site.editions.indices {
            site.editions[i].label = hostile
            site.editions[i].plans = [hostile]
            if site.editions[i].supersedes != nil { site.editions[i].reason = hostile }
            site.editions[i].files[0].path = "javascript:" + hostile
            site.editions[i].files[0].title = Words(hostile, hostile)
            site.editions[i].figures?.append("\(hostile),actual,m1,,,FY2015\r\n")
            for j in site.editions[i].changes.indices {
                site.editions[i].changes[j].old = hostile
                site.editions[i].changes[j].new = hostile
                site.editions[i].changes[j].period = hostile
                site.editions[i].changes[j].reason = hostile
            }
            site.editions[i].changes.append(.init(subject: hostile, kind: hostile, period: hostile, old: hostile, new: hostile, verdict: .undeclared))
        }
        return site
    }

    /// The site with markup for its names, which a browser would show as it is.
    static func markupSite() throws -> Site {
        let markup = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"
        var site = try site()
        for i in site.editions.indices { site.editions[i].label = "\(i)" + markup }
        site.name = markup
        site.names = site.names.mapValues { $0 + markup }
        return site
    }

    /// As a published directory, so far as the pages and their test need it.
    static func write(_ site: Site, to folder: URL) throws {
        for (path, content) in contents {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: file)
        }
        try Data(SitePages.index(site, sha256: SystemDigest.digest)).write(to: folder.appendingPathComponent("index.html"))
        try Data(SitePages.check(site, sha256: SystemDigest.digest)).write(to: folder.appendingPathComponent("check.html"))
        try Data(JSONText.document(Listing(site)).utf8).write(to: folder.appendingPathComponent("editions.json"))
        try Data(JSONText.document(Changes(site)).utf8).write(to: folder.appendingPathComponent("changes.json"))
        for name in ["checkpoint", "log.json", "removed.json"] { try Data("{}".utf8).write(to: folder.appendingPathComponent(name)) }
    }

    private struct Listing: Encodable {
        struct Edition: Encodable {
            let id, label: String
            let entry: UInt64
            let supersedes: String?
            let files: [File]
        }
        struct File: Encodable {
            let path, sha256: String
            let bytes: Int?
            let removed: Bool?
        }
        let editions: [Edition]

        init(_ site: Site) {
            editions = site.editions.map { edition in
                let files = edition.files.map { File(path: $0.path, sha256: $0.sha256, bytes: $0.bytes, removed: $0.bytes == nil ? true : nil) }
                return Edition(id: edition.id, label: edition.label, entry: edition.entry, supersedes: edition.supersedes, files: files)
            }
        }
    }

    private struct Changes: Encodable {
        struct Edition: Encodable {
            let id, against: String
            let lines: [Line]
        }
        struct Line: Encodable { let subject, period, old, new, verdict: String }
        let editions: [Edition]

        init(_ site: Site) {
            editions = site.editions.compactMap { edition in
                guard let against = edition.against else { return nil }
                let lines = edition.changes.map { Line(subject: $0.subject, period: $0.period, old: $0.old, new: $0.new, verdict: $0.verdict.rawValue) }
                return Edition(id: edition.id, against: against, lines: lines)
            }
        }
    }
}

/// SHA-256 by coreutils: the reports know no hash of their own.
enum SystemDigest {
    struct Failed: Error {}

    static func sha256(_ bytes: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(bytes))
        try input.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0, said.count > 64 else { throw Failed() }
        let digits = said.prefix(64).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64 else { throw Failed() }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    /// Of the wrong length, and so found by every test, where the program fails.
    static func digest(_ bytes: [UInt8]) -> [UInt8] { (try? sha256(bytes)) ?? [] }
}
