import Glibc

/// The C library's conversion between encodings. The only place that calls it.
enum Iconv {
    struct Result {
        var bytes: [UInt8] = []
        /// Offsets of the first input bytes that mean nothing, ascending, at most `places`.
        var bad: [Int] = []
        /// At most one more than asked for: then counting stopped, and so did the conversion.
        var badCount = 0
    }

    static let places = 20
    static let countLimit = 10_000

    /// - Parameters:
    ///   - replacement: what stands in the output for an input that means nothing there.
    ///   - step: how many bytes of it to pass over, given the first.
    /// - Returns: nil when the C library has no such conversion.
    static func convert(
        _ input: [UInt8], from: String, to: String, limit: Int = countLimit, replacement: [UInt8] = [], step: (UInt8) -> Int
    ) -> Result? {
        // SAFETY: the names are C strings for the call.
        let converter = unsafe iconv_open(to, from)
        // SAFETY: iconv_open fails with (iconv_t)-1.
        guard unsafe converter != iconv_t(bitPattern: -1) else { return nil }
        defer { unsafe iconv_close(converter!) }
        var result = Result()
        result.bytes.reserveCapacity(input.count + input.count / 2)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var offset = 0
        while offset < input.count {
            let round = unsafe run(converter!, input, from: offset, &chunk)
            result.bytes.append(contentsOf: chunk[..<round.written])
            offset += round.consumed
            switch round.error {
            case 0, E2BIG: continue
            default: // EILSEQ, or EINVAL: the input ends within a character.
                if result.bad.count < places { result.bad.append(offset) }
                result.badCount += 1
                if result.badCount > limit { return result }
                result.bytes.append(contentsOf: replacement)
                offset += min(step(input[offset]), input.count - offset)
            }
        }
        return result
    }

    private static func run(_ converter: iconv_t, _ input: [UInt8], from offset: Int, _ output: inout [UInt8]) -> (consumed: Int, written: Int, error: Int32) {
        // SAFETY: both pointers live for the closures; iconv writes at most `outLeft` bytes and does not write through the input pointer,
        // which is mutable only by the history of its declaration.
        unsafe input.withUnsafeBytes { source in
            unsafe output.withUnsafeMutableBytes { target in
                let start = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress! + offset)
                var from: UnsafeMutablePointer<CChar>? = unsafe start.assumingMemoryBound(to: CChar.self)
                var to: UnsafeMutablePointer<CChar>? = unsafe target.baseAddress!.assumingMemoryBound(to: CChar.self)
                var inLeft = source.count - offset
                var outLeft = target.count
                let code = unsafe iconv(converter, &from, &inLeft, &to, &outLeft)
                let error = code == Int.max || code == -1 ? errno : 0
                return (source.count - offset - inLeft, target.count - outLeft, error)
            }
        }
    }
}
