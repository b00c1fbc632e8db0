import Foundation
import LedgerModel

/// Whether a batch is one that was acknowledged, or committed without being acknowledged, before.
struct Retry<Base: RandomAccessCollection<Draft>> {
    private let drafts: CompletedDrafts<Base>
    private let numbers: [UInt64?]
    private let state: WriterState

    init(_ drafts: CompletedDrafts<Base>, in state: WriterState) throws {
        self.drafts = drafts
        self.state = state
        numbers = try drafts.ids.map { try state.number(of: $0) }
        var seen: [[UInt8]: Int] = [:]
        for (i, id) in drafts.ids.enumerated() {
            if let earlier = seen.updateValue(i, forKey: id) {
                throw Problem(.idUsed, at: "entry \(i + 1)", id.hex, "entry \(earlier + 1)")
            }
        }
    }

    /// Nil where every id is new; a receipt where all are known with the same content.
    /// - Throws: `id-used` for other content; `batch-partly-known` with the list.
    func receipt() throws -> Receipt? {
        let known = numbers.indices.filter { numbers[$0] != nil }
        guard let first = known.first else { return nil }
        var redacted = 0
        for i in known { redacted += try compare(drafts[i], with: numbers[i]!, place: "entry \(i + 1)") }
        guard known.count == drafts.count else {
            let list = known.prefix(20).map { "\($0 + 1) = #\(numbers[$0]!)" }.joined(separator: ", ")
            throw Problem(.batchPartlyKnown, "\(known.count)", "\(drafts.count)", list)
        }
        return Receipt(
            first: numbers[first]!, last: numbers.compactMap { $0 }.max() ?? 0, size: state.size, root: state.frontier.root,
            recorded: try state.event(numbers[first]!)?.recorded ?? 0, eventIDs: drafts.ids,
            wasKnown: true, redactedTexts: redacted)
    }

    /// Returns how many texts could not be compared.
    private func compare(_ draft: Draft, with number: UInt64, place: String) throws -> Int {
        let frame = try state.frame(number)
        let stored = try Snapshot.decode(frame, number).statement
        var wanted = draft.statement
        wanted.ledger = stored.ledger
        wanted.texts = draft.texts.sorted { ($0.field.rawValue, $0.ordinal) < ($1.field.rawValue, $1.ordinal) }
            .map { Commitment($0, hash: .zero) }
        if case .editionPublished(var wantedEdition)? = wanted.act, case .editionPublished(let edition)? = stored.act, wantedEdition.size == 0 {
            wantedEdition.size = edition.size
            // A seal and the files below it were added from the ledger.
            if wantedEdition.seal.isEmpty, edition.files.starts(with: wantedEdition.files) {
                (wantedEdition.seal, wantedEdition.files) = (edition.seal, edition.files)
            }
            wanted.act = .editionPublished(wantedEdition)
        }
        // The reason for a clock that was behind belongs to the moment, not to the content.
        var held = stored.withoutCommitmentHashes
        held.texts.removeAll { $0.field == .clockBehind }
        // Bytes, since equal strings may have unlike bytes (が as one character or two), and the log keeps bytes.
        var same = try Codec.encode(wanted.withoutCommitmentHashes) == Codec.encode(held)
        var redacted = 0
        for text in draft.texts {
            guard let one = frame.texts.first(where: { $0.field == text.field && $0.ordinal == text.ordinal }) else { redacted += 1; continue }
            same = same && one.text.utf8.elementsEqual(text.text.utf8)
        }
        guard same else { throw Problem(.idUsed, at: place, draft.statement.event.hex, "#\(number)") }
        return redacted
    }
}
