import Foundation
import LedgerKeys
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerReports

/// A new key for the log or an actor: made beside the present one, registered, then put in its place. Whatever stops it in between,
/// the same command goes on from there: a new key that the ledger names is put in its place, one that it does not is registered.
struct KeyChange {
    let session: Session
    let common: CommonOptions
    let write: WriteOptions
    let ledger: Ledger
    let actor: String?
    let by: String
    private let rack: KeyRack

    init(_ session: Session, _ common: CommonOptions, _ write: WriteOptions, _ ledger: Ledger, actor: String?, by: String) throws {
        self.session = session
        self.common = common
        self.write = write
        self.ledger = ledger
        self.actor = actor
        self.by = by
        rack = KeyRack(session, try ledger.snapshot(), passphraseFile: write.passphraseFile)
    }

    private var subject: Subject { actor.map { Subject(.actor, $0) } ?? .ledger }
    private var path: String { actor.map(rack.folder.actorKey) ?? rack.folder.logKey }
    private var newPath: String { path + ".new-key" }

    func run(replaces: Bool, passphrase: [UInt8]?) throws -> Int32 {
        if let actor, !Subject.isIdentifier(actor) { throw Problem(.badIdentifier, at: "", "--actor", actor) }
        if let marker = try Ledger.cloneMarker(at: ledger.path) { throw Problem(.isClone, marker.source) }
        let snapshot = try ledger.snapshot()
        let current = try snapshot.keys(of: subject).current
        // A change that was stopped after its act is only ended.
        if !(current.map(isWaiting) ?? false) { try check(snapshot, current, replaces: replaces) }
        try needsRecorder(snapshot)
        let key = try newKey(try snapshot.origin.name, passphrase)
        var receipt: Receipt?
        if current != key.verifier.publicKey {
            let draft = Draft.keyRegistered(key.verifier, actor == nil ? .log : .author, replaces: replaces ? current : nil, by: by)
            receipt = try ledger.append([draft], options: try options(replaces: replaces))
        }
        if write.dryRun {
            session.say("鍵を作って登録できます。何も書いていません。", "A key can be made and registered; nothing was written.")
            return 0
        }
        try putInPlace(key)
        if actor == nil { _ = try LogSigner(key: key, checkpoints: rack.folder.checkpoints).begin().sign(ledger.snapshot()) }
        try KeyAnswer(key.verifier, path, isEncrypted: try KeyFile(reading: path).isEncrypted).show(session, common)
        if let receipt { session.say("登録しました（記録 {0}）。", "Registered as entry {0}.", Writing.range(receipt)) }
        session.say(
            "秘密の鍵は {0} だけにあります。控えを別の安全な場所に、公開鍵（ledger key export）を広報や議会など台帳の外に置いてください。",
            "The private key is in {0} and nowhere else: keep a copy in another safe place, and publish the public key (ledger key export) outside the ledger.", path)
        return 0
    }

    /// What stands against a new key, before any file is made.
    private func check(_ snapshot: Snapshot, _ current: [UInt8]?, replaces: Bool) throws {
        // Whoever takes a new key does not get rid of what the old one signed.
        try rack.logSigner()?.begin().check(snapshot)
        guard replaces else {
            if let current { throw Problem(.keyExists, subject.label, current.hex) }
            if FileManager.default.fileExists(atPath: path) { throw Problem(.keyExists, subject.label, path) }
            return
        }
        guard current != nil else { throw Problem(.keyUnknown, subject.label, "-") }
        _ = try rack.unlock(path)
    }

    /// No file is made for an act that nobody may record.
    private func needsRecorder(_ snapshot: Snapshot) throws {
        for one in [Subject(.actor, by), subject] where one != .ledger {
            if try !snapshot.facts(of: one).exists { throw Problem(.unknownSubject, one.label) }
        }
    }

    /// A key that was registered, though the command stopped before it was in its place.
    private func isWaiting(_ current: [UInt8]) -> Bool { (try? KeyFile(reading: newPath).verifier.publicKey) == current }

    private func newKey(_ origin: String, _ passphrase: [UInt8]?) throws -> SigningKey {
        if FileManager.default.fileExists(atPath: newPath) {
            let waiting = try KeyFile(reading: newPath)
            let current = try ledger.snapshot().keys(of: subject).current
            if waiting.isEncrypted == (passphrase != nil) || waiting.verifier.publicKey == current {
                return try rack.unlock(newPath)
            }
            // Nobody knows it yet: it was left by an attempt that asked for something else.
            guard unsafe unlink(newPath) == 0 else { throw Problem(.cannotWrite, newPath) }
        }
        guard let key = SigningKey.generate(name: actor ?? origin, type: .note) else { throw Problem(.badName, "name", actor ?? origin) }
        if !write.dryRun { try KeyFile.create(key, at: newPath, passphrase: passphrase) }
        return key
    }

    /// The present key signs its own end; the log's present key also answers for the state before.
    private func options(replaces: Bool) throws -> AppendOptions {
        var options = Writing(session: session, common: common, write: write).plainOptions
        options.signers = try rack.signers(write.signAs)
        if replaces { options.signers.append(try rack.unlock(path)) }
        if actor != nil, !write.dryRun { options.logSigner = try rack.logSigner() }
        return options
    }

    private func putInPlace(_ key: SigningKey) throws {
        if let old = try? KeyFile(reading: path).verifier, old != key.verifier {
            let aside = actor == nil ? rack.folder.retired(old.hexID) : (path + "." + old.hexID, "")
            // The key last: as long as it stands there, its checkpoints are known for its own.
            if actor == nil { try move(rack.folder.checkpoints, aside.1) }
            try move(path, aside.0)
        }
        try move(newPath, path)
    }

    private func move(_ from: String, _ to: String) throws {
        guard FileManager.default.fileExists(atPath: from) else { return }
        guard unsafe rename(from, to) == 0 else { throw Problem(.cannotWrite, to) }
    }
}
