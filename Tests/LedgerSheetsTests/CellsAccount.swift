import Foundation
import LedgerModel
@testable import LedgerSheets

/// Whether every digit that a cell prints is found again in what was read of it: in a number, a period, a name, a label or a remark.
/// Written against the readings alone, without the grammar.
struct CellsAccount {
    private var numbers: [String] = []
    /// Whole numbers written out: 20396 × 10^4 is 203960000.
    private var amounts: [String] = []
    private var years: [Int] = []
    private var small: [String] = []
    private var words: [String] = []
    private(set) var bounds: Set<Value.Bound> = []

    mutating func add(words text: String) { words.append(Self.folded(text)) }

    mutating func add(_ reading: ValueReading) {
        let value = reading.value
        for text in [value.number, value.hasCompanion ? value.companion.number : ""] + value.parts.map(\.number) where !text.isEmpty {
            numbers.append(text.hasPrefix("-") ? String(text.dropFirst()) : text)
        }
        for (text, scale) in [(value.number, value.scale), (value.companion.number, value.companion.scale)] where !text.isEmpty && !text.contains(".") {
            amounts.append(text.filter(\.isNumber) + String(repeating: "0", count: Int(scale)))
        }
        for text in [reading.remark, value.word, value.unit] + value.parts.map(\.name) { add(words: text) }
        bounds.insert(value.bound)
        add(reading.period.value)
        if !value.expected.isEmpty, let expected = Period(value.expected) { add(expected) }
    }

    private mutating func add(_ period: Period) {
        func add(_ atom: Period.Atom) {
            switch atom {
            case .year(_, let y): years.append(y)
            case .quarter(_, let y, let q):
                years.append(y)
                small.append("\(q)")
            case .month(let y, let m):
                years.append(y)
                small.append("\(m)")
            case .day(let d):
                years.append(d.year)
                small += ["\(d.month)", "\(d.day)"]
            }
        }
        switch period.shape {
        case .one(let a), .by(let a), .from(let a): add(a)
        case .range(let a, let b):
            add(a)
            add(b)
            if let count = period.years?.count { small.append("\(count)") }
        }
    }

    /// The runs of digits in `printed` that nothing accounts for. Numbers count once each.
    func missing(in printed: String) -> [String] {
        var left = numbers
        var found: [String] = []
        var text = Self.folded(printed)
        for compound in Self.compounds(text) where amounts.contains(compound.amount) { text = text.replacingOccurrences(of: compound.text, with: "…") }
        for run in Self.runs(text) {
            let plain = run.replacingOccurrences(of: ",", with: "")
            if let index = left.firstIndex(of: plain) {
                left.remove(at: index)
            } else if isYear(plain) || small.contains(plain) || small.contains(String(Int(plain) ?? -1)) || words.contains(where: { $0.contains(run) })
                || run.split(separator: ".").allSatisfy({ isYear(String($0)) || small.contains(String($0)) || small.contains(String(Int($0) ?? -1)) }) {
                continue
            } else {
                found.append(run)
            }
        }
        return found
    }

    /// 29億5,000万7円 and the like, with what they amount to.
    private static func compounds(_ text: String) -> [(text: Substring, amount: String)] {
        text.matches(of: /[0-9][0-9,]*(?:[兆億万千百十]+[0-9][0-9,]*)+[兆億万千百十]*/).map { match in
            var sum: Decimal = 0
            for part in match.output.matches(of: /([0-9,]+)([兆億万千百十]*)/) {
                let power = part.output.2.reduce(0) { $0 + (["兆": 12, "億": 8, "万": 4, "千": 3, "百": 2, "十": 1][$1] ?? 0) }
                sum += (Decimal(string: part.output.1.filter(\.isNumber)) ?? 0) * pow(10, power)
            }
            return (match.output, "\(sum)")
        }
    }

    private func isYear(_ text: String) -> Bool {
        guard let n = Int(text) else { return false }
        return years.contains { y in y == n || n < 100 && y % 100 == n || Era.allCases.contains { $0.firstYear + n - 1 == y } }
    }

    static func folded(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.compactMap { (0xFF01...0xFF5E).contains($0.value) ? Unicode.Scalar($0.value - 0xFEE0) : $0 }))
    }

    private static func runs(_ text: String) -> [String] {
        var runs: [String] = []
        var run = ""
        func isDigit(_ c: Character) -> Bool { c.isASCII && c.isNumber }
        let characters = Array(text)
        for (index, c) in characters.enumerated() {
            let joins = (c == "," || c == ".") && !run.isEmpty && index + 1 < characters.count && isDigit(characters[index + 1])
            if isDigit(c) || joins { run.append(c); continue }
            if !run.isEmpty { runs.append(run) }
            run = ""
        }
        return run.isEmpty ? runs : runs + [run]
    }
}
