/// A string of a workbook: its runs joined, without the readings (`rPh`) that Japanese programs keep beside it.
struct StringItem {
    private var text = ""

    /// Asks for the text where the element holds some.
    mutating func start(_ name: String, _ element: borrowing XMLElement) {
        switch name {
        case "t": element.collectText()
        case "rPh", "rPr", "phoneticPr": element.skip()
        default: break
        }
    }

    mutating func end(_ name: String, _ collected: XMLText) {
        if name == "t" { text += collected.string }
    }

    var byteCount: Int { text.utf8.count }

    mutating func take() -> String {
        defer { text = "" }
        return Self.unescaped(text)
    }

    /// `_x000D_` stands for a character that XML cannot hold, `_x005F_` for an underscore (ECMA-376 part 1, 22.9.2.19).
    static func unescaped(_ text: String) -> String {
        guard text.utf8.count >= 7, text.utf8.contains(UInt8(ascii: "_")) else { return text }
        let units = Array(text.utf16)
        var result: [UInt16] = []
        result.reserveCapacity(units.count)
        var index = 0
        while index < units.count {
            if let unit = escape(units, index) {
                result.append(unit)
                index += 7
            } else {
                result.append(units[index])
                index += 1
            }
        }
        // Half of a surrogate pair stays as it is written: nothing is replaced.
        return String(validating: result, as: UTF16.self) ?? text
    }

    private static func escape(_ units: [UInt16], _ index: Int) -> UInt16? {
        guard index + 7 <= units.count, units[index] == 0x5F, units[index + 1] == 0x78, units[index + 6] == 0x5F else { return nil }
        var value: UInt16 = 0
        for unit in units[(index + 2)..<(index + 6)] {
            guard let digit = UnicodeScalar(unit).flatMap({ Character($0).hexDigitValue }), unit < 0x80 else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}

/// `sharedStrings.xml`.
final class SharedStrings: XMLConsumer {
    private(set) var strings: [String] = []
    private var item = StringItem()
    private var byteCount = 0

    func start(_ name: String, _ element: borrowing XMLElement) throws(SheetFault) {
        item.start(name, element)
    }

    func end(_ name: String, _ text: XMLText) throws(SheetFault) {
        item.end(name, text)
        guard item.byteCount <= SheetLimit.cellBytes.value else { throw SheetLimit.cellBytes.fault(at: "sharedStrings") }
        guard name == "si" else { return }
        byteCount += item.byteCount
        guard strings.count < SheetLimit.sharedStrings.value else { throw SheetLimit.sharedStrings.fault() }
        guard byteCount <= SheetLimit.sharedStringBytes.value else { throw SheetLimit.sharedStringBytes.fault() }
        strings.append(item.take())
    }
}
