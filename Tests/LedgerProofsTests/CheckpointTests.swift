import LedgerMerkle
import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct CheckpointTests {
    /// Keys, text, both signatures: every byte of the published pair follows from the two seeds.
    @Test func publishedPairIsReproduced() throws {
        #expect(Published.logKey.verifier.text == Published.vkey)
        #expect(Published.witnessKey.verifier.text == Published.wkey)
        let checkpoint = try MemoryLog(count: 256).checkpoint("example.com/kpi")
        var note = try Published.logKey.sign(checkpoint)
        note.add(try Published.witnessKey.cosign(checkpoint, time: Published.time))
        #expect(note.bytes == ascii(Published.checkpoint))
        note.add(note.signatures[1])
        #expect(note.signatures.count == 2)
        let opened = try SignedNote(parsing: note.bytes).open(trusting: [Published.logKey.verifier, Published.witnessKey.verifier])
        #expect(opened.verified.map(\.time) == [nil, Published.time])
        #expect(try Checkpoint(parsing: opened.note.text) == checkpoint)
    }

    /// A checkpoint that another implementation cosigned: sunlight's mirror test log.
    @Test func foreignCosignatureHolds() throws {
        let key = try VerifierKey(parsing: "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O")
        let note = try SignedNote(
            parsing: ascii(
                """
                rome2026h1.example.org
                300
                gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=

                — mirror.example.org P7FI7wAAAABpVGeAjA1S4pJm6MbcXjX7UUImu4azZtrfcVW2uyr/LXIYlwEJzXC0N0EiZkbqfLdXt/4gVEEuGmxJjAfXKMCISpsJAg==

                """))
        #expect(try note.open(trusting: [key]).verified == [.init(key: key, time: 1_767_139_200)])
        #expect(try Checkpoint(parsing: note.text).size == 300)
    }

    @Test(arguments: [
        "", "a\n1\n", "a\n1\n\(root)", "\n1\n\(root)\n", "a\n01\n\(root)\n", "a\n\n\(root)\n", "a\n+1\n\(root)\n", "a\n-1\n\(root)\n", "a\n1 \n\(root)\n",
        "a\n9223372036854775808\n\(root)\n", "a\n99999999999999999999\n\(root)\n", "a\n0\n\(root)\n", "a\n1\n\(root.dropLast())\n", "a\n1\n\(root)=\n",
        "a\n1\nAAAA\n", "a\n1\n\(root)\n\n", "a\n1\n\(root)\n\nx\n", "a\n1\n\(root)\nx", "a\n1\n\(root)\nx\u{1}\n", "a\n１\n\(root)\n",
    ])
    func malformedTextsAreRefused(_ text: String) {
        #expect(throws: DecodeError.self) { try Checkpoint(parsing: ascii(text)) }
    }

    static let root = "z17/2xHQknou31Ow5zx4N/ZZQU4AU32l2Q61xMSf8nQ="

    @Test func textIsReadAndWrittenAlike() throws {
        let empty = "例の市\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        let largest = "a\n9223372036854775807\n\(Self.root)\n"
        for text in [empty, largest, "a b+c\n1\n\(Self.root)\next one\n+2\n"] {
            #expect(try Checkpoint(parsing: ascii(text)).text == ascii(text))
        }
        #expect(try Checkpoint(parsing: ascii("a\n1\n\(Self.root)\nx\ny\n")).extensions == ["x", "y"])
        #expect(Checkpoint(origin: "a\nb", size: 1, root: .zero) == nil)
        #expect(Checkpoint(origin: "", size: 1, root: .zero) == nil)
        #expect(Checkpoint(origin: "a", size: 0, root: .zero) == nil)
        #expect(Checkpoint(origin: "a", size: 1 << 63, root: .zero) == nil)
        #expect(Checkpoint(origin: "a", size: 1, root: .zero, extensions: [""]) == nil)
    }

    /// The time is signed, and belongs to its range and length.
    @Test func cosignaturesAreOfOneLengthAndTime() throws {
        let checkpoint = try MemoryLog(count: 3).checkpoint("a")
        let key = Published.witnessKey
        let latest = UInt64(Int64.max)
        let line = try key.cosign(checkpoint, time: latest)
        #expect(Cosignature(line.bytes)?.time == latest)
        #expect(Cosignature([0x80] + line.bytes.dropFirst()) == nil)
        #expect(Cosignature(Array(line.bytes.dropLast())) == nil && Cosignature(line.bytes + [0]) == nil)
        eachBitFlip(line.bytes) { bytes, bit in
            #expect(Cosignature(bytes)?.isBy(key.verifier, over: checkpoint.text) != true, "bit \(bit)")
        }
        // A witness's key under type 0x01 signs other bytes.
        let plain = SigningKey(name: key.verifier.name, type: .note, seed: Array(32..<64))!
        #expect(plain.verifier.id != key.verifier.id)
        #expect(!plain.verifier.isSignature(Array(line.bytes.dropFirst(8)), over: checkpoint.text))
    }

    @Test func keysSignOnlyWhatTheyAreFor() async {
        await #expect(processExitsWith: .failure) { _ = try Published.witnessKey.sign(ascii("x\n")) }
        await #expect(processExitsWith: .failure) { _ = try Published.logKey.cosign(MemoryLog(count: 1).checkpoint("a"), time: 1) }
    }
}
