import BigInt
import LedgerModel
import LedgerTestSupport
import Testing

@Suite struct DecimalTests {
    @Test(arguments: ["0", "-0", "0.0", "-0.00", "1", "-1", "10", "30.0", "0.5", "12345678901234567890", "1.000"])
    func kept(_ text: String) throws {
        #expect(try #require(ExactDecimal(text)).text == text)
    }

    @Test(arguments: [
        "", "-", "+1", "01", "-01", "00", ".5", "5.", "1.", "1..2", "1.2.3", "1,000", "1e3", " 1", "1 ", "1\n", "--1", "−1", "１", "٣", "0x1", "1_0",
        "NaN", "-.5", "1\u{301}", "1.\u{301}5", "△1.2",
    ])
    func refused(_ text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test func fortyDigits() {
        func digits(_ n: Int) -> String { String(repeating: "9", count: n) }
        #expect(ExactDecimal(digits(39)) != nil && ExactDecimal(digits(40)) != nil && ExactDecimal(digits(41)) == nil)
        #expect(ExactDecimal("-" + digits(20) + "." + digits(20)) != nil && ExactDecimal("-" + digits(20) + "." + digits(21)) == nil)
        #expect(ExactDecimal("0." + digits(39)) != nil && ExactDecimal("0." + digits(40)) == nil)
    }

    /// Every string of up to five signs, against the grammar written as a regular expression.
    @Test func exhaustively() throws {
        let signs: [Character] = ["-", "0", "1", "9", "."]
        let grammar = try Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")
        var texts = [""]
        for _ in 0..<5 {
            texts = texts.flatMap { text in signs.map { text + String($0) } }
            for text in texts { #expect((ExactDecimal(text) != nil) == (text.wholeMatch(of: grammar) != nil), "\(text)") }
        }
    }

    @Test func comparedAcrossScales() throws {
        func amount(_ text: String, _ scale: Int32 = 0) throws -> Ratio { try #require(ExactDecimal(text)).amount(scale: scale) }
        #expect(try amount("15", 3) == amount("15000") && amount("30.0") == amount("30") && amount("-0") == amount("0"))
        #expect(try amount("863", 8) == amount("86300000000") && amount("0.5", 1) == amount("5"))
        #expect(try amount("1", -18) < amount("1.1", -18) && amount("9", 17) < amount("1", 18))
        #expect(try amount("-2") < amount("-1.9") && amount("99.99", 18) < amount("100", 18))
        #expect(try amount(String(repeating: "9", count: 40), 18) < amount("1" + String(repeating: "0", count: 39), 19))
        // "30.0" is as much as "30", but is not what was printed.
        #expect(try #require(ExactDecimal("30.0")) != #require(ExactDecimal("30")))
    }

    /// Against rounding by counting in tenths of the last place, on small fractions.
    @Test func rounding() {
        for numerator in -60...60 {
            for denominator in 1...24 {
                for (digits, power) in [(0, 1), (1, 10), (2, 100)] {
                    let magnitude = abs(numerator) * power
                    var rounded = magnitude / denominator
                    if (magnitude - rounded * denominator) * 2 >= denominator { rounded += 1 }
                    let sign = numerator < 0 && rounded != 0 ? "-" : ""
                    let whole = "\(rounded / power)"
                    let fraction = digits == 0 ? "" : "." + String("\(rounded % power + power)".dropFirst())
                    #expect(Ratio(numerator, denominator).rounded(digits: digits) == sign + whole + fraction)
                }
            }
        }
        #expect(Ratio(2, 3).rounded(digits: 1) == "0.7" && Ratio(-1, 8).rounded(digits: 2) == "-0.13" && Ratio(1, 2).rounded(digits: 0) == "1")
        #expect(Ratio(-1, 1_000).rounded(digits: 1) == "0.0")
        #expect(Ratio(305, 1_000).percent == "30.5")
    }

    @Test func arithmetic() {
        for (a, b) in [(1, 2), (-3, 4), (5, -6), (0, 7)] {
            for (c, d) in [(1, 3), (-2, 5), (4, 1)] {
                let (x, y) = (Ratio(a, b), Ratio(c, d))
                #expect(x + y == Ratio(a * d + c * b, b * d) && x - y == Ratio(a * d - c * b, b * d) && x * y == Ratio(a * c, b * d))
                #expect(x / y == Ratio(a * d, b * c))
                #expect((x < y) == (Double(a) / Double(b) < Double(c) / Double(d)))
            }
        }
        #expect(Ratio(1) / Ratio(0, 5) == nil)
    }
}
