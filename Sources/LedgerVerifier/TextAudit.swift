import LedgerMerkle
import LedgerModel

/// The texts of one record against the commitments of its statement.
struct ExaminedTexts: Sendable {
    private(set) var findings: [Finding] = []
    private(set) var checked = 0
    /// What the entry redacts, if that is what it does.
    let redaction: Redaction?
    /// Committed to and not there.
    private(set) var absent: [(place: TextPlace, class: Commitment.Class)] = []

    /// A text where it lies in the record's bytes.
    private struct Stored {
        var field: UInt64 = 0
        var ordinal: UInt64 = 0
        var salt = 0..<0
        var text = 0..<0

        var order: UInt64 { field << 32 | ordinal }

        init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
            var cursor = WireCursor(range)
            while let part = try? cursor.next(bytes) {
                switch (part.number, part.value) {
                case (1, .varint(let value)): field = value
                case (2, .varint(let value)): ordinal = value
                case (3, .bytes(let range)): salt = range
                case (4, .bytes(let range)): text = range
                default: break
                }
            }
        }

        /// Whether it is what the statement of the event with this id commits to.
        func opens(_ commitment: Commitment, _ leaf: Leaf, _ bytes: Span<UInt8>) -> Bool {
            guard salt.count == Limits.saltBytes, text.count <= Limits.textBytes, let hash = Hash(commitment.hash.bytes) else { return false }
            let made = unsafe LedgerMerkle.commitment(
                salt: bytes.extracting(salt).bytes, eventID: leaf.statement.event.bytes, field: UInt16(truncatingIfNeeded: field),
                ordinal: UInt16(truncatingIfNeeded: ordinal), text: bytes.extracting(text).bytes)
            return hash == made ?? .zero
        }
    }

    /// - Parameter ranges: where the texts lie in `bytes`; each a canonical `SaltedText`.
    init(_ leaf: Leaf, _ bytes: [UInt8], _ ranges: [Range<Int>]) {
        let statement = leaf.statement
        let commitments = statement.texts
        redaction =
            if case .redacted(let act)? = statement.act {
                Redaction(entry: act.number, field: act.field, ordinal: act.ordinal, by: leaf.number)
            } else { nil }
        guard !commitments.isEmpty || !ranges.isEmpty else { return }
        let bytes = bytes.span
        var rest = ranges.map { Stored(bytes, $0) }
        if !zip(rest, rest.dropFirst()).allSatisfy({ $0.order < $1.order }) { findings.append(Finding(.text, entry: leaf.number, values: ["order"])) }
        for commitment in commitments {
            let order = UInt64(commitment.field.rawValue) << 32 | UInt64(commitment.ordinal)
            guard let place = rest.firstIndex(where: { $0.order == order }) else {
                absent.append((TextPlace(entry: leaf.number, field: commitment.field, ordinal: commitment.ordinal), commitment.class))
                continue
            }
            checked += 1
            if !rest.remove(at: place).opens(commitment, leaf, bytes) {
                findings.append(Finding(.text, entry: leaf.number, values: [commitment.field.word, "\(commitment.ordinal)"]))
            }
        }
        for text in rest {
            let field = TextField(rawValue: Int(text.field)) ?? .noField
            findings.append(Finding(.textNotCommitted, entry: leaf.number, values: [field.word, "\(text.ordinal)"]))
        }
    }
}

/// Holds texts that are absent against the redactions in the log, and redactions against texts that are still there.
struct TextAudit {
    private(set) var checked = 0
    private(set) var redactions: [Redaction] = []
    private var absent: [TextPlace: (finding: Finding, class: Commitment.Class)] = [:]
    private var redacted: [TextPlace: Redaction] = [:]

    /// Takes in the texts of one entry. What is found in the entry itself stands in `texts`.
    mutating func take(_ leaf: Leaf, _ texts: ExaminedTexts) {
        checked += texts.checked
        for (place, kind) in texts.absent {
            let finding = Finding(
                .textMissing, entry: leaf.number, subjects: leaf.statement.subjects, values: [place.field.word, "\(place.ordinal)"])
            absent[place] = (finding, kind)
        }
        if let redaction = texts.redaction {
            redacted[TextPlace(entry: redaction.entry, field: redaction.field, ordinal: redaction.ordinal)] = redaction
        }
    }

    /// Once every entry was seen: texts that are absent though nobody redacted them, and the other way round.
    ///
    /// - Parameters:
    ///   - excuse: why the source may lack a text that no entry redacts.
    ///   - commits: whether the entry of a text that is not absent commits to it. Asked only for what is redacted.
    mutating func close(excuse: (TextPlace, Commitment.Class) -> Excuse?, commits: (TextPlace) -> Bool) -> [Finding] {
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
        for (key, redaction) in redacted where absent[key] == nil && commits(key) {
            findings.append(Finding(.textNotDestroyed, entry: key.entry, values: [redaction.field.word, "\(key.ordinal)", "\(redaction.by)"]))
        }
        redactions.sort { ($0.entry, $0.field.rawValue, $0.ordinal) < ($1.entry, $1.field.rawValue, $1.ordinal) }
        return findings.sorted { ($0.entry ?? 0, $0.values.joined()) < ($1.entry ?? 0, $1.values.joined()) }
    }
}
