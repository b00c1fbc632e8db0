import Foundation
import Testing

@testable import LedgerMerkle

@Suite struct HashTests {
    let sample = sha256(Array("sample".utf8))

    @Test(arguments: [0, 1, 31, 33, 64])
    func onlyThirtyTwoBytesAreAHash(count: Int) {
        let data = [UInt8](repeating: 7, count: count)
        #expect(Hash(data) == nil)
        #expect(Hash(data[...]) == nil)
    }

    @Test func bytesComeBackInTheirOrder() throws {
        let data = Array(UInt8(100)..<132)
        let hash = try #require(Hash(data))
        #expect(hash.bytes == data)
        #expect(Hash([0] + data + [0]) == nil)
        #expect(Hash(([0] + data + [0])[1..<33]) == hash)
        var buffer: [UInt8] = [1, 2]
        hash.append(to: &buffer)
        #expect(buffer == [1, 2] + data)
        #expect(Hash.zero.bytes == [UInt8](repeating: 0, count: 32))
        #expect(MemoryLayout<Hash>.size == 32)
    }

    @Test func listsOfHashes() {
        #expect(Hash.list([]) == [])
        #expect(Hash.list(sample.bytes + Hash.zero.bytes) == [sample, .zero])
        #expect(Hash.list(sample.bytes + [0]) == nil)
        #expect(Hash.list(sample.bytes.dropLast()) == nil)
    }

    /// Foundation writes the same hexadecimal and base64, for hashes with every byte value.
    @Test func textAgreesWithFoundation() throws {
        for number in 0..<200 {
            let hash = sha256(Array("\(number)".utf8))
            #expect(hash.base64 == Data(hash.bytes).base64EncodedString())
            #expect(Hash(base64: hash.base64) == hash)
            #expect(hash.hex == hash.bytes.map { String(format: "%02x", Int($0)) }.joined())
            #expect(Hash(hex: hash.hex) == hash)
            #expect(Hash(hex: hash.hex.uppercased()) == hash)
        }
    }

    @Test func malformedTextIsRefused() {
        let hex = sample.hex
        let wrong = [
            "", String(hex.dropLast()), String(hex.dropLast(2)), hex + "00", "g" + hex.dropFirst(), " " + hex.dropFirst(),
        ]
        for text in wrong { #expect(Hash(hex: text) == nil) }
        let text = sample.base64
        #expect(Hash(base64: "") == nil)
        #expect(Hash(base64: String(text.dropLast())) == nil, "padding missing")
        #expect(Hash(base64: text + "\n") == nil)
        #expect(Hash(base64: "-" + text.dropFirst()) == nil, "the URL alphabet")
        #expect(Hash(base64: text.dropLast(2) + "==") == nil)
    }

    /// Only one of the four last characters that decode to the same bytes is accepted.
    @Test func base64HasOneSpelling() {
        let body = Hash.zero.base64.dropLast(2)
        #expect(["A", "B", "C", "D"].filter { Hash(base64: body + $0 + "=") != nil } == ["A"])
    }

    @Test func everyKindOfInputGivesTheSameHash() {
        for count in [0, 1, 54, 55, 56, 63, 64, 300, 1023, 1024, 5000] {
            let data = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            let slice = ([9] + data + [9])[1..<count + 1]
            #expect(sha256(data) == sha256(slice))
            #expect(leafHash(data) == leafHash(slice))
            #expect(leafHash(data) == sha256([0x00] + data))
            #expect(leafHash(data) != sha256(data))
        }
    }

    @Test func nodesAreHashedWithTheirOwnPrefix() {
        let node = nodeHash(sample, .zero)
        #expect(node == sha256([0x01] + sample.bytes + Hash.zero.bytes))
        #expect(node != nodeHash(.zero, sample))
        #expect(node != leafHash(sample.bytes + Hash.zero.bytes))
    }

    @Test func published() {
        #expect(Hash.emptyRoot.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(sha256(Array("abc".utf8)).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(leafHash(Array("L123456".utf8)).hex
            == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
    }
}

@Suite struct CommitmentTests {
    struct File: Decodable {
        struct Case: Decodable {
            let desc, salt, event, text, commitment: String
            let field, ordinal: UInt16
            let wantErr: Bool
        }
        let commitments: [Case]
    }

    @Test func vectorsOpenOrDoNot() throws {
        let cases = try vectors("commitments.json", as: File.self).commitments
        #expect(cases.contains { $0.wantErr } && cases.contains { !$0.wantErr })
        for vector in cases {
            let made = commitment(
                salt: bytes(vector.salt), eventID: bytes(vector.event), field: vector.field,
                ordinal: vector.ordinal, text: vector.text)
            #expect((made?.hex == vector.commitment) == !vector.wantErr, "\(vector.desc)")
        }
    }

    @Test func otherLengthsCommitToNothing() {
        let text = "text"
        for (salt, id) in [(0, 16), (31, 16), (33, 16), (32, 15), (32, 17), (16, 32)] {
            #expect(commitment(
                salt: .init(repeating: 1, count: salt), eventID: .init(repeating: 2, count: id), field: 1,
                ordinal: 0, text: text) == nil)
        }
    }
}
