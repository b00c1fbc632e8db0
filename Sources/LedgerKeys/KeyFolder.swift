import Foundation
import LedgerModel

/// Where the keys of one ledger are: a folder for its owner alone, named by the ledger's id, below `$LEDGER_KEYS` or
/// `~/.config/ledger`. Never inside the ledger's own directory.
package struct KeyFolder: Sendable, Hashable {
    package let path: String

    package init(ledgerID: [UInt8], environment: [String: String]) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let top = value("LEDGER_KEYS") ?? (value("XDG_CONFIG_HOME") ?? (value("HOME") ?? ".") + "/.config") + "/ledger"
        path = top + "/" + ledgerID.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    package var logKey: String { path + "/log.key" }
    package var checkpoints: String { path + "/log.checkpoint" }
    package func actorKey(_ actor: String) -> String { path + "/actor-\(actor).key" }
    package var hasLogKey: Bool { FileManager.default.fileExists(atPath: logKey) }

    /// Where a key goes that no longer signs, and its checkpoints: `log-c086f1f7.key`.
    package func retired(_ keyID: String) -> (key: String, checkpoints: String) {
        (path + "/log-\(keyID).key", path + "/log-\(keyID).checkpoint")
    }
}
