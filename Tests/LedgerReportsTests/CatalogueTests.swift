import LedgerModel
import Testing

@testable import LedgerReports

@Suite struct CatalogueTests {
    @Test(arguments: Problem.Code.allCases)
    func everyCodeHasWordsInBothLanguages(code: Problem.Code) {
        let texts = code.texts
        for sentence in [texts.what, texts.next] {
            #expect(!sentence.ja.isEmpty && !sentence.en.isEmpty)
            #expect(sentence.en.unicodeScalars.allSatisfy { $0.value < 0x3000 } || code == .badPeriod || code == .badDay)
            #expect(sentence.ja.unicodeScalars.contains { $0.value >= 0x3000 })
        }
        #expect(placeholders(texts.what.ja) == placeholders(texts.what.en), "\(code) mentions other values in the other language")
        #expect(placeholders(texts.next.ja).isEmpty && placeholders(texts.next.en).isEmpty)
    }

    private func placeholders(_ text: String) -> Set<String> {
        Set(text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { $0.split(separator: "}").first.map(String.init) })
    }

    @Test func valuesFillTheirPlaces() {
        let words = Words("{1} と {0}", "{1} and {0}")
        #expect(words.filled(.en, ["a", "b"]) == "b and a")
        #expect(words.filled(.en, ["a"]) == "— and a")
        #expect(words.filled(.ja, ["a", "b", "c"]) == "b と a [c]")
        #expect(words.filled(.en, ["{1}", "b"]) == "b and {1}")
        #expect(Words("", "{x} {0}").filled(.en, ["\u{1b}"]) == "{x} ␛")
    }

    @Test func linesSayCodePlaceAndWhatNext() {
        let problem = Problem(.badDecimal, at: "line 3", "--value", "12a")
        #expect(
            Catalogue(.en).lines(problem) == [
                "error[bad-decimal] line 3: --value: \"12a\" is not a decimal (no grouping, at most 40 digits).",
                "  -> Write it like 1234 or -1.20; the scale goes into --scale, the unit into --unit.",
            ])
        #expect(Catalogue(.ja).lines(problem)[0].hasPrefix("エラー[bad-decimal] 行 3: "))
        #expect(Catalogue(.en).lines(Problem(.tenTimes))[0].hasPrefix("warning[ten-times]"))
    }

    @Test(arguments: [
        (nil, [:], Language.en), (nil, ["LANG": "ja_JP.UTF-8"], .ja), (nil, ["LC_ALL": "C", "LANG": "ja_JP.UTF-8"], .en),
        (nil, ["LC_ALL": "", "LANG": "ja"], .ja), (Language.ja, ["LC_ALL": "C"], .ja), (Language.en, ["LANG": "ja_JP"], .en),
    ] as [(Language?, [String: String], Language)])
    func language(option: Language?, environment: [String: String], expected: Language) {
        #expect(Language(option: option, environment: environment) == expected)
    }
}

@Suite struct ValueTextTests {
    private func value(_ number: String, _ unit: String = "", scale: Int32 = 0, _ set: (inout Value) -> Void = { _ in }) -> Value {
        var value = Value()
        (value.number, value.unit, value.scale) = (number, unit, scale)
        set(&value)
        return value
    }

    private func both(_ value: Value) -> [String] { [Catalogue(.ja).value(value), Catalogue(.en).value(value)] }

    @Test func numbersKeepTheirDigits() {
        #expect(both(value("30.0", "%")) == ["30.0%", "30.0%"])
        #expect(both(value("12345678", "人")) == ["12,345,678人", "12,345,678 人"])
        #expect(both(value("-1234.50")) == ["-1,234.50", "-1,234.50"])
        #expect(both(value("0", "件")) == ["0件", "0 件"])
    }

    @Test func scaleIsAWordOrAPower() {
        #expect(both(value("863", "円", scale: 8)) == ["863億円", "863 × 10^8 円"])
        #expect(both(value("15", "t", scale: 3)) == ["15千t", "15 × 10^3 t"])
        #expect(both(value("5", "円", scale: 5)) == ["5 × 10^5円", "5 × 10^5 円"])
    }

    @Test func boundsAndForms() {
        #expect(both(value("2000", "人") { $0.bound = .atLeast }) == ["2,000人以上", "at least 2,000 人"])
        #expect(both(value("3", "位") { $0.bound = .atMost }) == ["3位以下", "at most 3 位"])
        #expect(both(value("") { $0.bound = .maintain }) == ["維持", "maintain"])
        #expect(both(value("50", "人") { $0.form = .incrementPerYear }) == ["50人増／年", "50 人 (increase per year)"])
        #expect(both(value("") { $0.word = "改定済" }) == ["改定済", "改定済"])
    }

    @Test func absenceIsAWordAndNeverZero() {
        for absence in Value.Absence.allCases where absence != .present {
            let texts = both(value("") { $0.absence = absence })
            #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("0") })
        }
        #expect(both(value("") { $0.absence = .pending; $0.expected = "2018-09-30" }) == ["調査中（予定 2018-09-30）", "pending (expected 2018-09-30)"])
    }

    @Test func marksPartsAndCompanions() {
        #expect(both(value("1234", "人") { $0.status = .p }) == ["1,234人（速報）", "1,234 人 (provisional)"])
        #expect(both(value("1537", "円", scale: 8) { $0.partial = true })[0] == "1,537億円（一部調査中）")
        let parts = value("59", "件") {
            $0.parts = [.with { $0.name = "新規"; $0.number = "38" }, .with { $0.name = "変更"; $0.number = "21" }]
        }
        #expect(both(parts)[0] == "59件（新規 38・変更 21）")
        let companion = value("127", "人") {
            $0.companion.meaning = .changeFromPrevious
            $0.companion.number = "62"
            $0.companion.unit = "人"
        }
        #expect(both(companion) == ["127人（前回から 62人）", "127 人 (change 62 人)"])
    }

    @Test func instantsAreLocalAndExact() {
        #expect(Instant.text(0, offsetMinutes: 0) == "1970-01-01T00:00:00Z")
        #expect(Instant.text(1_775_000_000_123_456_789, offsetMinutes: 540, full: true) == "2026-04-01T08:33:20.123456789+09:00")
        #expect(Instant.text(0, offsetMinutes: -210) == "1969-12-31T20:30:00-03:30")
    }

    @Test func wareki() {
        #expect(Catalogue(.ja).period("FY2019") == "FY2019（令和元年度）")
        #expect(Catalogue(.en).period("FY2019") == "FY2019")
        #expect(Catalogue(.ja).day(Day(2019, 4, 30)!) == "2019-04-30（平成31年）")
    }
}
