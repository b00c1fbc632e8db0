import LedgerMerkle
import LedgerModel

/// One line below a note: who signed, and what (C2SP signed-note, "Signatures").
package struct NoteSignature: Hashable, Sendable {
    package let name: String
    package let keyID: UInt32
    /// What the key's type makes of it: 64 bytes, or 72 for a cosignature. Others are carried along unread.
    package let bytes: [UInt8]

    package init(name: String, keyID: UInt32, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// `— name base64(id ‖ signature)`, without the line's end.
    var line: [UInt8] { Array("— \(name) \(Base64.encode(keyID.bigEndianBytes + bytes))".utf8) }

    init?(line: ArraySlice<UInt8>) {
        let dash = Array("— ".utf8)
        guard line.starts(with: dash) else { return nil }
        let parts = line.dropFirst(dash.count).split(separator: space, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self), VerifierKey.isName(name),
            let bytes = Base64.decode(parts[1]), bytes.count >= 5
        else { return nil }
        self.init(name: name, keyID: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, bytes: Array(bytes.dropFirst(4)))
    }
}

/// A text with signatures below it (C2SP signed-note v1.0.0). Reading one trusts nothing; `open` does.
package struct SignedNote: Hashable, Sendable {
    /// With its final newline; UTF-8. This is what is signed.
    package let text: [UInt8]
    /// In their order, repeats and unknown keys included.
    package private(set) var signatures: [NoteSignature]

    /// More lines than this are refused, as x/mod does; the specification asks for at least 16.
    package static let signatureLimit = 100
    /// Larger notes are refused before anything is looked at.
    package static let byteLimit = 1 << 20

    /// `text` must end in a newline, be UTF-8 and hold no other control character below U+0020. Without a signature it is
    /// no note yet: add one before it is written.
    package init(text: [UInt8], signatures: [NoteSignature] = []) throws(DecodeError) {
        guard text.last == newline else { throw DecodeError(what: "note", why: "does not end its text with a newline") }
        try Self.checkCharacters(text)
        self.text = text
        self.signatures = signatures
    }

    /// Strict: what is read is written again as the same bytes. The last empty line ends the text.
    package init(parsing bytes: [UInt8]) throws(DecodeError) {
        guard bytes.count <= Self.byteLimit else { throw DecodeError(what: "note", why: "is longer than \(Self.byteLimit) bytes") }
        try Self.checkCharacters(bytes)
        guard let split = bytes.indices.dropLast().last(where: { bytes[$0] == newline && bytes[$0 + 1] == newline }) else {
            throw DecodeError(what: "note", why: "has no empty line before its signatures")
        }
        var lines = LineReader(Array(bytes[(split + 2)...]))
        var signatures: [NoteSignature] = []
        while let line = lines.next() {
            guard let signature = NoteSignature(line: line) else { throw DecodeError(what: "note", why: "has a malformed signature line") }
            signatures.append(signature)
            guard signatures.count <= Self.signatureLimit else {
                throw DecodeError(what: "note", why: "has more than \(Self.signatureLimit) signatures")
            }
        }
        guard lines.rest.isEmpty, !signatures.isEmpty else { throw DecodeError(what: "note", why: "does not end in signature lines") }
        try self.init(text: Array(bytes[...split]), signatures: signatures)
    }

    package var bytes: [UInt8] { signatures.reduce(into: text + [newline]) { $0 += $1.line + [newline] } }

    /// Below those that stand there; nothing happens where this very line stands there already.
    package mutating func add(_ signature: NoteSignature) {
        if !signatures.contains(signature) { signatures.append(signature) }
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(DecodeError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw DecodeError(what: "note", why: "is not UTF-8") }
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == newline }) else {
            throw DecodeError(what: "note", why: "holds a control character")
        }
    }
}

/// A note of which at least one signature was checked. Only `open` makes one.
package struct OpenedNote: Hashable, Sendable {
    package struct Verified: Hashable, Sendable {
        package let key: VerifierKey
        /// POSIX seconds that a cosignature states; nil for a plain signature.
        package let time: UInt64?
    }

    package let note: SignedNote
    /// One for each key that signed, in the note's order.
    package let verified: [Verified]
}

extension SignedNote {
    /// Checks the signatures of `keys` (C2SP signed-note, "Signatures"). Other keys' are ignored, a second line of the same
    /// key too; a known key's bad signature refuses the whole note, and so does a note that no known key signed.
    package func open(trusting keys: [VerifierKey]) throws(Refusal) -> OpenedNote {
        var verified: [OpenedNote.Verified] = []
        for signature in signatures {
            let candidates = Set(keys.filter { $0.name.isSpelled(as: signature.name) && $0.id == signature.keyID })
            guard candidates.count < 2 else { throw .ambiguousKey(signature.name) }
            guard let key = candidates.first, !verified.contains(where: { $0.key == key }) else { continue }
            switch key.type {
            case .note:
                guard key.isSignature(signature.bytes, over: text) else { throw .badSignature(key: key.text) }
                verified.append(.init(key: key, time: nil))
            case .cosignature:
                guard let cosignature = Cosignature(signature.bytes), cosignature.isBy(key, over: text) else {
                    throw .badSignature(key: key.text)
                }
                verified.append(.init(key: key, time: cosignature.time))
            }
        }
        guard !verified.isEmpty else { throw .notSigned }
        return OpenedNote(note: self, verified: verified)
    }
}

extension SigningKey {
    /// A note's signature line. Traps for a cosigner's key, which signs checkpoints with their time.
    package func sign(_ text: [UInt8]) throws -> NoteSignature {
        precondition(verifier.type == .note, "a cosigner's key signs no plain note")
        return NoteSignature(name: verifier.name, keyID: verifier.id, bytes: try signature(over: text))
    }
}
