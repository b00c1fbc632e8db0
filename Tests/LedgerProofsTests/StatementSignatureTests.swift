import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct StatementSignatureTests {
    let key = SigningKey(name: "acc-kikaku", type: .note, seed: Array(64..<96))!
    let statement = City.usual().leaves[6].statement

    @Test func everyBitFlipIsSeen() throws {
        let bytes = try Codec.encode(statement)
        let signature = try key.sign(statement: bytes)
        #expect(signature.keyID.count == 4 && signature.signature.count == 64)
        #expect(key.verifier.isSignature(signature, overStatement: bytes))
        eachBitFlip(bytes) { changed, bit in #expect(!key.verifier.isSignature(signature, overStatement: changed), "bit \(bit)") }
        eachBitFlip(Array(signature.signature)) { changed, bit in
            var other = signature
            other.signature = .init(changed)
            #expect(!key.verifier.isSignature(other, overStatement: bytes), "bit \(bit)")
        }
        eachBitFlip(Array(signature.keyID)) { changed, bit in
            var other = signature
            other.keyID = .init(changed)
            #expect(!key.verifier.isSignature(other, overStatement: bytes), "bit \(bit)")
        }
    }

    /// What is signed as a statement can be read neither as a note nor as a cosignature, under the same seed.
    @Test func statementsAreNoNotes() throws {
        let bytes = try Codec.encode(statement)
        let message = Array("ledger/statement/v1\n".utf8) + bytes
        let signature = try key.sign(statement: bytes)
        #expect(key.verifier.isSignature(Array(signature.signature), over: message))
        #expect(!key.verifier.isSignature(Array(signature.signature), over: bytes))
        #expect(throws: DecodeError.self) { try SignedNote(text: message + [10]) }
        let cosigner = SigningKey(name: "acc-kikaku", type: .cosignature, seed: Array(64..<96))!
        #expect(!cosigner.verifier.isSignature(signature, overStatement: bytes))
    }
}
