import LedgerModel
import LedgerProjections
import LedgerVerifier

/// What entries say that a publication rests on, gathered as they pass.
struct PublishedActs {
    struct Edition {
        let entry: UInt64
        let act: EditionPublished
    }

    private(set) var ledgerID: [UInt8] = []
    /// Texts that entries so far redact, and by which.
    private(set) var redactions: [TextPlace: UInt64] = [:]
    /// The newest of each identifier: only its files can stand under the name.
    private(set) var editions: [String: Edition] = [:]
    private var settings: Settings?
    private var origins: [Event] = []

    mutating func take(_ leaf: Leaf) {
        switch leaf.statement.act {
        case .ledgerOpened(let act)?:
            if leaf.number == 1 {
                ledgerID = Array(leaf.statement.ledger)
                settings = Settings(act)
            }
            takeOrigin(leaf)
        case .restored?: takeOrigin(leaf)
        case .redacted(let act)?:
            redactions[TextPlace(entry: act.number, field: act.field, ordinal: act.ordinal)] = leaf.number
        case .editionPublished(let act)?: editions[act.id] = Edition(entry: leaf.number, act: act)
        default: break
        }
    }

    private mutating func takeOrigin(_ leaf: Leaf) {
        if let settings { origins.append(Event(leaf, settings: settings)) }
    }

    /// The name under which the log's checkpoints are signed now.
    var origin: String { Origin(origins).name }

    /// Whether a redaction that came after the edition may have taken this file of it. Redactions beyond the checkpoint are the publisher's word.
    func explainsRemoval(_ path: String, later: some Sequence<UInt64>) -> Bool {
        let numbers = Array(redactions.values) + Array(later)
        return editions.values.contains { edition in
            edition.act.files.contains { PublishedPath.edition(edition.act.id, $0.name) == path } && numbers.contains { $0 > edition.entry }
        }
    }

    /// Digest of every file that an edition's event names, by its path in the publication.
    var editionFiles: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        // What is not sealed was published elsewhere.
        for edition in editions.values where !edition.act.seal.isEmpty {
            for file in edition.act.files { files[PublishedPath.edition(edition.act.id, file.name)] = Array(file.digest) }
        }
        return files
    }
}
