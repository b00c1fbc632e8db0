/// A text file's content as valid UTF-8 without byte order mark, whatever encoding it came in.
struct DecodedText {
    let bytes: [UInt8]
    /// Where the text begins in `bytes`.
    let start: Int
    let encoding: TextEncoding

    /// - Throws: `undecodable`, `encodingUnknown`, `encodingContradicted`, `encodingUnsupported`, `notATable`. Nothing is replaced.
    init(_ input: [UInt8], encoding name: String?) throws(SheetFault) {
        let forced = try name.map { name throws(SheetFault) in try Self.encoding(named: name) }
        let declared = TextEncoding.declared(by: input)
        if let declared {
            if let name, let forced, forced != declared.encoding, !(name.uppercased().hasSuffix("16") && declared.encoding == .utf16BE) {
                throw SheetFault(.encodingContradicted, name, declared.encoding.rawValue)
            }
            self = try Self(input, from: declared.markLength, declared.encoding)
        } else if let encoding = forced ?? Self.clearUTF16(input) {
            self = try Self(input, from: 0, encoding)
        } else {
            self = try Self.guessed(input)
        }
        let end = bytes.count
        if let nul = bytes[start..<end].firstIndex(of: 0) { throw SheetFault(.notATable, at: Self.places([nul], .utf8, bytes)[0], "binary") }
    }

    private init(bytes: [UInt8], start: Int, encoding: TextEncoding) {
        self.bytes = bytes
        self.start = start
        self.encoding = encoding
    }

    private init(_ input: [UInt8], from start: Int, _ encoding: TextEncoding) throws(SheetFault) {
        let bad: (offsets: [Int], count: Int)
        if encoding == .utf8 {
            let check = UTF8Check.badPlaces(input, from: start)
            bad = (check.offsets, check.count)
            self.init(bytes: input, start: start, encoding: encoding)
        } else {
            let content = start == 0 ? input : Array(input[start...])
            guard let converted = Iconv.convert(content, from: encoding.rawValue, to: "UTF-8", step: { _ in encoding.unit }) else {
                throw SheetFault(.encodingUnsupported, encoding.rawValue, TextEncoding.utf8.rawValue)
            }
            bad = (converted.bad.map { $0 + start }, converted.badCount)
            self.init(bytes: converted.bytes, start: 0, encoding: encoding)
        }
        guard bad.count > 0 else { return }
        let places = Self.places(bad.offsets, encoding, input)
        let count = bad.count > Iconv.countLimit ? "\(Iconv.countLimit)+" : String(bad.count)
        throw SheetFault(.undecodable, at: places[0], encoding.rawValue, count, places.joined(separator: ", "))
    }

    private static func encoding(named name: String) throws(SheetFault) -> TextEncoding {
        guard let encoding = TextEncoding(named: name) else {
            throw SheetFault(.encodingUnsupported, name, TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return encoding
    }

    /// UTF-8, else CP932. Japanese text in UTF-8 with a byte lost or changed often decodes as CP932 throughout, to nonsense. Text in CP932
    /// hardly ever looks like UTF-8, so what mostly does is damaged UTF-8.
    private static func guessed(_ input: [UInt8]) throws(SheetFault) -> DecodedText {
        let check = UTF8Check.badPlaces(input, from: 0)
        if check.long > 2 * check.count { return try Self(input, from: 0, .utf8) }
        var tried: [String] = []
        for encoding in [TextEncoding.utf8, .cp932] {
            do throws(SheetFault) {
                return try Self(input, from: 0, encoding)
            } catch {
                tried.append("\(encoding.rawValue): \(error.place)")
            }
        }
        throw SheetFault(.encodingUnknown, tried.joined(separator: "; "))
    }

    /// UTF-16 without a mark, where half of the bytes tell: delimiters and line ends are ASCII, so their other byte is zero, always on the same side.
    private static func clearUTF16(_ input: [UInt8]) -> TextEncoding? {
        guard input.count % 2 == 0 else { return nil }
        let head = input.prefix(1 << 16)
        let even = head.indices.contains { $0 % 2 == 0 && head[$0] == 0 }
        let odd = head.indices.contains { $0 % 2 == 1 && head[$0] == 0 }
        guard even != odd else { return nil }
        // A zero byte that got into a text in UTF-8 does not make it UTF-16.
        let check = UTF8Check.badPlaces(Array(head), from: 0)
        if check.long > 2 * check.count { return nil }
        return odd ? .utf16LE : .utf16BE
    }

    /// `byte 120 (line 4)`: bytes from 0, lines from 1. A line ends with CR, LF or both.
    private static func places(_ offsets: [Int], _ encoding: TextEncoding, _ bytes: [UInt8]) -> [String] {
        var line = 1
        var last: UInt16 = 0
        var index = 0
        return offsets.map { offset in
            while index + encoding.unit <= offset {
                let code = encoding.codeUnit(bytes, index)
                if code == 0x0D || (code == 0x0A && last != 0x0D) { line += 1 }
                last = code
                index += encoding.unit
            }
            return "byte \(offset) (line \(line))"
        }
    }
}

/// Well-formed UTF-8 as Unicode 3.9 table 3-7 has it.
enum UTF8Check {
    /// Counting stops one above `Iconv.countLimit`. `long` counts the well-formed sequences of three or four bytes up to there: those of
    /// two are what half-width katakana in CP932 look like.
    static func badPlaces(_ bytes: [UInt8], from start: Int) -> (offsets: [Int], count: Int, long: Int) {
        var offsets: [Int] = []
        var count = 0
        var long = 0
        var index = start
        while index < bytes.count {
            if bytes[index] < 0x80 { index += 1; continue }
            let length = sequenceLength(bytes, index)
            if length == 0 {
                if offsets.count < Iconv.places { offsets.append(index) }
                count += 1
                if count > Iconv.countLimit { break }
            } else if length > 2 {
                long += 1
            }
            index += max(length, 1)
        }
        return (offsets, count, long)
    }

    /// Zero where no well-formed sequence begins.
    private static func sequenceLength(_ bytes: [UInt8], _ index: Int) -> Int {
        let lead = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: length = 3; second = 0xA0...0xBF
        case 0xED: length = 3; second = 0x80...0x9F
        case 0xE1...0xEF: length = 3
        case 0xF0: length = 4; second = 0x90...0xBF
        case 0xF1...0xF3: length = 4
        case 0xF4: length = 4; second = 0x80...0x8F
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for offset in 2..<max(length, 2) where !(0x80...0xBF).contains(bytes[index + offset]) { return 0 }
        return length
    }
}
