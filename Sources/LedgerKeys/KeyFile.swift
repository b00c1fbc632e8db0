import Crypto
import CryptoExtras
import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProofs

/// A private key in a file of its own: mode 0600, never inside the ledger's directory.
///
/// Text, three or four lines: `ledger/key/v1`, `vkey <vkey>`, and either `private <key>` or `scrypt <N> <r> <p> <salt>` with
/// `sealed <bytes>`: ChaCha20-Poly1305 under scrypt's key, over the private text, bound to the vkey line.
package struct KeyFile: Sendable {
    package let path: String
    package let verifier: VerifierKey
    private let content: Content

    private enum Content: Sendable {
        case open(SigningKey)
        case sealed(salt: [UInt8], box: [UInt8])
    }

    package var isEncrypted: Bool { if case .sealed = content { true } else { false } }

    private static let firstLine = "ledger/key/v1"
    /// 32 MiB and about a tenth of a second for each guess (RFC 7914: 128 · N · r bytes).
    private static let cost = (rounds: 32_768, blockSize: 8, parallelism: 1)
    private static let saltCount = 16
    private static let byteLimit = 65_536

    /// Writes a new file; one that is there stays as it is.
    /// - Throws: `file-exists`, `cannot-write`; `key-in-ledger` below the directory of any ledger.
    package static func create(_ key: SigningKey, at path: String, passphrase: [UInt8]?) throws {
        guard !isInLedger(path) else { throw Problem(.keyInLedger, path) }
        var lines = [firstLine, "vkey \(key.verifier.text)"]
        if let passphrase {
            let salt = randomBytes(saltCount)
            let box = try ChaChaPoly.seal(
                Array(key.privateText.utf8), using: try derived(passphrase, salt), authenticating: Array(key.verifier.text.utf8))
            lines.append("scrypt \(cost.rounds) \(cost.blockSize) \(cost.parallelism) \(Base64.encode(salt))")
            lines.append("sealed \(Base64.encode(Array(box.combined)))")
        } else {
            lines.append("private \(key.privateText)")
        }
        try SecretFile.create(path, Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    /// Whether a file of this name, there or not, lies below the directory of a ledger, whatever links lead there.
    private static func isInLedger(_ path: String) -> Bool {
        let manager = FileManager.default
        var folder = URL(fileURLWithPath: "/")
        for part in (path.hasPrefix("/") ? path : manager.currentDirectoryPath + "/" + path).split(separator: "/").dropLast() where part != "." {
            // As the system goes: a link is followed before what comes after it.
            if part == ".." { folder = folder.path == "/" ? folder : folder.deletingLastPathComponent() } else { folder = folder.appendingPathComponent(String(part)).resolvingSymlinksInPath() }
        }
        while !manager.fileExists(atPath: folder.path + "/log/data.mdb") {
            guard folder.path != "/" else { return false }
            folder.deleteLastPathComponent()
        }
        return true
    }

    /// - Throws: `key-unreadable`; `key-exposed` where others than its owner may read or write it.
    package init(reading path: String) throws(Problem) {
        let bytes = try SecretFile.read(path, limit: Self.byteLimit)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func value(_ index: Int, _ word: String) -> String? {
            guard lines.indices.contains(index), lines[index].hasPrefix(word + " ") else { return nil }
            return String(lines[index].dropFirst(word.count + 1))
        }
        guard lines.first == Self.firstLine, lines.last == "", let vkey = value(1, "vkey"), let verifier = try? VerifierKey(parsing: vkey) else {
            throw Problem(.keyUnreadable, path, "ledger/key/v1")
        }
        self.path = path
        self.verifier = verifier
        if lines.count == 4, let text = value(2, "private"), let key = try? SigningKey(parsing: text), key.verifier == verifier {
            content = .open(key)
        } else if lines.count == 5, let parameters = value(2, "scrypt")?.split(separator: " "), parameters.count == 4,
            parameters.prefix(3).map(String.init) == ["\(Self.cost.rounds)", "\(Self.cost.blockSize)", "\(Self.cost.parallelism)"],
            let salt = Base64.decode(Array(parameters[3].utf8)), salt.count == Self.saltCount,
            let box = value(3, "sealed").flatMap({ Base64.decode(Array($0.utf8)) }) {
            content = .sealed(salt: salt, box: box)
        } else {
            throw Problem(.keyUnreadable, path, "private, scrypt")
        }
    }

    /// The key itself. `passphrase` is asked for only where the file is encrypted.
    /// - Throws: `passphrase-wrong`, and what `passphrase` throws.
    package func unlock(_ passphrase: () throws -> [UInt8]) throws -> SigningKey {
        switch content {
        case .open(let key): return key
        case .sealed(let salt, let box):
            let secret = try Self.derived(passphrase(), salt)
            guard let opened = try? ChaChaPoly.open(.init(combined: box), using: secret, authenticating: Array(verifier.text.utf8)),
                let key = try? SigningKey(parsing: String(decoding: opened, as: UTF8.self)), key.verifier == verifier
            else { throw Problem(.passphraseWrong, path) }
            return key
        }
    }

    private static func derived(_ passphrase: [UInt8], _ salt: [UInt8]) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: passphrase, salt: salt, outputByteCount: 32, rounds: cost.rounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
    }
}

extension SigningKey {
    /// A new key from the system's randomness. Nil for a name that is no key name.
    package static func generate(name: String, type: KeyType) -> SigningKey? {
        SigningKey(name: name, type: type, seed: randomBytes(32))
    }
}

private func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
