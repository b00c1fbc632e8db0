import Foundation
import Glibc
import LMDB
import LedgerModel

extension Ledger {
    /// Makes a new ledger with its first batch: "ledger opened", and `drafts` after it, which register at least the actor
    /// that `opened` is recorded by. One that was stopped before that batch was stored is begun again.
    /// - Throws: `ledger-exists` where the directory is there and holds anything else; nothing is left behind by a refusal.
    package static func create(
        at path: String, opened: Draft, followedBy drafts: [Draft], options: AppendOptions = AppendOptions(),
        surroundings: Surroundings = .machine
    ) throws -> Receipt {
        guard try isUnborn(path) else { throw Problem(.ledgerExists, path) }
        let ledgerID = surroundings.randomBytes(Limits.eventIDBytes)
        let founding = try Founding(ledgerID: ledgerID, drafts: [opened] + drafts, options: options, surroundings: surroundings)
        if options.isDryRun { return founding.receipt }
        for folder in [logFolder, viewsFolder] { try Directories.make(path + folder) }
        let lock = try WriterLock(path: path, timeout: options.lockTimeout)
        try lock.whileHeld { try found(path, founding) }
        return founding.receipt
    }

    private static func found(_ path: String, _ founding: Founding) throws {
        try removeEmptyStore(path + logFolder)
        let log = try storing { try Environment(path: path + logFolder, .init(.create)) }
        try storing {
            // Before the first entry: a ledger whose directory is not durable would be lost with it.
            for folder in [path + logFolder, path, Directories.above(path)] { try Directories.sync(folder) }
            try log.write { transaction in
                guard try transaction.last(.main, { key, _ in key.array }) == nil else { throw Problem(.ledgerExists, path) }
                for entry in founding.entries { try transaction.put(.main, Layout.bytes(entry.number), entry.record, append: true) }
            }
        }
    }

    /// Whether nothing is there but what a `create` that was stopped may have left: no entry, no view, nothing that it did not make.
    private static func isUnborn(_ path: String) throws -> Bool {
        let manager = FileManager.default
        guard manager.fileExists(atPath: path) else { return true }
        guard let content = try? manager.contentsOfDirectory(atPath: path), Set(content).isSubset(of: ["log", "views", "writer.lock"]),
            (try? manager.contentsOfDirectory(atPath: path + viewsFolder))?.isEmpty ?? true
        else { return false }
        guard let log = try? manager.contentsOfDirectory(atPath: path + logFolder) else { return true }
        guard Set(log).isSubset(of: ["data.mdb", "lock.mdb"]) else { return false }
        if isEmptyStore(path + logFolder) { return true }
        return try storing { try Environment(path: path + logFolder, .init(.read)).read { try $0.lastKey() == nil } }
    }

    /// Whether nothing can be in it: an entry needs a third page.
    static func isEmptyStore(_ folder: String) -> Bool {
        var status = stat()
        return unsafe stat(folder + "/data.mdb", &status) != 0 || Int(status.st_size) <= 2 * Int(getpagesize())
    }

    /// The first two pages may be torn.
    private static func removeEmptyStore(_ folder: String) throws {
        guard isEmptyStore(folder) else { return }
        for file in [folder + "/data.mdb", folder + "/lock.mdb"] {
            guard unsafe unlink(file) == 0 || errno == ENOENT else { throw Problem(.cannotWrite, file, SystemError.current) }
        }
    }
}
