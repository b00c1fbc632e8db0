import Foundation
import Glibc
import LMDB
import LedgerMerkle
import LedgerModel
import LedgerVerifier

/// The name of one copy in a folder of backups: `ledger-4f3a9c21-20261130T175824Z-123` is a copy of the ledger whose id begins so, begun then (UTC), of
/// so many entries. What has another name is none of ours, and is neither counted nor removed.
package struct BackupName: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let ledger: String
    package let moment: String
    package let size: UInt64

    /// What is being written, or being removed: whatever has this ending was left behind by a run that was stopped.
    static let unfinished = ".partial"

    package init(ledgerID: [UInt8], moment: UInt64, size: UInt64) {
        ledger = ledgerID.prefix(4).hex
        let text = Instant(moment).text
        self.moment = text.filter { !"-:".contains($0) }
        self.size = size
    }

    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: /ledger-([0-9a-f]{8})-([0-9]{8}T[0-9]{6}Z)-([1-9][0-9]{0,18})/), let size = UInt64(match.3) else { return nil }
        (ledger, moment, self.size) = (String(match.1), String(match.2), size)
    }

    package var description: String { "\(stem)-\(size)" }
    fileprivate var stem: String { "ledger-\(ledger)-\(moment)" }

    /// By time, then by size.
    package static func < (one: BackupName, other: BackupName) -> Bool { (one.moment, one.size) < (other.moment, other.size) }

    /// Whether it is the rest of a stopped run for this ledger.
    fileprivate func isLeftover(_ text: String) -> Bool {
        text.hasSuffix(Self.unfinished) && text.wholeMatch(of: /ledger-([0-9a-f]{8})-[0-9]{8}T[0-9]{6}Z(-[0-9]+)?\.partial/).map { $0.1 == ledger } == true
    }
}

/// What one run did.
package struct BackupReport: Sendable {
    package let name: BackupName
    package let path: String
    package let copy: CopyReport
    /// Of the copy's data file.
    package let bytes: Int
    /// Earlier copies that stay, that went, and that this ledger is no continuation of: with one of these nothing is removed.
    package let kept: [BackupName]
    package let removed: [BackupName]
    package let contradicted: [BackupName]
    /// Directories named like copies of this ledger that cannot be read as such; they stay.
    package let unreadable: [String]
}

/// A folder that holds copies of a ledger by date, and may hold other things and copies of other ledgers too.
///
/// A copy is written under an unfinished name, verified, and only then takes its name; whatever stops a run leaves the finished ones as they
/// are, and the next run clears up. One run at a time.
package struct BackupFolder: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// Adds a verified copy, then removes all but the newest `keep` of this ledger's copies, the new one counted.
    ///
    /// Earlier copies count as long as they can be opened and hold what their names say; each must be a beginning of the ledger. Where one is
    /// not, somebody put another log in the place of this one, and every copy stays for whoever finds out.
    /// - Parameters:
    ///   - keep: nil removes nothing.
    ///   - expectations: must hold for the copy.
    /// - Throws: `verification-failed` (the unfinished copy stays until the next run), `locked`, `cannot-write`, `storage`; `usage` inside the ledger's directory.
    package func add(
        _ ledger: Ledger, keep: Int?, expecting expectations: [Expectation] = [], lockTimeout: Double = 10
    ) throws -> BackupReport {
        precondition(keep ?? 1 > 0, "the new copy is always kept")
        try checkPlace(ledger)
        try Directories.make(path)
        let lock = try WriterLock(folder: path, timeout: lockTimeout)
        return try lock.whileHeld {
            let held = try held(ledger)
            let (name, copy, bytes) = try write(ledger, expectations)
            let contradicted = held.contradicted
            var removed: [BackupName] = []
            if let keep, contradicted.isEmpty {
                for old in held.names.sorted().dropLast(keep - 1) {
                    try remove(old)
                    removed.append(old)
                }
            }
            return BackupReport(
                name: name, path: place("\(name)"), copy: copy, bytes: bytes, kept: held.names.filter { !removed.contains($0) }.sorted(), removed: removed,
                contradicted: contradicted, unreadable: held.unreadable)
        }
    }

    /// What `add` would do, without doing it: copies that would be kept, the new one not counted, and removed.
    package func plan(_ ledger: Ledger, keep: Int?) throws -> (kept: [BackupName], removed: [BackupName], contradicted: [BackupName]) {
        try checkPlace(ledger)
        guard FileManager.default.fileExists(atPath: path) else { return ([], [], []) }
        let held = try held(ledger, clearing: false)
        let names = held.names.sorted()
        guard let keep, held.contradicted.isEmpty else { return (names, [], held.contradicted) }
        return (Array(names.suffix(keep - 1)), names.dropLast(keep - 1), [])
    }

    private func place(_ name: String) -> String { path + "/" + name }

    private func checkPlace(_ ledger: Ledger) throws {
        let inside = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path + "/"
        guard !inside.hasPrefix(URL(fileURLWithPath: ledger.path).resolvingSymlinksInPath().standardizedFileURL.path + "/") else {
            throw Problem(.usage, at: "--into", path)
        }
    }

    private struct Held {
        var names: [BackupName] = []
        var contradicted: [BackupName] = []
        var unreadable: [String] = []
    }

    /// The ledger's copies that are there. What stopped runs left is removed on the way.
    private func held(_ ledger: Ledger, clearing: Bool = true) throws -> Held {
        let snapshot = try ledger.snapshot()
        let own = BackupName(ledgerID: snapshot.ledgerID, moment: 0, size: 1)
        var held = Held()
        let entries: [String]
        do { entries = try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch { throw Problem(.cannotRead, path, SystemError.words(error)) }
        for entry in entries {
            if own.isLeftover(entry) {
                if clearing { try Directories.remove(place(entry)) }
                continue
            }
            guard let name = BackupName(entry), name.ledger == own.ledger, Directories.isDirectory(place(entry)) else { continue }
            guard let (size, root) = state(of: place(entry), snapshot.ledgerID), size == name.size else {
                held.unreadable.append(entry)
                continue
            }
            held.names.append(name)
            if try size > snapshot.size || snapshot.root(at: size) != root { held.contradicted.append(name) }
        }
        return held
    }

    /// Size and root of a copy as it says itself; nil where it cannot be read as one of this ledger.
    private func state(of copy: String, _ ledgerID: [UInt8]) -> (UInt64, Hash)? {
        guard let copied = try? Ledger(opening: copy, mode: .reading), let snapshot = try? copied.snapshot(), snapshot.ledgerID == ledgerID,
            let root = try? snapshot.root()
        else { return nil }
        return (snapshot.size, root)
    }

    private func write(_ ledger: Ledger, _ expectations: [Expectation]) throws -> (BackupName, CopyReport, Int) {
        let id = try ledger.snapshot().ledgerID
        var moment = ledger.surroundings.clock()
        // One name a second.
        while try isTaken(BackupName(ledgerID: id, moment: moment, size: 1).stem) { moment += 1_000_000_000 }
        let unfinished = place(BackupName(ledgerID: id, moment: moment, size: 1).stem + BackupName.unfinished)
        do { try ledger.copyDurably(to: unfinished) } catch {
            // Not left lying about: the disk may be full.
            try? Directories.remove(unfinished)
            throw error
        }
        let copy = try Ledger.verifyCopy(at: unfinished, expecting: expectations)
        let name = BackupName(ledgerID: id, moment: moment, size: copy.size)
        try rename(unfinished, place("\(name)"))
        let size = try? FileManager.default.attributesOfItem(atPath: place("\(name)") + Ledger.logFolder + "/data.mdb")[.size] as? Int
        return (name, copy, size ?? 0)
    }

    private func isTaken(_ stem: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: path).contains { $0.hasPrefix(stem) }
    }

    /// First it loses its name, so that half of it is never taken for a copy.
    private func remove(_ name: BackupName) throws {
        let unfinished = place("\(name)" + BackupName.unfinished)
        try rename(place("\(name)"), unfinished)
        try Directories.remove(unfinished)
    }

    private func rename(_ from: String, _ to: String) throws {
        guard unsafe Glibc.rename(from, to) == 0 else { throw Problem(.cannotWrite, to, SystemError.current) }
        try Directories.sync(path)
    }
}
