// Hexadecimal and base64 (RFC 4648 §4) of exactly 32 bytes. Here so that this module and the
// verifier above it need no Foundation; the tests hold both against it.

extension Hash: CustomStringConvertible {
    /// 64 lowercase hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * Hash.byteCount)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The same as `hex`.
    package var description: String { hex }

    /// Nil unless `hex` is 64 hexadecimal digits, in either case.
    package init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 2 * Hash.byteCount else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let high = nibble(digits[start]), let low = nibble(digits[start + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.init(bytes)
    }

    /// 44 characters with one `=` of padding, as checkpoints print a root.
    package var base64: String {
        var text: [UInt8] = []
        text.reserveCapacity(44)
        let padded = bytes + [0]
        for start in stride(from: 0, to: padded.count, by: 3) {
            let group =
                UInt32(padded[start]) << 16 | UInt32(padded[start + 1]) << 8
                | UInt32(padded[start + 2])
            for shift in stride(from: 18, through: 0, by: -6) {
                text.append(alphabet[Int(group >> shift & 63)])
            }
        }
        text[text.count - 1] = padding
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil unless `base64` is the one canonical spelling of 32 bytes: 44 characters, padded, the
    /// two unused bits zero. So no two texts name the same root.
    package init?(base64: String) {
        let text = Array(base64.utf8)
        guard text.count == 44, text[43] == padding else { return nil }
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.dropLast() {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(pending >> bits & 255))
            }
        }
        guard pending & 3 == 0 else { return nil }
        self.init(bytes)
    }
}

private let padding = UInt8(ascii: "=")
private let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
