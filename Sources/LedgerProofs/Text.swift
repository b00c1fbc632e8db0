import Foundation
import LedgerMerkle
import LedgerModel

// What every format here is made of: lines that end in U+000A, decimals without leading zeros, base64. All of it is
// read as bytes. Swift compares strings by canonical equivalence, and a signature covers bytes.

/// RFC 4648 §4 with padding, and only in its canonical spelling, so that no two texts hold the same bytes.
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Nil unless `text` is what `encode` gives for some bytes.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard let data = Data(base64Encoded: Data(text)) else { return nil }
        let bytes = Array(data)
        return encode(bytes).utf8.elementsEqual(text) ? bytes : nil
    }
}

/// Takes a text apart line by line. A line without its newline is not a line.
struct LineReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next line without its newline; nil where no newline follows.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: newline) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    /// What follows `word` and a space, where the next line starts so; the line is then read.
    mutating func next(after word: String) -> ArraySlice<UInt8>? {
        let start = Array(word.utf8) + [space]
        guard rest.starts(with: start) else { return nil }
        return next()?.dropFirst(start.count)
    }
}

let newline = UInt8(ascii: "\n")
let space = UInt8(ascii: " ")

/// ASCII decimal without leading zeros, below 2^63 as every size and time here is.
func decimal(_ bytes: some Collection<UInt8>) -> UInt64? {
    guard let first = bytes.first, bytes.allSatisfy({ (48...57).contains($0) }), first != 48 || bytes.count == 1,
        let value = UInt64(String(decoding: bytes, as: UTF8.self)), value < 1 << 63
    else { return nil }
    return value
}

extension Hash {
    init?(base64 bytes: some Collection<UInt8>) { self.init(base64: String(decoding: bytes, as: UTF8.self)) }
}

extension String {
    /// The same bytes. `==` would also hold for another spelling of the same letters.
    func isSpelled(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
