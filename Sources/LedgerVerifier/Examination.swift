import LedgerMerkle
import LedgerModel
import LedgerRules

/// One record as it was read, and what its own bytes say of it. Made on any thread and in any order: whatever depends on other entries
/// is the auditor's affair. A reference, so that lists of them stay small.
final class Examination: Sendable {
    enum Content: Sendable {
        /// No record can be made out.
        case strange(DecodeError)
        case newer(WalkedRecord, format: UInt64)
        /// The record is whole, its leaf is not.
        case unreadable(WalkedRecord, DecodeError)
        case entry(WalkedRecord, ExaminedEntry)
        /// Read for its hashes alone.
        case hashed(WalkedRecord, number: UInt64, ExaminedTexts)
    }

    let key: UInt64?
    let bytes: [UInt8]
    /// Of the leaf. Where no leaf can be made out, of all bytes, so that later entries are still told apart.
    let hash: Hash
    let content: Content

    /// - Parameters:
    ///   - settings: those of the ledger, as far as they are known.
    ///   - depth: how much is read of it.
    init(_ key: UInt64?, _ bytes: [UInt8], _ settings: Settings?, _ depth: AuditDepth) {
        (self.key, self.bytes) = (key, bytes)
        let parts: WalkedRecord
        do throws(DecodeError) { parts = try Examination.parts(of: bytes) } catch {
            (hash, content) = (leafHash(bytes), .strange(error))
            return
        }
        let leaf = Array(bytes[parts.leaf])
        hash = leafHash(leaf)
        if depth == .everything, let format = Codec.formatNumber(ofLeaf: leaf), format > Limits.format {
            content = .newer(parts, format: format)
            return
        }
        do throws(DecodeError) { content = try Examination.content(leaf, bytes, parts, settings, depth) } catch { content = .unreadable(parts, error) }
    }

    /// A format that is newer is no hindrance to hashes: they are over bytes.
    private static func content(
        _ leaf: [UInt8], _ bytes: [UInt8], _ parts: WalkedRecord, _ settings: Settings?, _ depth: AuditDepth
    ) throws(DecodeError) -> Content {
        let decoded = depth == .everything ? try Codec.decodeLeaf(leaf) : nil
        do throws(WireWalker.Malformed) {
            let walked = try WalkedTexts(bytes.span, leaf: parts.leaf)
            let texts = ExaminedTexts(walked, bytes, parts.texts)
            guard let decoded else { return .hashed(parts, number: walked.number, texts) }
            return .entry(parts, ExaminedEntry(decoded, try ActMark(leaf: bytes.span, in: parts.leaf), texts, settings))
        } catch {
            throw DecodeError(what: "leaf", why: "\(error.why) at byte \(error.offset - parts.leaf.lowerBound)")
        }
    }

    /// Whoever puts these parts together again gets the same bytes: their order and lengths are strict, and each text is canonical.
    private static func parts(of bytes: [UInt8]) throws(DecodeError) -> WalkedRecord {
        let parts = try WalkedRecord(bytes)
        for text in parts.texts where !SaltedText.shape.admits(bytes.span.extracting(text)) {
            throw Codec.refusal(of: SaltedText.self, Array(bytes[text]), "text")
        }
        return parts
    }

    /// What the first record of a log says of the ledger.
    static func settings(_ bytes: [UInt8]) -> Settings? {
        guard let frame = try? RecordFrame(decoding: bytes), let leaf = try? Codec.decodeLeaf(frame.leaf),
            case .ledgerOpened(let opened)? = leaf.statement.act
        else { return nil }
        return Settings(opened)
    }
}

/// A leaf that can be read, with what follows from it alone.
final class ExaminedEntry: Sendable {
    let leaf: Leaf
    let mark: ActMark
    let shape: [Problem]
    /// Whether its links list the subjects that it touches.
    let linksFit: Bool
    /// What each link says came before; nil where that is no hash.
    let previous: [Hash?]
    let texts: ExaminedTexts
    /// The edition that it publishes, where that is sealed.
    let sealed: EditionPublished?
    private let event: Event?
    private let settings: Settings?

    init(_ leaf: Leaf, _ mark: ActMark, _ texts: ExaminedTexts, _ settings: Settings?) {
        self.leaf = leaf
        self.mark = mark
        self.texts = texts
        self.settings = settings
        let event = settings.map { Event(leaf, settings: $0) }
        self.event = event
        let touches = event?.touches ?? leaf.statement.touches
        shape = Shape.check(leaf.statement, touches: touches)
        linksFit = leaf.links.lazy.map(\.subject).elementsEqual(touches.subjects)
        previous = leaf.links.map { Hash($0.previous.bytes) }
        sealed = if case .editionPublished(let edition)? = leaf.statement.act, !edition.seal.isEmpty { edition } else { nil }
    }

    func event(_ settings: Settings) -> Event {
        if let event, settings == self.settings { return event }
        return Event(leaf, settings: settings)
    }
}
