import Foundation
import Glibc
import LedgerKeys
import LedgerModel
import LedgerProjections
import LedgerProofs

/// What accepting a loss did, or would do.
package struct LossReport: Sendable {
    /// The ledger's name from now on, and the origin of its checkpoints.
    package let name: String
    /// Of the last signed checkpoint; 0 and nothing where the key is lost with what it signed.
    package let lostSize: UInt64
    package let lostRoot: [UInt8]
    /// Of the act; `wasKnown` where it was recorded before and only the key had to go aside.
    package let receipt: Receipt
    /// Where the key and its checkpoints are now.
    package let movedAside: [String]
}

extension Ledger {
    /// Lets a ledger go on that is behind its last signed checkpoint or has forked from it, or whose log key is lost: records `restored`,
    /// which the log's key does not sign and which gives a new name, then moves the key and its checkpoints aside, so that a key for the
    /// new name can be made. Cut off between the two it goes on from there when called again.
    /// - Parameters:
    ///   - name: else the ledger's first name with the next unused number after it: `kpi.example/2`.
    ///   - keys: where the log's key and its checkpoints are.
    ///   - options: without the log's key.
    /// - Throws: `nothing-lost`; `file-exists` where a new key waits to be put in its place (`key generate`
    ///   ends that); `key-unreadable`, `key-exposed`, `key-retired`; what `append` throws.
    package func acceptLoss(
        because reason: String, by actor: String, name: String? = nil, keys: KeyFolder, options: AppendOptions = AppendOptions()
    ) throws -> LossReport {
        precondition(options.logSigner == nil, "the old key does not speak for the new incarnation")
        let snapshot = try snapshot()
        let loss = try Loss(snapshot, keys)
        guard let lost = loss.checkpoint else {
            let (act, receipt) = try snapshot.lastRestored()
            let moved = options.isDryRun ? [] : try keys.moveAside(loss.key)
            return LossReport(name: act.name, lostSize: act.lostSize, lostRoot: Array(act.lostRoot), receipt: receipt, movedAside: moved)
        }
        var act = Restored()
        act.incarnation = Data(surroundings.randomBytes(Limits.incarnationBytes))
        act.name = try name ?? snapshot.origin.next(besides: loss.key.name)
        (act.lostSize, act.lostRoot) = (lost.size, Data(lost.root))
        let receipt = try append([.restored(act, because: reason, by: actor)], options: options)
        let moved = options.isDryRun ? [] : try keys.moveAside(loss.key)
        return LossReport(name: act.name, lostSize: lost.size, lostRoot: lost.root, receipt: receipt, movedAside: moved)
    }
}

/// What is lost, judged from the log and the folder of its keys.
private struct Loss {
    /// The key that ends with it.
    let key: VerifierKey
    /// To be recorded; nil where it is recorded already.
    let checkpoint: (size: UInt64, root: [UInt8])?

    init(_ snapshot: Snapshot, _ keys: KeyFolder) throws {
        let origin = try snapshot.origin
        if keys.hasLogKey {
            let held = try KeyFile(reading: keys.logKey).verifier
            key = held
            // The name of an earlier incarnation: the act is recorded, and the key stayed.
            if !held.name.hasSameBytes(as: origin.name), origin.names.contains(where: { $0.name.hasSameBytes(as: held.name) }) {
                checkpoint = nil
                return
            }
            guard let newest = try CheckpointFile.newest(at: keys.checkpoints, key: held).map({ try Checkpoint(parsing: $0.text) }),
                try Loss.isLost(newest, snapshot)
            else { throw try Loss.none(snapshot, held) }
            checkpoint = (newest.size, newest.root.bytes)
            return
        }
        guard !FileManager.default.fileExists(atPath: keys.logKey + ".new-key") else { throw Problem(.fileExists, keys.logKey + ".new-key") }
        let ring = try snapshot.logKeys
        if let current = ring.current, let lost = VerifierKey(name: origin.name, type: .note, publicKey: current) {
            (key, checkpoint) = (lost, (0, []))
        } else if let last = ring.history.last, FileManager.default.fileExists(atPath: keys.checkpoints),
            let lost = VerifierKey(name: origin.name(at: last.from), type: .note, publicKey: last.key) {
            (key, checkpoint) = (lost, nil)
        } else {
            throw Problem(.nothingLost, at: "--accept-loss", "\(snapshot.size)")
        }
    }

    private static func isLost(_ checkpoint: Checkpoint, _ snapshot: Snapshot) throws -> Bool {
        do { try checkpoint.check(size: snapshot.size) { try snapshot.root(at: $0) } } catch let problem as Problem {
            guard problem.code == .behindCheckpoint || problem.code == .forked else { throw problem }
            return true
        }
        return false
    }

    /// The ledger holds all that this key signed.
    private static func none(_ snapshot: Snapshot, _ key: VerifierKey) throws -> Problem {
        let name = try snapshot.origin.name
        guard key.name.hasSameBytes(as: name) else { return Problem(.keyRetired, key.name, name) }
        return Problem(.nothingLost, at: "--accept-loss", "\(snapshot.size)")
    }
}

extension Origin {
    /// The first name with the least number from 2 that was never used; `other` is one that the log does not know of.
    fileprivate func next(besides other: String) -> String {
        let first = names.first?.name ?? name
        let used = names.map(\.name) + [other]
        var number = 2
        while used.contains(where: { $0.hasSameBytes(as: "\(first)/\(number)") }) { number += 1 }
        return "\(first)/\(number)"
    }
}

extension Snapshot {
    /// The act that began this incarnation, and its receipt as of now. The caller knows that there is one.
    fileprivate func lastRestored() throws -> (Restored, Receipt) {
        for event in try events(of: .ledger, through: size).reversed() {
            guard case .restored(let act)? = event.statement.act else { continue }
            let receipt = Receipt(
                first: event.number, last: event.number, size: size, root: try root(), recorded: event.recorded, eventIDs: [event.id], wasKnown: true)
            return (act, receipt)
        }
        throw Problem(.damaged, at: "ledger", "restored")
    }
}

extension Draft {
    fileprivate static func restored(_ act: Restored, because reason: String, by actor: String) -> Draft {
        var draft = Draft()
        draft.statement.recordedBy = Subject(.actor, actor)
        draft.statement.decided = .unknown
        draft.statement.reason = .other
        draft.statement.act = .restored(act)
        draft.setText(.reason, reason)
        return draft
    }
}

extension KeyFolder {
    /// The checkpoints first: cut off between, the key still tells that they have to go. Nothing is overwritten.
    fileprivate func moveAside(_ key: VerifierKey) throws(Problem) -> [String] {
        let aside = retired(key.hexID)
        var moved: [String] = []
        for (from, to) in [(checkpoints, aside.checkpoints), (logKey, aside.key)] where FileManager.default.fileExists(atPath: from) {
            guard !FileManager.default.fileExists(atPath: to) else { throw Problem(.fileExists, to) }
            guard unsafe rename(from, to) == 0 else { throw Problem(.cannotWrite, to, SystemError.current) }
            moved.append(to)
        }
        if !moved.isEmpty { try Directories.sync(path) }
        return moved
    }
}
