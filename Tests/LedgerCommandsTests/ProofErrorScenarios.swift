import Foundation
import LedgerLog
import LedgerModel

/// What is wrong with keys, proofs and publications.
enum ProofErrorScenarios {
    static let all = [keys, ledgers, proofs]

    private static let later = "--by planning --decided 2018-09-01"
    private static let publicKey = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="

    private static func act(_ act: String, _ text: String = "") -> String {
        #"{"statement":{"recordedBy":{"kind":"ACTOR","id":"planning"},"decided":{"basis":"UNKNOWN"},"# + act + #"},"texts":["# + text + "]}\n"
    }

    static let keys = Scenario(
        "errors-keys",
        City.all + [
            .run("prove event 3"), .run("check nothing"), .run("key revoke --actor mayor --reason 紛失 --by planning"),
            .run("append --file -", input: act(#""keyRegistered":{"purpose":"AUTHOR","actor":"mayor","publicKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}"#)),
            .ground("key generate --actor mayor --by planning"), .run("key generate --actor mayor --by planning"),
            .run("append alias --subject airport --name 空港 --by mayor --decided 2018-09-01"), .ground("key revoke --actor mayor --reason 紛失 --by planning"),
            .run("append --file -", input: act(#""keyRegistered":{"purpose":"AUTHOR","actor":"mayor","publicKey":"\#(publicKey)"}"#)),
            .ground("key revoke --actor mayor --reason 紛失 --by planning"),
            .run("append --file -", input: act(#""keyRegistered":{"purpose":"AUTHOR","actor":"mayor","publicKey":"\#(publicKey)"}"#)),
            .run("append --file -", input: act(#""restored":{"incarnation":"AAAAAAAAAAAAAAAAAAAAAA==","name":"example.lg.jp/kpi"}"#, #"{"field":"REASON","text":"試し"}"#)),
            .run("append --file -", input: act(#""editionPublished":{"id":"e","label":"版","plans":["p"],"seal":"\#(publicKey)"}"#)),
            .run(
                "append --file -",
                input: act(#""unitCreated":{"id":"u","name":"課"}"#) + act(#""editionPublished":{"id":"e","label":"版","plans":["p"],"seal":"\#(publicKey)"}"#)),
            .prepare("secret, wrong: files with a passphrase each") { directory in
                for (name, text) in [("secret", "合言葉\n"), ("wrong", "合い言葉\n")] { try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + name)) }
            },
            .ground("key generate --by planning --passphrase-file secret"), .run("append alias --subject airport --name 空港 \(later)"),
            .run("append alias --subject airport --name 空港 \(later) --passphrase-file wrong"),
            .run("append alias --subject airport --name 空港 \(later) --passphrase-file secret"), .run("key show nowhere.key"), .run("append unit --identifier v --name 課 \(later) --sign-as nobody"),
            .prepare("log.key can be read by all") { directory in
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: ProofScenarios.folder(directory) + "/log.key")
            },
            .run("key show"), .run("key generate --witness --out kpi.ledger/w.key --name w.example"), .run("pull"), .run("compact --dry-run --ledger nowhere"),
        ])

    static let ledgers = Scenario(
        "errors-ledgers",
        City.all + [
            .ground("key generate --by planning"), .run("restore --accept-loss 試し --by planning"), copy("kpi.ledger", "older"), .ground("append alias --subject airport --name 空港 \(later)"),
            .prepare("the older copy is put back") { directory in try replace("kpi.ledger", by: "older", directory) },
            .run("append alias --subject airport --name 大空港 \(later)"), .run("verify"), .run("show airport"),
            .prepare("it goes on without the key") { directory in
                var draft = Draft()
                draft.statement.recordedBy = Subject(.actor, "planning")
                draft.statement.decided = .unknown
                draft.statement.unitCreated = .with { ($0.id, $0.name) = ("other", "別の課") }
                _ = try Ledger(opening: directory + "/kpi.ledger", mode: .writing).append([draft])
            },
            .run("append alias --subject airport --name 大空港 \(later)"), .run("verify"), .run("restore --accept-loss 復元に失敗 --by planning"), .run("key list"),
            .ground("key generate --by planning"), .run("append alias --subject airport --name 大空港 \(later)"), .run("verify"),
            .ground("backup before"), .ground("append redact --entry 16 --field reason --reason other --reason-text 個人名 \(later)"),
            .run("restore before --ledger back --known kpi.ledger"), .run("restore before --ledger back --known kpi.ledger --accept-undone-redactions"), .ground("compact"),
            .ground("key generate --out other.key --name example.lg.jp/kpi"),
            .prepare("another key in the place of the log's") { directory in
                let folder = try ProofScenarios.folder(directory)
                for file in ["log.key", "log.checkpoint"] { try FileManager.default.removeItem(atPath: folder + "/" + file) }
                try FileManager.default.copyItem(atPath: directory + "/other.key", toPath: folder + "/log.key")
            },
            .run("append alias --subject airport --name 大空港 \(later)"),
        ])

    static let proofs = Scenario(
        "errors-proofs",
        City.all + [
            .ground("key generate --by planning"), ProofScenarios.policy, .ground("prove event 5 --out five"), .ground("prove event 6 --out six"),
            .run("check five"), .run("check policy --policy policy"),
            .prepare("five names another place") { directory in
                let text = try String(contentsOfFile: directory + "/five", encoding: .utf8).replacingOccurrences(of: "\nindex 4\n", with: "\nindex 5\n")
                try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/five"))
            },
            .run("check five --policy policy"), .run("check six --key example.lg.jp/kpi+00000000+AAAA"),
            .ground("append text --subject pr1 --kind purpose --text 目的 --embargoed 2099-01-01 \(later)"),
            .ground("append edition --identifier h29 --label 平成29年度版 --plan p \(later)"), .run("publish --edition h29 --out site"),
            .ground("append text --subject pr1 --kind outline --text 概要 \(later)"),
            .prepare("annex.pdf") { directory in try Data("annex".utf8).write(to: URL(fileURLWithPath: directory + "/annex.pdf")) },
            .run("verify nowhere"), .run("verify \"http://a b\""), .run("prove indicator airport --edition nothing"),
            .ground("init --ledger second --name example.lg.jp/second --by planning"), .ground("append plan --ledger second --identifier p --name 計画 --period FY2015-FY2019 \(later)"),
            .ground("key generate --ledger second --by planning"), .ground("append edition --ledger second --identifier e --label 版 --plan p \(later)"),
            .ground("publish --ledger second --edition e --out other"), .ground("clone other --ledger clone"), .run("append unit --ledger clone --identifier v --name 課 \(later)"),
            .ground("init --ledger third --name example.lg.jp/third --by planning"), .ground("append plan --ledger third --identifier p --name 計画 --period FY2015-FY2019 \(later)"),
            .ground("key generate --ledger third --by planning"), .ground("append edition --ledger third --identifier e --label 版 --plan p \(later)"),
            .run("publish --ledger third --edition e --out other"),
            .ground("append edition --ledger third --identifier f --label 版 --plan p --publish annex.pdf \(later)"),
            .prepare("annex.pdf is taken away") { directory in try FileManager.default.removeItem(atPath: directory + "/annex.pdf") },
            .run("publish --ledger third --edition f --out third-site"),
            .ground("append indicator --ledger third --identifier loose --name 結ばれていない指標 --unit 人 --direction higher --aggregation single-year \(later)"),
            .ground("append target --ledger third --indicator loose --plan p --period FY2019 --value 5 \(later)"),
            .run("append edition --ledger third --identifier g --label 版 --plan p \(later)"),
        ])

    private static func copy(_ from: String, _ to: String) -> Scenario.Step {
        .prepare("\(to): a copy of \(from)") { directory in try FileManager.default.copyItem(atPath: directory + "/" + from, toPath: directory + "/" + to) }
    }

    private static func replace(_ name: String, by other: String, _ directory: String) throws {
        try FileManager.default.removeItem(atPath: directory + "/" + name)
        try FileManager.default.moveItem(atPath: directory + "/" + other, toPath: directory + "/" + name)
    }
}
