import LedgerProofs

/// A key from a seed of one byte, the same in every run.
package func testKey(_ name: String, _ seed: UInt8, _ type: KeyType = .note) -> SigningKey {
    SigningKey(name: name, type: type, seed: Array(repeating: seed, count: 32))!
}
