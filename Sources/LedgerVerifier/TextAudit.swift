import LedgerMerkle
import LedgerModel

/// What a leaf says of texts, found by walking its bytes: what it commits to, and what it redacts.
struct WalkedTexts: Sendable {
    struct Promise: Sendable {
        fileprivate var field: UInt64 = 0
        fileprivate var ordinal: UInt64 = 0
        fileprivate var hash = 0..<0
        fileprivate var kind: UInt64 = 0

        fileprivate var order: UInt64 { field << 32 | ordinal }
        fileprivate var textField: TextField { TextField(rawValue: Int(truncatingIfNeeded: field)) ?? .noField }
    }

    private(set) var number: UInt64 = 0
    fileprivate private(set) var event = 0..<0
    fileprivate private(set) var promises: [Promise] = []
    fileprivate private(set) var redaction: Redaction?

    /// Field numbers of schema/ledger.proto. Whether the bytes are canonical is another's affair.
    init(_ bytes: Span<UInt8>, leaf: Range<Int>) throws(WireWalker.Malformed) {
        var cursor = WireCursor(leaf)
        while let field = try cursor.next(bytes) {
            switch (field.number, field.value) {
            case (2, .varint(let value)): number = value
            case (5, .bytes(let statement)): try walk(statement, bytes)
            default: continue
            }
        }
    }

    private mutating func walk(_ statement: Range<Int>, _ bytes: Span<UInt8>) throws(WireWalker.Malformed) {
        var cursor = WireCursor(statement)
        while let field = try cursor.next(bytes) {
            switch (field.number, field.value) {
            case (2, .bytes(let id)): event = id
            case (12, .bytes(let promise)): promises.append(try Self.promise(promise, bytes))
            case (56, .bytes(let act)): redaction = try redaction(act, bytes)
            default: continue
            }
        }
    }

    private static func promise(_ range: Range<Int>, _ bytes: Span<UInt8>) throws(WireWalker.Malformed) -> Promise {
        var promise = Promise()
        var cursor = WireCursor(range)
        while let part = try cursor.next(bytes) {
            switch (part.number, part.value) {
            case (1, .varint(let value)): promise.field = value
            case (2, .varint(let value)): promise.ordinal = value
            case (3, .bytes(let hash)): promise.hash = hash
            case (4, .varint(let value)): promise.kind = value
            default: continue
            }
        }
        return promise
    }

    private func redaction(_ range: Range<Int>, _ bytes: Span<UInt8>) throws(WireWalker.Malformed) -> Redaction {
        var (entry, field, ordinal) = (0 as UInt64, 0 as UInt64, 0 as UInt64)
        var cursor = WireCursor(range)
        while let part = try cursor.next(bytes) {
            guard case .varint(let value) = part.value else { continue }
            switch part.number {
            case 1: entry = value
            case 2: field = value
            case 3: ordinal = value
            default: continue
            }
        }
        return Redaction(
            entry: entry, field: TextField(rawValue: Int(truncatingIfNeeded: field)) ?? .noField, ordinal: UInt32(truncatingIfNeeded: ordinal), by: number)
    }
}

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
        func opens(_ promise: WalkedTexts.Promise, event: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
            guard salt.count == Limits.saltBytes, text.count <= Limits.textBytes, let hash = unsafe Hash(bytes.extracting(promise.hash).bytes) else { return false }
            let made = unsafe LedgerMerkle.commitment(
                salt: bytes.extracting(salt).bytes, eventID: bytes.extracting(event).bytes, field: UInt16(truncatingIfNeeded: field),
                ordinal: UInt16(truncatingIfNeeded: ordinal), text: bytes.extracting(text).bytes)
            return hash == made ?? .zero
        }
    }

    /// - Parameters:
    ///   - walked: what the leaf in `bytes` says.
    ///   - ranges: where the texts lie in `bytes`; each a canonical `SaltedText`.
    init(_ walked: WalkedTexts, _ bytes: [UInt8], _ ranges: [Range<Int>]) {
        redaction = walked.redaction
        guard !walked.promises.isEmpty || !ranges.isEmpty else { return }
        let bytes = bytes.span
        var rest = ranges.map { Stored(bytes, $0) }
        if !zip(rest, rest.dropFirst()).allSatisfy({ $0.order < $1.order }) { findings.append(Finding(.text, entry: walked.number, values: ["order"])) }
        for promise in walked.promises {
            guard let place = rest.firstIndex(where: { $0.order == promise.order }) else {
                let place = TextPlace(entry: walked.number, field: promise.textField, ordinal: UInt32(truncatingIfNeeded: promise.ordinal))
                absent.append((place, Commitment.Class(rawValue: Int(truncatingIfNeeded: promise.kind)) ?? .open))
                continue
            }
            checked += 1
            if !rest.remove(at: place).opens(promise, event: walked.event, bytes) {
                findings.append(Finding(.text, entry: walked.number, values: [promise.textField.word, "\(promise.ordinal)"]))
            }
        }
        for text in rest {
            let field = TextField(rawValue: Int(truncatingIfNeeded: text.field)) ?? .noField
            findings.append(Finding(.textNotCommitted, entry: walked.number, values: [field.word, "\(text.ordinal)"]))
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
    /// - Parameter subjects: of the entry; asked for only where a text is absent.
    mutating func take(_ texts: ExaminedTexts, subjects: @autoclosure () -> [Subject]) {
        checked += texts.checked
        for (place, kind) in texts.absent {
            let finding = Finding(
                .textMissing, entry: place.entry, subjects: subjects(), values: [place.field.word, "\(place.ordinal)"])
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
