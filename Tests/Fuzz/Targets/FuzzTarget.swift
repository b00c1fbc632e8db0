/// One reader of what others made. libFuzzer feeds it (tools/fuzz), and so does a test with seeded mutations of the same corpus.
///
/// `run` returns for every input: an error is an answer. It traps where something traps below, and where what was read does not come out as
/// the same bytes again although its format promises that.
package struct FuzzTarget: Sendable {
    /// Also the name of its folder in Tests/FuzzCorpus.
    package let name: String
    package let run: @Sendable ([UInt8]) -> Void

    package static let all = records + tables + proofs
}

/// A promise of the format; stays in an optimised build.
func hold(_ condition: Bool, _ promise: StaticString) {
    guard condition else { fatalError("\(promise)") }
}

extension [UInt8] {
    /// Pieces apart by a zero byte, at most `count`.
    func pieces(_ count: Int) -> [[UInt8]] {
        split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false).map(Array.init)
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}

/// Several byte strings in one input: a byte that says which, the length as u16 BE, the bytes; what is cut off ends it.
package enum Packed {
    package static func pack(_ parts: [(tag: UInt8, bytes: [UInt8])]) -> [UInt8] {
        parts.flatMap { [$0.tag, UInt8($0.bytes.count >> 8), UInt8($0.bytes.count & 255)] + $0.bytes }
    }

    package static func unpack(_ input: [UInt8]) -> [(tag: UInt8, bytes: [UInt8])] {
        var parts: [(UInt8, [UInt8])] = []
        var rest = input[...]
        while rest.count >= 3 {
            let head = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let bytes = Array(rest.prefix(Int(head[1]) << 8 | Int(head[2])))
            rest = rest.dropFirst(bytes.count)
            parts.append((head[0], bytes))
        }
        return parts
    }
}
