import Foundation
import Testing

@testable import LedgerMerkle

/// A file of schema/vectors, found from this file's place in the repository.
func vectors<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("schema/vectors").appendingPathComponent(name)
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

/// Bytes from hexadecimal; traps on anything else, since only vectors and constants are read so.
func bytes(_ hex: String) -> [UInt8] {
    precondition(hex.count.isMultiple(of: 2))
    var rest = Substring(hex)
    var result: [UInt8] = []
    while !rest.isEmpty {
        result.append(UInt8(rest.prefix(2), radix: 16)!)
        rest = rest.dropFirst(2)
    }
    return result
}

/// Nil where the bytes are not 32, which is how a proof with such a hash is refused.
func hashes(_ hex: [String]) -> [Hash]? {
    let found = hex.map { Hash(bytes($0)) }
    return found.contains(nil) ? nil : found.compactMap { $0 }
}

extension Hash {
    func flipping(bit: Int) -> Hash {
        var changed = bytes
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        return Hash(changed)!
    }
}

/// RFC 6962 §2.1 word for word: the definition that everything faster is held against.
func definedRoot(_ leaves: ArraySlice<Hash>) -> Hash {
    guard leaves.count > 1 else { return leaves.first ?? .emptyRoot }
    var k = 1
    while k * 2 < leaves.count { k *= 2 }
    return nodeHash(definedRoot(leaves.prefix(k)), definedRoot(leaves.dropFirst(k)))
}

/// A log in memory as the store lays it out: record by record, each with the hashes that it completed.
struct MemoryLog: HashReader {
    struct Missing: Error, Equatable {
        let level: Int
        let index: UInt64
    }

    private(set) var leaves: [Hash] = []
    private(set) var records: [[Hash]] = []
    private(set) var frontier = Frontier()

    init(count: Int, entry: (Int) -> [UInt8] = { Array("leaf \($0)".utf8) }) {
        for number in 0..<count { append(leafHash(entry(number))) }
    }

    mutating func append(_ leaf: Hash) {
        leaves.append(leaf)
        records.append(frontier.append(leaf))
    }

    mutating func removeRecord(_ entry: Int) { records[entry - 1] = [] }

    func hash(level: Int, index: UInt64) throws -> Hash {
        let place = HashPlace(level: level, index: index)
        guard place.entry <= records.count, place.position < records[Int(place.entry) - 1].count else {
            throw Missing(level: level, index: index)
        }
        return records[Int(place.entry) - 1][place.position]
    }
}
