import LedgerLog
import LedgerMerkle
import LedgerModel

/// A small but rich log, made once through the real `Ledger` on disk: four batches, texts, one of them redacted, a withdrawal.
package struct SmallLog: Sendable {
    package let records: [[UInt8]]
    package let root: Hash
    package var size: UInt64 { UInt64(records.count) }


    package static let made: Result<SmallLog, any Error> = Result { try SmallLog() }

    private init() throws {
        let small = try TemporaryLedger([actor("clerk"), actor("mayor", .post), unit("industry")])
        let visitors = Subject(.indicator, "visitors")
        _ = try small.ledger.append([
            plan("p1", "FY2015-FY2019"), section("s1"), indicator("visitors", to: [Subject(.section, "s1")]),
            target("visitors", "FY2019", value("1500"), id: "target"),
        ])
        _ = try small.ledger.append([actual("visitors", "FY2015", value("1200"), on: "2016-08-01", id: "actual-15")])
        _ = try small.ledger.append([
            actual("visitors", "FY2016", value("1300"), on: "2017-08-01", id: "actual-16").saying(.note, "a remark").saying(.foundBy, "a name"),
            actual("visitors", "FY2017", value("9999"), on: "2018-08-01", id: "wrong"),
        ])
        _ = try small.ledger.append([
            withdrawal(of: 11, eventID("wrong"), [visitors]), redaction(of: 10, .foundBy, [visitors]),
        ])
        _ = try small.ledger.append([actual("visitors", "FY2017", value("1400"), on: "2018-08-01", id: "right").saying(.reason, "as printed")])
        records = try small.records()
        root = try small.ledger.snapshot().root()
    }
}
