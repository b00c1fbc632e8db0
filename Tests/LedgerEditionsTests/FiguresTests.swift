import LedgerModel
import LedgerProjections
import LedgerTestSupport
import Testing

@testable import LedgerEditions

@Suite struct FiguresTests {
    let i = Subject(.indicator, "i")

    func lines(_ town: Town, of subject: Subject? = nil, size: UInt64? = nil) throws -> [String] {
        let bytes = try Figures.lines(of: subject ?? i, size: size ?? town.size, in: town)
        let lines = text(bytes).components("\r\n")
        #expect(lines.last == "")
        return Array(lines.dropLast())
    }

    @Test func headerIsTheFormat() {
        #expect(
            text(Figures.header)
                == "subject,kind,measure,part,plan,period,number,scale,unit,aggregation,bound,form,absence,status,word,expected,change,reason,entry\r\n")
    }

    /// One of each kind, with every column used once.
    @Test func everyColumnHasItsCell() throws {
        var town = Town.small()
        town.add(baseline(number("100")))
        town.add(
            target(.with { $0.number = "15.0"; $0.scale = 3; $0.unit = "t"; $0.bound = .atLeast; $0.form = .incrementPerYear; $0.aggregation = .cumulative }))
        town.add(target(.with { $0.bound = .notBelowPrevious }, "FY2018"))
        town.add(target(.with { $0.word = "=1+1" }, "<=FY2017", part: "小学校, \"1\""))
        town.add(actual(.with { $0.absence = .pending; $0.expected = "FY2018" }, "FY2017"))
        town.add(actual(.with { $0.number = "-5"; $0.status = .p; $0.partial = true }))
        town.add(.gradeGiven(.with { $0.subject = i; $0.plan = "p"; $0.period = "FY2016"; $0.grade = "A" }))
        town.add(.gradeGiven(.with { $0.subject = i; $0.period = "FY2016"; $0.origin = .derived; $0.noGrade = .excluded }), .corrected, .error)
        let found = try lines(town)
        let expected = [
            "indicator:i,baseline,m1,,p,FY2014,100,0,人,,,,,A,,,FIRST,,9",
            "indicator:i,target,m1,,p,FY2018,,,,,NOT_BELOW_PREVIOUS,,,A,,,FIRST,,11",
            "indicator:i,target,m1,,p,FY2019,15.0,3,t,CUMULATIVE,AT_LEAST,INCREMENT_PER_YEAR,,A,,,FIRST,,10",
            "indicator:i,target,m1,\"小学校, \"\"1\"\"\",p,<=FY2017,,,,,,,,A,'=1+1,,FIRST,,12",
            "indicator:i,actual,m1,,,FY2016,-5,0,,,,,PENDING,P,,,FIRST,,14",
            "indicator:i,actual,m1,,,FY2017,,,,,,,PENDING,A,,FY2018,FIRST,,13",
            "indicator:i,grade,DERIVED,,,FY2016,,,,,,,EXCLUDED,,,,CORRECTED,ERROR,16",
            "indicator:i,grade,PRINTED,,p,FY2016,,,,,,,,,A,,FIRST,,15",
        ]
        #expect(found == expected)
        town.add(.amountRecorded(.with { $0.subject = Subject(.programme, "g"); $0.period = "FY2016"; $0.kind = .settled; $0.value = number("863", "円") }))
        town.add(.amountRecorded(.with { $0.subject = Subject(.programme, "g"); $0.period = "FY2016"; $0.carriedOver = true; $0.value = number("1", "円") }))
        #expect(
            try lines(town, of: Subject(.programme, "g")) == [
                "programme:g,amount,NOT_STATED,carried-over,,FY2016,1,0,円,,,,,A,,,FIRST,,18",
                "programme:g,amount,SETTLED,,,FY2016,863,0,円,,,,,A,,,FIRST,,17",
            ])
        // Subjects by kind and identifier; of the other plan nothing.
        let file = try town.figures()
        let subjects = text(file).components("\r\n").dropFirst().map { String($0.prefix(11)) }
        #expect(subjects == ["programme:g", "programme:g"] + expected.map { _ in "indicator:i" } + [""])
        let read = try Figures.read(file)
        #expect(read.flatMap(\.line) == Array(file.dropFirst(Figures.header.count)))
        #expect(try Figures.read(Figures.header).isEmpty)
    }

    /// What a key goes through, one entry after another.
    @Test func changesAreToldByTheEntryThatMadeThem() throws {
        var town = Town.small()
        func last() throws -> String { try lines(town).first!.components(",").suffix(3).joined(separator: " ") }
        func value() throws -> String { try lines(town).first!.components(",")[6] }
        let first = town.add(target(number("10")))
        #expect(try value() == "10" && last() == "FIRST  9")
        let revised = town.add(target(number("8")), on: "2018-03-31", .revised, .unattainable)
        #expect(try value() == "8" && last() == "REVISED UNATTAINABLE 10")
        // Decided, in force only in a later year: shown.
        let late = town.add(target(number("7")), on: "2030-04-01", .revised, .planChange)
        #expect(try value() == "7" && last() == "REVISED PLAN_CHANGE 11")
        // An entry that comes before what is known changes nothing.
        town.add(target(number("9")), on: "2017-03-31", .revised, .planChange)
        #expect(try value() == "7" && last() == "REVISED PLAN_CHANGE 11")
        // The one before it holds again.
        town.withdraw(late)
        #expect(try value() == "8" && last() == "WITHDRAWN ERROR 13")
        town.withdraw(revised, .other)
        #expect(try value() == "9" && last() == "WITHDRAWN OTHER 14")
        town.withdraw(12)
        town.withdraw(first, .other)
        #expect(try value() == "" && last() == "WITHDRAWN OTHER 16")
        #expect(try lines(town) == ["indicator:i,target,m1,,p,FY2019,,,,,,,,,,,WITHDRAWN,OTHER,16"])
        town.add(target(number("11")))
        #expect(try value() == "11" && last() == "REENTERED OTHER 17")
        // Every older edition stays what it was.
        #expect(try lines(town, size: 9).first?.hasSuffix(",FIRST,,9") == true)
        #expect(try lines(town, size: 8).isEmpty)
    }

    @Test func takenBackAndMovedTargetsLeaveALine() throws {
        var town = Town.small()
        town.add(target(number("10")))
        town.add(target(nil), on: "2017-03-31", .revised, .nationalPlan)
        #expect(try lines(town) == ["indicator:i,target,m1,,p,FY2019,,,,,,,,,,,WITHDRAWN,NATIONAL_PLAN,10"])
        town.add(target(number("12")), on: "2018-03-31")
        town.add(target(number("12"), "FY2020", from: "FY2019"), on: "2018-04-01", .revised, .planChange)
        #expect(
            try lines(town) == [
                "indicator:i,target,m1,,p,FY2019,,,,,,,,,,,WITHDRAWN,PLAN_CHANGE,12",
                "indicator:i,target,m1,,p,FY2020,12,0,人,,,,,A,,,REVISED,PLAN_CHANGE,12",
            ])
        // The period of a baseline is part of what it says.
        var other = Town.small()
        other.add(baseline(number("1")))
        other.add(baseline(number("2"), "FY2015"), on: "2017-03-31", .corrected, .error)
        #expect(try lines(other) == ["indicator:i,baseline,m1,,p,FY2015,2,0,人,,,,,A,,,CORRECTED,ERROR,10"])
        other.withdraw(10)
        other.withdraw(9)
        #expect(try lines(other) == ["indicator:i,baseline,m1,,p,,,,,,,,,,,,WITHDRAWN,ERROR,12"])
        #expect(try Figures.read(other.figures()).count == 1)
    }

    /// Composed and decomposed letters are two parts, and stand in the order of their bytes.
    @Test func spellingsAreBytes() throws {
        var town = Town.small()
        town.add(target(number("1"), part: "か\u{3099}"))
        town.add(target(number("2"), part: "が"))
        let read = try Figures.read(town.figures())
        #expect(read.map { Array($0.part.utf8) } == [Array("か\u{3099}".utf8), Array("が".utf8)])
        #expect(FiguresComparison(old: [read[0]], new: [read[1]]).common == 0)
    }

    /// Against the definition: what holds after each entry, asked anew of `Facts` every time.
    @Test func everyRandomHistoryFollowsTheDefinition() throws {
        for seed in UInt64(1)...20 {
            let town = Chance(seed: seed).town(entries: 40)
            for size in stride(from: 8, through: town.size, by: 7) {
                let figures = try Figures.read(town.figures(["p", "q"], size: size))
                for subject in Set(town.events.flatMap(\.subjects)) {
                    let expected = Reference.entries(town, subject, size)
                    let found = figures.filter { $0.subject == subject }.map { "\($0.entry) \($0.change == .withdrawn)" }.sorted()
                    let isSealed = Reference.subjects(town, ["p", "q"], size).contains(subject)
                    #expect(found == (isSealed ? expected.sorted() : []), "seed \(seed) size \(size) \(subject.label)")
                }
            }
        }
    }
}

extension String {
    func components(_ separator: String) -> [String] {
        var parts: [[UInt8]] = [[]]
        var rest = Array(utf8)[...]
        let mark = Array(separator.utf8)
        while !rest.isEmpty {
            if rest.starts(with: mark) { parts.append([]); rest = rest.dropFirst(mark.count) } else { parts[parts.count - 1].append(rest.removeFirst()) }
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}
