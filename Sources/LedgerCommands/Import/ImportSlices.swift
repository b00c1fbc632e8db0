import LedgerLog
import LedgerModel
import LedgerReports

/// The batches that one run of an import has recorded, in order.
struct ImportSlices {
    var receipts: [Receipt] = []

    /// `5-20`: from the first entry of the first to the last of the last.
    var range: String {
        guard let first = receipts.first?.first, let last = receipts.last?.last else { return "" }
        return first == last ? "\(first)" : "\(first)-\(last)"
    }

    /// One receipt for all of them, with the log as the last one left it; nil where there are none.
    func answer(dryRun: Bool, offsetMinutes: Int32) -> ReceiptJSON? {
        guard let first = receipts.first, let last = receipts.last else { return nil }
        return ReceiptJSON(
            last, first: first.first, ids: receipts.flatMap(\.eventIDs), known: receipts.allSatisfy(\.wasKnown),
            redactedTexts: receipts.reduce(0) { $0 + $1.redactedTexts }, dryRun: dryRun, offsetMinutes: offsetMinutes)
    }
}

extension ReceiptJSON {
    fileprivate init(
        _ last: Receipt, first: UInt64, ids: [[UInt8]], known: Bool, redactedTexts: Int, dryRun: Bool, offsetMinutes: Int32
    ) {
        self.first = first
        self.last = last.last
        size = last.size
        root = last.root.hex
        recorded = Instant.text(last.recorded, offsetMinutes: offsetMinutes, full: true)
        self.ids = ids.map(\.hex)
        self.known = known
        self.dryRun = dryRun
        self.redactedTexts = redactedTexts
        checkpoint = last.checkpoint.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}
