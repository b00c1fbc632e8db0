import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct NoteTests {
    /// The example of the C2SP specification.
    @Test func specificationExampleOpens() throws {
        let key = try VerifierKey(parsing: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
        let text = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

            """
        let opened = try SignedNote(parsing: ascii(text)).open(trusting: [key])
        #expect(opened.note.text == ascii("This is an example message.\n"))
        #expect(opened.verified == [.init(key: key, time: nil)])
        #expect(opened.note.bytes == ascii(text))
    }

    /// The key pair of golang.org/x/mod: the private form gives the public one and prints itself again.
    @Test func keysOfGoAreRead() throws {
        let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        let open = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        let key = try SigningKey(parsing: secret)
        #expect(key.verifier.text == open)
        #expect(key.privateText == secret)
        #expect(try VerifierKey(parsing: open).text == open)
        let text = ascii("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n")
        let note = try SignedNote(text: text, signatures: [key.sign(text)])
        #expect(try SignedNote(parsing: note.bytes).open(trusting: [key.verifier]).note == note)
    }

    @Test func seedIsNeverDescribed() throws {
        let key = Published.logKey
        let secret = key.privateText.split(separator: "+").last!
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])", String(describing: Optional(key))] {
            #expect(!text.contains(secret) && !text.contains("0, 1, 2, 3") && !text.contains("- 17\n"))
            #expect(text.contains("example.com/kpi"))
        }
        #expect(throws: DecodeError(what: "signing key", why: "is not a private key of a known type")) {
            try SigningKey(parsing: key.privateText + "A")
        }
    }

    /// Every single character of a vkey matters: left out, doubled or changed, it is refused.
    @Test func mangledKeysAreRefused() throws {
        for key in [Published.vkey, Published.wkey] {
            let characters = Array(key)
            #expect(try VerifierKey(parsing: key).text == key)
            for place in characters.indices {
                for replacement in ["", String([characters[place], characters[place]]), "~"] {
                    let mangled = String(characters[..<place]) + replacement + String(characters[(place + 1)...])
                    #expect(throws: DecodeError.self, "\(mangled)") { try VerifierKey(parsing: mangled) }
                }
            }
            #expect(throws: DecodeError.self) { try VerifierKey(parsing: key.uppercased()) }
        }
        for name in ["", "a b", "a+b", "a\u{3000}b", "a\u{85}b", "a\u{A0}", "a\nb", "a\u{1}"] {
            #expect(VerifierKey(name: name, type: .note, publicKey: Array(0..<32)) == nil)
        }
        #expect(VerifierKey(name: "計画", type: .note, publicKey: Array(0..<32)) != nil)
        #expect(VerifierKey(name: "a", type: .note, publicKey: Array(0..<31)) == nil)
        // The point of order 1 would pass one signature for every message; so would its unreduced and negative spellings.
        for first in [0, 1] as [UInt8] {
            for last in [0, 0x80] as [UInt8] {
                let weak = [first] + Array(repeating: 0, count: 30) + [last]
                #expect(VerifierKey(name: "a", type: .note, publicKey: weak) == nil)
                let unreduced = [0xED + first] + Array(repeating: 0xFF, count: 30) + [0x7F | last]
                #expect(VerifierKey(name: "a", type: .note, publicKey: unreduced) == nil)
            }
        }
    }

    static let signature = Published.checkpoint.split(separator: "\n")[3]

    /// Each breaks one rule of the grammar.
    @Test(arguments: [
        "", "\n", "text\n", "text\n\n", "text\n\n\(signature)", "text\n\(signature)\n", "text\n\n\(signature)\n\(signature)",
        "text\n\n\(signature)\nmore\n", "text\n\n-\(signature.dropFirst())\n", "text\n\n \(signature)\n", "text\n\n\(signature) \n",
        "text\n\n\(signature.dropLast())\n", "text\n\n— a AAAAAA==\n", "text\n\n— a AAAAAB==\n", "text\n\n— a  AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n", "text\n\n— a+b AAAAAAA=\n", "text\n\n— a\u{3000}b AAAAAAA=\n", "te\txt\n\n\(signature)\n", "text\r\n\n\(signature)\n",
        "te\u{0}xt\n\n\(signature)\n", "text\n\n— a AAAA\nAAA=\n", "text\n\n— a AAAAAAB=\n", "text\n\n— a AAAAAAA\n", "text\n\n— a AAAA-AA=\n",
        "text\n\n\(signature)\n\n",
    ])
    func malformedNotesAreRefused(_ text: String) {
        #expect(throws: DecodeError.self) { try SignedNote(parsing: ascii(text)) }
    }

    @Test func otherBytesThanUTF8AreRefused() {
        #expect(throws: DecodeError.self) { try SignedNote(parsing: [0xC3, 0x28, 10, 10] + ascii("\(Self.signature)\n")) }
        #expect(throws: DecodeError.self) { try SignedNote(text: ascii("no end")) }
        #expect(throws: DecodeError.self) { try SignedNote(parsing: Array(repeating: 10, count: SignedNote.byteLimit + 1)) }
    }

    /// The text may hold empty lines; the last one ends it.
    @Test func lastEmptyLineEndsTheText() throws {
        let text = ascii("one\n\ntwo\n\n— not a signature\n\n")
        let note = try SignedNote(text: text, signatures: [Published.logKey.sign(text)])
        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note)
        #expect(try read.open(trusting: [Published.logKey.verifier]).note.text == text)
    }

    @Test func oneHundredSignaturesAreTheLimit() throws {
        let text = ascii("text\n")
        let line = try Published.logKey.sign(text)
        let strangers = (0..<100).map { NoteSignature(name: "s\($0)", keyID: 1, bytes: [1]) }
        for count in [15, 16, 99] {
            let note = try SignedNote(text: text, signatures: strangers.prefix(count) + [line])
            #expect(try SignedNote(parsing: note.bytes).open(trusting: [Published.logKey.verifier]).verified.count == 1)
        }
        let tooMany = try SignedNote(text: text, signatures: strangers + [line])
        #expect(throws: DecodeError.self) { try SignedNote(parsing: tooMany.bytes) }
    }

    /// Unknown keys are ignored, also such as share a name or an id; a known key's bad signature refuses all.
    @Test func openingFollowsTheSpecification() throws {
        let text = ascii("text\n")
        let known = Published.logKey
        let good = try known.sign(text)
        let bad = NoteSignature(name: good.name, keyID: good.keyID, bytes: Array(repeating: 7, count: 64))
        let sameName = NoteSignature(name: good.name, keyID: good.keyID ^ 1, bytes: bad.bytes)
        let sameID = NoteSignature(name: "other", keyID: good.keyID, bytes: bad.bytes)
        func open(_ signatures: [NoteSignature]) -> Result<OpenedNote, Refusal> {
            attempt { () throws(Refusal) in try (try! SignedNote(text: text, signatures: signatures)).open(trusting: [known.verifier]) }
        }
        #expect(try open([sameName, sameID, good]).get().verified.map(\.key) == [known.verifier])
        #expect(try open([good, good]).get().verified.count == 1)
        // As in x/mod: the first line of a key counts, its repeats are not looked at.
        #expect(try open([good, bad]).get().verified.count == 1)
        #expect(open([bad, good]) == .failure(.badSignature(key: known.verifier.text)))
        #expect(open([sameName, sameID]) == .failure(.notSigned))
        let long = NoteSignature(name: good.name, keyID: good.keyID, bytes: good.bytes + [0])
        #expect(open([long]) == .failure(.badSignature(key: known.verifier.text)))
    }

    /// Two spellings of one name are two names.
    @Test func namesAreComparedAsBytes() throws {
        let composed = SigningKey(name: "caf\u{E9}", type: .note, seed: Array(0..<32))!
        let text = ascii("text\n")
        let line = try composed.sign(text)
        let decomposed = NoteSignature(name: "cafe\u{301}", keyID: line.keyID, bytes: line.bytes)
        let note = try SignedNote(text: text, signatures: [decomposed])
        #expect(throws: Refusal.notSigned) { try note.open(trusting: [composed.verifier]) }
    }

    /// A flipped bit either refuses the note, or turns a line into a stranger's: then the same text stands, with fewer signatures.
    @Test func everyBitFlipIsSeen() throws {
        let whole = ascii(Published.checkpoint)
        let keys = [Published.logKey.verifier, Published.witnessKey.verifier]
        let original = try SignedNote(parsing: whole).open(trusting: keys)
        #expect(original.verified.count == 2)
        var refused = 0
        var fewer = 0
        eachBitFlip(whole) { bytes, bit in
            guard let note = try? SignedNote(parsing: bytes), let opened = try? note.open(trusting: keys) else {
                refused += 1
                return
            }
            fewer += 1
            #expect(opened.note.text == original.note.text, "bit \(bit)")
            #expect(opened.verified.count == 1 && original.verified.contains(opened.verified[0]), "bit \(bit)")
        }
        // Only flips in the two names and ids can make a stranger of a line.
        #expect(fewer > 0 && fewer < 8 * ("example.com/kpi".count + "witness.example.com/w1".count + 2 * 6))
        #expect(refused + fewer == 8 * whole.count)
    }
}
