import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LMDB

/// A reproducer for every error that a user can see.
enum ErrorScenarios {
    static let all = [usage, shape, subjects, values, warnings, machines, environment, damage] + TableErrorScenarios.all + ProofErrorScenarios.all

    /// Codes that no command shows, and why.
    static let unreachable: [Problem.Code: String] = [
        .editionFileDiffers: "a paper is made differently only by another version of the program, and then --from gives the one that was published",
        .notVerified: "it takes a disk that fails while a copy is read back: tools/survive does that to every system call",
        .signatureBad: "append makes its signatures itself, and verify reports the finding signature",
        .sheetUnrepresentable: "papers and forms cut what a workbook cannot hold, and write only sheets and ranges of their own",
    ]

    static let id = "000102030405060708090a0b0c0d0e0f"
    private static let later = "--by planning --decided 2019-06-30"

    static let usage = Scenario(
        "errors-usage",
        City.all + [
            .run("bogus"), .run("append target --indicator airport"), .run("audit targets --from x"), .run("show nowhere"),
            .run("append actual --indicator jobs --period FY2016 --value 3 \(City.by)"), .run("replay --as-of 2000-01-01"), .run("replay --as-of 99"),
            .run("log --table --json"), .run("append end --subject airport --kind gone \(City.by)"), .run("verify --expect 5"),
            .run("show nowhere --json"), .run("diff"),
        ])

    static let shape = Scenario(
        "errors-shape",
        City.all + [
            .run("append unit --identifier 企画 --name 企画 \(City.by)"), .run("append target --indicator airport --period FY2018 --value 12a \(City.by)"),
            .run("append target --indicator airport --period FY2018 --value 4億3,0000万 \(City.by)"), .run("append target --indicator airport --period H31 --value 5 \(City.by)"),
            .run("append target --indicator airport --period FY2018 --value 5 --by planning --decided 2018-02-30"),
            .run("append alias --subject airport --name 空港 --id abc \(City.by)"),
            .run("init --ledger other --name \"a b\" --by planning"),
            .run("append target --indicator airport --period FY2018 \(City.by)"),
            .run("append target --indicator airport --period FY2018 --value 5 --word 未定 \(City.by)"),
            .run("append merge --from pr1 --to pr2 --to pr3 \(City.by)"),
            .prepare("long.ndjson: a name of 1,025 bytes") { directory in
                let line = #"{"statement":{"recordedBy":{"kind":"ACTOR","id":"planning"},"decided":{"basis":"UNKNOWN"},"unitCreated":{"id":"long","name":"NAME"}}}"#
                try line.replacingOccurrences(of: "NAME", with: String(repeating: "x", count: 1_025))
                    .write(toFile: directory + "/long.ndjson", atomically: true, encoding: .utf8)
            },
            .run("append --file long.ndjson"),
            .run("append point --identifier t --body b \(City.by)"), .run("append link --programme pr1 --item 3 \(City.by)"),
            .run("append alias --subject airport --name 空港 --reason other \(City.by)"),
            .run("append --file -", input: draft(#""aliasNoted":{"subject":{"kind":"INDICATOR","id":"airport"},"alias":"空港"}"#, #"{"field":"RAW_CELL","text":"130"}"#)),
            .run("append rule --identifier r --rule-version 1 --compare attainment --threshold A=80 --threshold B=100 \(City.by)"),
            .run("append --file -", input: "{\"statement\":{\"nonsense\":1}}\n\n{\n"),
        ])

    static let subjects = Scenario(
        "errors-subjects",
        City.all + [
            .run("append target --indicator nowhere --period FY2018 --value 5 \(City.by)"), .run("append end --subject opinion:o1 --kind completed \(City.by)"),
            .run("append unit --identifier kikaku --name 企画課 \(City.by)"), .run("append resume --subject airport \(later)"),
            .run("append merge --from pr1 --to pr1 \(City.by)"),
            .run("append body --identifier b --name 検証会議 \(City.by)"),
            .run("append response --identifier a1 --text 対応済み \(City.by)"), .run("append response --identifier a1 --opinion o9 --text 対応済み \(City.by)"),
            .run("append end --subject airport --kind abolished --by planning --decided 2019-04-01"),
            .run("append retarget --indicator airport --period FY2019 --value 100 --bound at-least --reason unattainable \(later)"),
            .run("append withdraw --entry 12 --reason error \(later)"), .run("append withdraw --entry 99 --reason error \(later)"),
            .run("append redact --entry 3 --field reason --reason other --reason-text 個人名 \(later)"),
            .run("append withdraw --reason error \(later)"),
            .run("append move --subject unit:kikaku --to unit:kuko --reason reorganisation \(later)"),
            .ground("append plan --identifier p2 --name 第2期総合戦略 --period FY2020-FY2024 \(City.by)"),
            .ground("append section --identifier s2 --name しごと --level 基本目標 --plan p2 \(City.by)"),
            .run("append move --subject section:g1 --to section:s2 --reason reorganisation \(later)"),
            .ground("append rule --identifier r --rule-version 1 --compare attainment --threshold A=100 --threshold B= \(City.by)"),
            .ground("append alias --subject airport --name 空港 --id \(id) \(City.by)"),
            .run("append grade --subject pr1 --plan p --period FY2016 --grade Z --derived --rule r --rule-version 1 --input \(id) \(later)"),
        ])

    static let values = Scenario(
        "errors-values",
        City.all + [
            .run("append actual --indicator airport --period FY2016 --value 140 --by planning --decided 2017-12-01"),
            .run("append correct --indicator airport --period FY2015 --value 125 --reason error --reason-text 転記 \(later)"),
            .run("append correct --indicator airport --period FY2016 --value 132 --old 999 --reason error --reason-text 転記 \(later)"),
            .run("append actual --indicator airport --period FY2018 --value 140 --by planning --decided 2019-06-30"),
            .run("append actual --indicator airport --period FY2018 --value 141 --by planning --decided 2019-05-31"),
            .run("append retarget --indicator airport --period FY2019 --value 100 --bound at-least \(later)"),
            .run("append finalise --indicator airport --kind target --plan p --period FY2019 --value 150 --bound at-least \(later)"),
            .run("append actual --indicator airport --period FY2015 --value 5 --unit % \(later)"),
            .run("append actual --indicator jobs --measure n --period FY2016 --value 10 \(later)"),
            .run("append actual --indicator jobs --measure n --period FY2017 --value 8 \(later)"),
            .run("append actual --indicator airport --period FY2019 --value 150 --by planning --decided 2019-12-01"),
            .run("append alias --subject airport --name 空港 --by planning --decided 2199-01-01"),
        ])

    static let warnings = Scenario(
        "errors-warnings",
        City.all + [
            .run("append actual --indicator airport --period FY2015 --value 125 --unit 名 --scale 万 \(later)"),
            .run("append actual --indicator airport --period FY2015 --value 125 --unit 名 --scale 万 --override 様式の違い \(later)"),
            .run("append target --indicator airport --period FY2025 --value 300 \(City.by)"),
            .run("append target --indicator jobs --measure n --period FY2015-FY2019 --value 500 \(City.by)"),
            .run("append actual --indicator jobs --measure n --period FY2012 --value 5 \(City.by)"),
            .run("append actual --indicator airport --period FY2018 --value 1310 \(later)"),
            .run("append actual --indicator airport --period FY2018 --value -131 \(later)"),
            .run("append indicator --identifier rate --name 満足度 --unit % --direction higher --aggregation single-year \(City.by)"),
            .run("append actual --indicator rate --period FY2018 --value 101 \(later)"),
            .run("append actual --indicator airport --period FY2018 --value 140 --part-value 国内=100 --part-value 国際=30 \(later)"),
            .run("append finalise --indicator airport --period FY2016 --value 132 --by planning --decided 2018-01-31"),
        ])

    static let machines = Scenario(
        "errors-machines",
        City.all + [
            .run("append --file -", input: draft(#""ledgerOpened":{"name":"x","incarnation":"AAAAAAAAAAAAAAAAAAAAAA==","fiscalYearFirstMonth":4,"format":1}"#)),
            .run("append --file -", input: draft(#""editionPublished":{"id":"e1","label":"公表版","plans":["p"],"size":"5"}"#)),
            .run("append alias --subject airport --name 空港 --id \(id) \(City.by)"),
            .run("append alias --subject airport --name 空港 --id \(id) \(City.by)"), .run("append alias --subject airport --name 大空港 --id \(id) \(City.by)"),
            .run("append --file -", input: draft(#""withdrawn":{"number":"17","event":"AAECAwQFBgcICQoLDA0ODw==","subjects":[{"kind":"PLAN","id":"p"}]},"reason":"ERROR""#)),
            .run("append alias --subject airport --name 空の港 --expect indicator:airport=99 \(City.by)"),
            .run(
                "append --file -",
                input: alias("空港", #""event":"AAECAwQFBgcICQoLDA0ODw==","#, #"{"from":"2015-10-30"}"#) + alias("空の港", "", #"{"from":"2015-10-30"}"#)),
            .prepare("many.ndjson: 100,001 lines") { directory in
                try String(repeating: "{}\n", count: 100_001).write(toFile: directory + "/many.ndjson", atomically: true, encoding: .utf8)
            },
            .run("append --file many.ndjson"), .run("append --file -", input: "\n"),
            .run("append --file -", input: draft(#""reason":99,"aliasNoted":{"subject":{"kind":"INDICATOR","id":"airport"},"alias":"空の港"}"#)),
            .ground("append withdraw --batch 17 --reason error --reason-text 転記の誤り \(later)"),
            .run("append withdraw --batch 17 --reason error --reason-text 転記の誤り \(later)"),
        ])

    static let environment = Scenario(
        "errors-environment",
        City.all + [
            .run("status --ledger nowhere"), .run("init --name example.lg.jp/kpi --by planning"), .run("append --file missing.ndjson"),
            .run("backup kpi.ledger"), .run("export kpi.ledger/log/data.mdb/out"),
            .prepare("another program holds writer.lock") { directory in
                // Held until the test process ends.
                let descriptor = unsafe open(directory + "/kpi.ledger/writer.lock", O_RDWR | O_CREAT, 0o644)
                guard flock(descriptor, LOCK_EX) == 0 else { throw CocoaError(.fileLocking) }
            },
            .run("append alias --subject airport --name 空港 --lock-timeout 0.1 \(City.by)"),
            .prepare("future: a ledger whose last entry is of the year 2100") { directory in
                try openLedger(at: directory + "/future", clock: 4_102_444_800_000_000_000)
            },
            .run("append unit --ledger future --identifier u --name 課 --by planning"),
            .run("append unit --ledger future --identifier u --name 課 --by planning --clock-behind 時計の電池切れ"),
        ])

    static let damage = Scenario(
        "errors-damage",
        City.all + [
            .run("backup copy --expect 16:\(String(repeating: "0", count: 64))"), .run("backup --into nightly --expect 16:\(String(repeating: "0", count: 64))"),
            .run("backup --into kpi.ledger/nightly"), .run("backup --keep 2 copy2"), .run("restore --drill copy --dry-run"),
            .ground("backup older"), .ground("append unit --identifier kowan --name 港湾課 \(City.by)"), .ground("backup --into nightly"),
            .prepare("kpi.ledger: put back to an older copy") { directory in
                try FileManager.default.removeItem(atPath: directory + "/kpi.ledger")
                try FileManager.default.moveItem(atPath: directory + "/older", toPath: directory + "/kpi.ledger")
            },
            .ground("rebuild"), .run("backup --into nightly --keep 1"), .run("status"),
            .prepare("other: another ledger") { directory in try openLedger(at: directory + "/other", clock: 1_700_000_000_000_000_000) },
            .ground("backup whole"), .run("restore --drill whole --ledger other"), .run("restore --drill whole --ledger none"),
            .prepare("newer: an entry of format 2") { directory in
                try openLedger(at: directory + "/newer", clock: 1_700_000_000_000_000_000)
                try put(RecordFrame(leaf: [0x08, 0x02], texts: [], hashes: leafHash([0x08, 0x02]).bytes).encoded(), number: 3, in: directory + "/newer")
            },
            .run("status --ledger newer"), .run("verify --ledger newer"), .run("append unit --ledger newer --identifier u --name 課 --by planning"),
            .prepare("entry 16 is half gone") { directory in try put([0x0a, 0x05, 0x08], number: 16, in: directory + "/kpi.ledger") },
            .run("show airport"), .run("verify"),
            .prepare("log/data.mdb is no store") { directory in
                try Data(repeating: 0x61, count: 32_768).write(to: URL(fileURLWithPath: directory + "/kpi.ledger/log/data.mdb"))
            },
            .run("show airport"), .run("verify"),
        ])

    // MARK: what no command makes

    private static func draft(_ act: String, _ text: String = "") -> String {
        #"{"statement":{"recordedBy":{"kind":"ACTOR","id":"planning"},"decided":{"basis":"UNKNOWN"},"# + act + #"},"texts":["# + text + "]}\n"
    }

    private static func alias(_ name: String, _ id: String, _ decided: String) -> String {
        #"{"statement":{"# + id + #""recordedBy":{"kind":"ACTOR","id":"planning"},"decided":"# + decided
            + #","aliasNoted":{"subject":{"kind":"INDICATOR","id":"airport"},"alias":"# + "\"\(name)\"}}}\n"
    }

    private static func openLedger(at path: String, clock: UInt64) throws {
        var frame = Draft()
        frame.statement.recordedBy = Subject(.actor, "planning")
        frame.statement.decided = .unknown
        var opened = frame
        opened.statement.ledgerOpened = .with {
            ($0.name, $0.incarnation, $0.utcOffsetMinutes, $0.fiscalYearFirstMonth, $0.format) = ("example", Data(count: 16), 540, 4, Limits.format)
        }
        var actor = frame
        actor.statement.actorRegistered = .with { ($0.id, $0.kind) = ("planning", .account) }
        let surroundings = Surroundings(clock: { clock }, randomBytes: Surroundings.machine.randomBytes)
        _ = try Ledger.create(at: path, opened: opened, followedBy: [actor], surroundings: surroundings)
    }

    private static func put(_ record: [UInt8], number: UInt64, in ledger: String) throws {
        let log = try Environment(path: ledger + "/log", Environment.Options(.write))
        let key = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
        try log.write { try $0.put(.main, key, record) }
    }
}
