import LedgerMerkle
import LedgerModel

/// Holds texts against their commitments, and destroyed ones against the redactions in the log.
struct TextAudit {
    private(set) var checked = 0
    private(set) var redactions: [Redaction] = []
    /// Why the source may lack a text that no entry redacts.
    var excuse: (TextPlace, Commitment.Class) -> Excuse? = { _, _ in nil }
    private var absent: [TextPlace: (finding: Finding, class: Commitment.Class)] = [:]
    private var present: Set<TextPlace> = []
    private var redacted: [TextPlace: Redaction] = [:]

    /// Findings of one entry. `findings.entry` is the entry's own number.
    mutating func take(_ leaf: Leaf, _ texts: [SaltedText]) -> [Finding] {
        var findings: [Finding] = []
        let id = Array(leaf.statement.event)
        var rest = texts
        let places = texts.map { UInt64($0.field.rawValue) << 32 | UInt64($0.ordinal) }
        if !zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) { findings.append(Finding(.text, entry: leaf.number, values: ["order"])) }
        for commitment in leaf.statement.texts {
            let key = TextPlace(entry: leaf.number, field: commitment.field, ordinal: commitment.ordinal)
            guard let place = rest.firstIndex(where: { $0.field == commitment.field && $0.ordinal == commitment.ordinal }) else {
                let finding = Finding(
                    .textMissing, entry: leaf.number, subjects: leaf.statement.subjects,
                    values: [commitment.field.word, "\(commitment.ordinal)"])
                absent[key] = (finding, commitment.class)
                continue
            }
            let text = rest.remove(at: place)
            checked += 1
            present.insert(key)
            let opens = text.salt.count == Limits.saltBytes && text.text.utf8.count <= Limits.textBytes
                && text.commitment(in: id).bytes == Array(commitment.hash)
            if !opens { findings.append(Finding(.text, entry: leaf.number, values: [commitment.field.word, "\(commitment.ordinal)"])) }
        }
        for text in rest {
            findings.append(Finding(.textNotCommitted, entry: leaf.number, values: [text.field.word, "\(text.ordinal)"]))
        }
        if case .redacted(let act)? = leaf.statement.act {
            let key = TextPlace(entry: act.number, field: act.field, ordinal: act.ordinal)
            redacted[key] = Redaction(entry: act.number, field: act.field, ordinal: act.ordinal, by: leaf.number)
        }
        return findings
    }

    /// Once every entry was seen: texts that are absent though nobody redacted them, and the other way round.
    mutating func close(isBlind: Bool) -> [Finding] {
        var findings: [Finding] = []
        for (place, text) in absent {
            if let redaction = redacted[place] {
                redactions.append(redaction)
                continue
            }
            switch excuse(place, text.class) {
            case .notGivenOut?: break
            case .removed(let by)?: redactions.append(Redaction(entry: place.entry, field: place.field, ordinal: place.ordinal, by: by))
            case nil: findings.append(text.finding)
            }
        }
        for (key, redaction) in redacted where present.contains(key) {
            findings.append(Finding(.textNotDestroyed, entry: key.entry, values: [redaction.field.word, "\(key.ordinal)", "\(redaction.by)"]))
        }
        redactions.sort { ($0.entry, $0.field.rawValue, $0.ordinal) < ($1.entry, $1.field.rawValue, $1.ordinal) }
        return findings.sorted { ($0.entry ?? 0, $0.values.joined()) < ($1.entry ?? 0, $1.values.joined()) }
    }
}
