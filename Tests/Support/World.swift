import LedgerModel

/// A small city: one of everything, so that any act has something to refer to. Event ids are named where tests refer to them.
package enum World {
    package static let visitors = Subject(.indicator, "visitors")

    package static var drafts: [Draft] { people + plans + facts + review + judgement }

    private static var people: [Draft] {
        [actor("clerk"), actor("mayor", .post), unit("industry"), unit("youth", parent: "industry")]
    }

    private static var plans: [Draft] {
        [
            plan("p1", "FY2015-FY2019"), plan("p2", "FY2020-FY2024"), section("s1"), section("s2", parent: "s1"),
            programme("g1"), programme("g2", unit: "", section: ""), programme("gone"),
            indicator("visitors", to: [Subject(.programme, "g1")]), indicator("hires", "人", .cumulative), indicator("rate", "%", .level),
            indicator("old"), indicator("bare"),
            programme("resting"), draft(.ended(.with { $0.subject = Subject(.programme, "resting"); $0.kind = .suspended }), on: "2017-03-31"),
            section("s9", plan: "p2"),
            ended(Subject(.programme, "gone"), on: "2017-03-31"), ended(Subject(.indicator, "old"), on: "2018-03-31"),
        ]
    }

    private static var facts: [Draft] {
        [
            baseline("visitors", "FY2014", value("1000"), id: "baseline"),
            target("visitors", "FY2019", value("1500"), id: "target"),
            actual("visitors", "FY2015", value("1200"), on: "2016-08-01", id: "actual-15"),
            actual("visitors", "FY2016", value("1300").provisional, on: "2017-08-01", id: "actual-16")
                .saying(.note, "a provisional figure").saying(.foundBy, "a name"),
            target("hires", "FY2015-FY2019", value("1000", "人", .cumulative)),
            actual("hires", "FY2015", value("100", "人", .cumulative), on: "2016-08-01"),
            actual("hires", "FY2016", value("250", "人", .cumulative), on: "2017-08-01"),
            actual("rate", "FY2016", value("60.5", "%", .level), on: "2017-08-01"),
            draft(.amountRecorded(.with {
                $0.subject = Subject(.programme, "g1"); $0.period = "FY2016"; $0.kind = .settled; $0.value = value("863", "円").scaled(8)
            }), on: "2017-09-01", id: "amount"),
            draft(.textRecorded(.with { $0.subject = Subject(.programme, "g1"); $0.kind = .purpose }), id: "purpose")
                .saying(.bodyText, "what it is for"),
            draft(.scopeSet(.with { $0.programme = "g1"; $0.period = "FY2016"; $0.inScope = true }), id: "scope"),
        ]
    }

    private static var review: [Draft] {
        [
            draft(.bodyConstituted(.with { $0.id = "b1"; $0.seats = [.with { $0.category = "scholar" }] }), id: "body")
                .saying(.displayName, "the council").saying(.seat, "a professor"),
            draft(.meetingHeld(.with { $0.id = "k1"; $0.body = "b1"; $0.number = 1; $0.held.from = "2018-06-01" }), on: "2018-06-01"),
            opinion("o1", about: [visitors]), response("r1", to: ["o1"]),
        ]
    }

    private static var judgement: [Draft] {
        [
            ruleAdopted(version: 1),
            draft(.gradeGiven(.with { $0.subject = Subject(.programme, "g1"); $0.plan = "p1"; $0.period = "FY2016"; $0.grade = "A" }),
                on: "2018-09-01", id: "grade"),
            draft(.controlTotal(.with {
                $0.subject = Subject(.plan, "p1"); $0.period = "FY2016"; $0.counts = [.with { $0.grade = "A"; $0.count = 1 }]
            }), on: "2018-09-01", id: "total"),
            draft(.editionPublished(.with { $0.id = "e1"; $0.label = "H28"; $0.plans = ["p1"] }), on: "2018-09-01"),
        ]
    }

    package static func ruleAdopted(version: UInt32) -> Draft {
        draft(
            .ruleAdopted(
                .with {
                    $0.id = "rule1"
                    $0.version = version
                    $0.compare = .attainment
                    $0.thresholds = [.with { $0.grade = "A"; $0.atLeast = "100" }, .with { $0.grade = "B" }]
                }), id: "rule-v\(version)")
    }
}

extension Value {
    package var provisional: Value { with { $0.status = .p } }
    package var expected: Value { with { $0.status = .f } }
    package func scaled(_ scale: Int32) -> Value { with { $0.scale = scale } }
    package func with(_ edit: (inout Value) -> Void) -> Value {
        var copy = self
        edit(&copy)
        return copy
    }
}
