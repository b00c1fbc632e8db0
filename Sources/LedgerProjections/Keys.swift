import LedgerModel

/// The public key that speaks for a subject at one moment: an actor's, or the log's own (subject LEDGER). A fold of the subject's
/// events in order (FORMAT.md §6, "Keys"); one key at a time.
package struct KeyRing: Sendable, Hashable {
    /// 32 bytes, Ed25519; nil where none is registered, or the last was revoked or lost.
    package private(set) var current: [UInt8]?
    /// Every key that ever was, with the number of the entry that registered it and of the one after which it no longer holds.
    package private(set) var history: [Term] = []

    package struct Term: Sendable, Hashable {
        package let key: [UInt8]
        /// Registered by this entry; what it signs comes later.
        package let from: UInt64
        /// Replaced, revoked or lost by this entry, which it may still have signed.
        package fileprivate(set) var through: UInt64?
    }

    package init(_ events: some Sequence<Event>) { for event in events { take(event) } }

    private mutating func take(_ event: Event) {
        switch event.statement.act {
        case .keyRegistered(let act)?:
            end(event.number)
            history.append(Term(key: Array(act.publicKey), from: event.number, through: nil))
            current = Array(act.publicKey)
        case .keyRevoked?, .restored?: end(event.number)
        default: break
        }
    }

    private mutating func end(_ number: UInt64) {
        if current != nil { history[history.count - 1].through = number }
        current = nil
    }

    /// The key that speaks for the log when it has this many entries.
    package func key(at size: UInt64) -> [UInt8]? {
        history.last { $0.from <= size && $0.through.map { size < $0 } ?? true }?.key
    }
}

/// Under which name a ledger's checkpoints are signed: that of its opening, until a restore with loss gives it a new one. A fold of
/// the events of (LEDGER, `ledger`).
package struct Origin: Sendable, Hashable {
    package private(set) var name: String
    /// 16 bytes.
    package private(set) var incarnation: [UInt8]
    /// All names, oldest first, each with the entry that gave it.
    package private(set) var names: [(name: String, from: UInt64)]

    package init(_ events: some Sequence<Event>) {
        (name, incarnation, names) = ("", [], [])
        for event in events {
            switch event.statement.act {
            case .ledgerOpened(let act)?: take(act.name, Array(act.incarnation), event.number)
            case .restored(let act)?: take(act.name, Array(act.incarnation), event.number)
            default: break
            }
        }
    }

    private mutating func take(_ name: String, _ incarnation: [UInt8], _ number: UInt64) {
        (self.name, self.incarnation) = (name, incarnation)
        names.append((name, number))
    }

    /// The name that held when the log had this many entries.
    package func name(at size: UInt64) -> String { names.last { $0.from <= size }?.name ?? name }

    package static func == (a: Origin, b: Origin) -> Bool {
        a.incarnation == b.incarnation && a.names.elementsEqual(b.names) { $0.name.hasSameBytes(as: $1.name) && $0.from == $1.from }
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(incarnation) }
}
