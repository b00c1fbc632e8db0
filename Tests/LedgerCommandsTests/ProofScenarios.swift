import Foundation
import LedgerModel
import LedgerProofs

/// Keys, proofs and publications, and everything that can be wrong with them.
enum ProofScenarios {
    static let all = [keys, proofs, published]

    private static let later = "--by planning --decided 2018-09-01"
    private static let edition = "append edition --identifier h29 --label 平成29年度版 --plan p --by planning --decided 2018-09-01"

    static let keys = Scenario(
        "keys",
        City.all + [
            .run("key generate --by planning"), .run("append actor --identifier clerk --kind account --name 担当 \(later)"), .run("key generate --actor clerk --by planning"),
            .run("append alias --subject airport --name 空港 --by clerk --decided 2018-09-01 --sign-as clerk"),
            .run("key generate --actor clerk --by clerk --replace --sign-as clerk"), .run("key generate --by planning --replace"), .run("key list"), .run("key show"),
            .run("key export --policy"), .run("key revoke --actor clerk --reason 紛失 --by planning"), .run("key list --json"), .run("verify"),
            .run("append alias --subject airport --name 空の港 --by clerk --decided 2018-09-01"),
        ])

    static let proofs = Scenario(
        "proofs",
        City.all + [
            .ground("key generate --by planning"), policy, .run(edition),
            .run("prove event 16 --out event.tlog-proof"), .run("check event.tlog-proof --policy policy"),
            .run("prove indicator airport --edition h29 --out airport.proof"), .run("check airport.proof --policy policy"),
            .run("prove indicator indicator:nobody --edition 平成29年度版 --out nobody.proof"), .run("check nobody.proof --policy policy"),
            .run("prove consistency 0 --out request"), .run("key generate --witness --out witness.key --name witness.example/w1"),
            .run("witness request --witness-key witness.key --state seen --policy policy --out cosigned"), .run("check cosigned --policy policy"),
            .run("append alias --subject airport --name 空港 \(later)"), .run("prove consistency 18 --out request2"),
            .run("check request2 --older cosigned --policy policy"),
            .run("witness request2 --witness-key witness.key --state seen --policy policy --out cosigned2"),
            .run("verify --checkpoint cosigned2 --checkpoint cosigned --policy policy"),
        ])

    static let published = Scenario(
        "published",
        City.all + [
            .ground("key generate --by planning"), policy, .ground(edition), .run("publish --edition h29 --out site"), .run("verify site --policy policy"), .run("verify site"),
            .ground("append correct --indicator airport --period FY2016 --value 132 --by planning --decided 2018-10-01 --reason error --reason-text 集計の誤り"),
            .run("append edition --identifier h29-2 --label 平成29年度版（訂正） --plan p --supersedes h29 --reason 実績の訂正 --by planning --decided 2018-10-02"),
            .run("clone site --ledger copy --policy policy"), .run("publish --edition h29-2 --out site"), .run("pull --ledger copy --policy policy"), .run("verify --ledger copy"),
            .run("compare site/editions/h29/figures.csv site/editions/h29-2/figures.csv"), .show("site/editions/h29-2/figures.csv"), .show("site/changes.json"),
            .run("append redact --entry 16 --field reason --reason other --reason-text 個人名 \(later)"),
            .run("append edition --identifier h30 --label 平成30年度版 --plan p --by planning --decided 2018-10-03"), .run("publish --edition h30 --out site"),
            .run("verify site --policy policy"), .run("pull --ledger copy --policy policy"), .run("verify --ledger copy"),
        ])

    /// Whom the reader believes.
    static let policy = Scenario.Step.ground("key export --policy --out policy")

    /// The folder of the one ledger's keys.
    static func folder(_ directory: String) throws -> String {
        guard let name = try FileManager.default.contentsOfDirectory(atPath: directory + "/keys").first else { throw CocoaError(.fileNoSuchFile) }
        return directory + "/keys/" + name
    }
}
