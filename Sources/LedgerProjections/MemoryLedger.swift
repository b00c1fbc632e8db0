import LedgerModel

/// A ledger that is an array: the plainest source. Tests hold every other one against it.
package struct MemoryLedger: LedgerSource {
    package let settings: Settings
    package private(set) var events: [Event] = []
    private var texts: [UInt64: [SaltedText]] = [:]
    private var bySubject: [Subject: [Int]] = [:]
    private var byID: [[UInt8]: UInt64] = [:]

    package init(settings: Settings) { self.settings = settings }

    /// Events come in ascending order, from 1, without gaps.
    package mutating func add(_ event: Event, texts: [SaltedText] = []) {
        precondition(event.number == UInt64(events.count) + 1, "entries are added in order")
        for subject in event.subjects { bySubject[subject, default: []].append(events.count) }
        byID[event.id] = event.number
        if !texts.isEmpty { self.texts[event.number] = texts }
        if case .redacted(let act)? = event.statement.act {
            self.texts[act.number]?.removeAll { $0.field == act.field && $0.ordinal == act.ordinal }
        }
        events.append(event)
    }

    package var size: UInt64 { UInt64(events.count) }
    package func events(of subject: Subject, through: UInt64) -> [Event] {
        (bySubject[subject] ?? []).lazy.map { events[$0] }.filter { $0.number <= through }
    }
    package func subjects(of kind: Subject.Kind) -> [Subject] { bySubject.keys.filter { $0.kind == kind }.sorted() }
    package func event(_ number: UInt64) -> Event? {
        number >= 1 && number <= size ? events[Int(number) - 1] : nil
    }
    package func number(of eventID: [UInt8]) -> UInt64? { byID[eventID] }
    package func lastNumber(recordedBy instant: UInt64) -> UInt64 {
        UInt64(events.prefix { $0.recorded <= instant }.count)
    }
    package func text(_ number: UInt64, _ field: TextField, _ ordinal: UInt32) -> TextReading {
        guard let commitment = event(number)?.statement.texts.first(where: { $0.field == field && $0.ordinal == ordinal })
        else { return .none }
        let text = texts[number]?.first { $0.field == field && $0.ordinal == ordinal }?.text
        return TextReading(commitment, text: text)
    }
    package func forEachEvent(after: UInt64, through: UInt64, _ body: (Event) throws -> Bool) rethrows {
        for event in events where event.number > after && event.number <= through {
            if try !body(event) { return }
        }
    }
}

extension TextReading {
    /// What a commitment lets a reader see; `text` is nil where the text and its salt were destroyed.
    package init(_ commitment: Commitment, text: String?) {
        guard let text else { self = .redacted; return }
        self =
            switch commitment.class {
            case .open, .UNRECOGNIZED: .open(text)
            case .withheld: .withheld(ground: commitment.ground)
            case .embargoed: .embargoed(until: commitment.until)
            }
    }
}
