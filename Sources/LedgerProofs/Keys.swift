import Crypto
import LedgerMerkle
import LedgerModel

/// What a key signs (C2SP signed-note, "Signature types"). Each key has one use; other types are unknown here.
package enum KeyType: UInt8, Sendable, Hashable, CaseIterable {
    /// Ed25519 over the note's text.
    case note = 0x01
    /// Ed25519 over a time and a checkpoint (C2SP tlog-cosignature, v1).
    case cosignature = 0x04
}

/// A public key under a name, as in a vkey (C2SP signed-note, "Verifier keys").
package struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    package let type: KeyType
    /// 32 bytes (RFC 8032).
    package let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), big-endian. It identifies; it does not secure.
    package let id: UInt32

    /// Nil where the name is not a key name, or the key is not 32 bytes of a point that can hold anybody to a signature.
    package init?(name: String, type: KeyType, publicKey: [UInt8]) {
        guard Self.isName(name), publicKey.count == 32, !isWeak(publicKey) else { return nil }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        id = sha256(Array(name.utf8) + [newline, type.rawValue] + publicKey).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads `name+hex8+base64`. The id must be the one that the rest gives.
    package init(parsing text: String) throws(DecodeError) {
        guard let parts = KeyText(Array(text.utf8)) else { throw DecodeError(what: "verifier key", why: "is not name+id+key") }
        guard let type = KeyType(rawValue: parts.type) else {
            throw DecodeError(what: "verifier key", why: "has type \(parts.type), which is not known here")
        }
        guard let key = VerifierKey(name: parts.name, type: type, publicKey: parts.material) else {
            throw DecodeError(what: "verifier key", why: "has no valid name, or no fit key of 32 bytes")
        }
        guard key.hexID == parts.id else { throw DecodeError(what: "verifier key", why: "has an id that is not the key's") }
        self = key
    }

    /// `name+hex8+base64`, one line without its end.
    package var text: String { "\(name)+\(hexID)+\(Base64.encode([type.rawValue] + publicKey))" }
    package var description: String { text }
    package var hexID: String { idBytes.hex }
    package var idBytes: [UInt8] { id.bigEndianBytes }

    /// Non-empty, no Unicode space, no `+`, no control character.
    package static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.unicodeScalars.contains { $0.value < 0x20 || $0 == "+" || $0.properties.isWhitespace }
    }

    /// Whether `signature` is this key's over exactly `message` (RFC 8032); false for any length but 64.
    package func isSignature(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return signature.count == 64 && key.isValidSignature(signature, for: message)
    }
}

/// A private key. Nothing prints its seed but `privateText`, which says so in its name.
package struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let verifier: VerifierKey
    private let seed: [UInt8]

    /// `seed`: 32 bytes from a source of randomness that is fit for keys. Nil for another length or a bad name.
    package init?(name: String, type: KeyType, seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let verifier = VerifierKey(name: name, type: type, publicKey: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.verifier = verifier
        self.seed = seed
    }

    /// Reads `PRIVATE+KEY+name+hex8+base64(type ‖ seed)`, the form of golang.org/x/mod. Its errors quote nothing of it.
    package init(parsing privateText: String) throws(DecodeError) {
        let bytes = Array(privateText.utf8)
        guard bytes.starts(with: Self.marker), let parts = KeyText(Array(bytes.dropFirst(Self.marker.count))),
            let type = KeyType(rawValue: parts.type), let key = SigningKey(name: parts.name, type: type, seed: parts.material),
            key.verifier.hexID == parts.id
        else { throw DecodeError(what: "signing key", why: "is not a private key of a known type") }
        self = key
    }

    private static let marker = Array("PRIVATE+KEY+".utf8)

    /// The secret itself, for the key file and nothing else.
    package var privateText: String {
        "PRIVATE+KEY+\(verifier.name)+\(verifier.hexID)+\(Base64.encode([verifier.type.rawValue] + seed))"
    }

    package var description: String { "signing key of \(verifier.text)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["verifier": verifier]) }

    /// 64 bytes over exactly `message`, the same every time (RFC 8032). The caller owes the message a prefix of its own:
    /// what is signed for one purpose must not be readable as another.
    package func signature(over message: [UInt8]) throws -> [UInt8] {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        return Array(try key.signature(for: message))
    }
}

/// The three parts of a vkey. Base64 has `+` among its letters, so only the first two count.
private struct KeyText {
    let name: String
    let id: String
    let type: UInt8
    let material: [UInt8]

    init?(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self), parts[1].count == 8,
            let key = Base64.decode(parts[2]), let type = key.first
        else { return nil }
        self.name = name
        id = String(decoding: parts[1], as: UTF8.self)
        self.type = type
        material = Array(key.dropFirst())
    }
}

/// Whether the point has order 1, 2, 4 or 8. Signatures under such a key can be made without any seed, so it holds nobody to
/// anything; an honest seed never gives one. The y of each, little-endian, with the two that are not reduced below 2^255 − 19.
private func isWeak(_ publicKey: [UInt8]) -> Bool {
    let y = Hash(Array(publicKey.prefix(31)) + [publicKey[31] & 0x7F])?.hex ?? ""
    let middle = String(repeating: "f", count: 60)
    let weak = [
        Hash.zero.hex, "01" + String(repeating: "0", count: 62), "ec\(middle)7f", "ed\(middle)7f", "ee\(middle)7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    ]
    return weak.contains(y)
}

extension FixedWidthInteger {
    var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
    }
}
