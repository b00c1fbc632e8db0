import Foundation
import LedgerKeys
import LedgerLog
import LedgerModel
import LedgerProofs
import LedgerReports

/// Opens the private keys that are at hand for one ledger. A passphrase is taken from a file, else asked for at the terminal.
struct KeyRack {
    let session: Session
    let folder: KeyFolder
    let passphraseFile: String?

    init(_ session: Session, _ snapshot: Snapshot, passphraseFile: String?) {
        self.init(session, ledgerID: snapshot.ledgerID, passphraseFile: passphraseFile)
    }

    init(_ session: Session, ledgerID: [UInt8], passphraseFile: String?) {
        self.session = session
        self.passphraseFile = passphraseFile
        folder = KeyFolder(ledgerID: ledgerID, environment: session.environment)
    }

    /// The log's key, where it is at hand.
    func logSigner() throws -> LogSigner? {
        guard folder.hasLogKey else { return nil }
        return LogSigner(key: try unlock(folder.logKey), checkpoints: folder.checkpoints)
    }

    /// The key that spoke for the log when it had so many entries: the present one, or one that was put aside.
    func logKey(at size: UInt64, _ snapshot: Snapshot) throws -> SigningKey {
        let name = try snapshot.origin.name(at: size)
        let then = try snapshot.logKeys.key(at: size).flatMap { VerifierKey(name: name, type: .note, publicKey: $0) }
        let path = try then.map { wanted in try folder.hasLogKey && KeyFile(reading: folder.logKey).verifier == wanted ? folder.logKey : folder.retired(wanted.hexID).key }
            ?? folder.logKey
        guard FileManager.default.fileExists(atPath: path) else { throw Problem(.noKey, path) }
        return try unlock(path)
    }

    /// The keys of these actors; a name with a `/` is a file.
    func signers(_ names: [String]) throws -> [SigningKey] {
        try names.map { name in
            guard name.contains("/") || Subject.isIdentifier(name) else { throw Problem(.badIdentifier, at: "", "--sign-as", name) }
            let path = name.contains("/") ? name : folder.actorKey(name)
            guard FileManager.default.fileExists(atPath: path) else { throw Problem(.noKey, at: "--sign-as", path) }
            return try unlock(path)
        }
    }

    /// The last checkpoint that the log's key signed; nil where there is no key, or it signed none.
    func newestCheckpoint() throws -> (note: SignedNote, key: VerifierKey)? {
        guard folder.hasLogKey else { return nil }
        let key = try KeyFile(reading: folder.logKey).verifier
        return try CheckpointFile.newest(at: folder.checkpoints, key: key).map { ($0, key) }
    }

    /// The newest checkpoint of the present key, and of those that it replaced under the same name: what any of them signed binds the
    /// ledger. A name that was given up with a loss binds nothing any more: the loss stands in the log.
    func newestCheckpoints() throws -> [(note: SignedNote, key: VerifierKey, isCurrent: Bool)] {
        guard folder.hasLogKey else { return [] }
        let current = try KeyFile(reading: folder.logKey).verifier
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let aside = try names.filter { $0.hasPrefix("log-") && $0.hasSuffix(".key") }.sorted().map { try KeyFile(reading: folder.path + "/" + $0).verifier }
        return try ([current] + aside.filter { $0.name.hasSameBytes(as: current.name) }).compactMap { key in
            let checkpoints = key == current ? folder.checkpoints : folder.retired(key.hexID).checkpoints
            return try CheckpointFile.newest(at: checkpoints, key: key).map { ($0, key, key == current) }
        }
    }

    func unlock(_ path: String) throws -> SigningKey { try KeyFile(reading: path).unlock { try passphrase(path) } }

    private func passphrase(_ path: String) throws -> [UInt8] {
        if let given = try Passphrase.read(passphraseFile, session.environment) { return given }
        let question = session.catalogue(Words("{0} の合言葉: ", "Passphrase of {0}: ")).replacingOccurrences(of: "{0}", with: path)
        guard let typed = session.console.secret(question), !typed.isEmpty else { throw Problem(.passphraseNeeded, path) }
        return typed
    }
}

enum Passphrase {
    /// The first line of the file that is named, or of `$LEDGER_PASSPHRASE_FILE`; nil where none is.
    static func read(_ file: String?, _ environment: [String: String]) throws -> [UInt8]? {
        guard let path = file ?? environment["LEDGER_PASSPHRASE_FILE"].flatMap({ $0.isEmpty ? nil : $0 }) else { return nil }
        let bytes = try FileDigest.read(path).prefix { $0 != 10 && $0 != 13 }
        guard !bytes.isEmpty else { throw Problem(.passphraseNeeded, path) }
        return Array(bytes)
    }
}
