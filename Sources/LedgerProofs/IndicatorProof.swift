import LedgerMerkle
import LedgerModel

/// One file that shows what an edition said about a subject and every event about it up to then, or that the edition
/// knows no such subject (PROOFS.md §3). Checking needs this file and a policy, no ledger.
package struct IndicatorProof: Hashable, Sendable {
    package let subject: Subject
    /// The leaf of the event that published the edition.
    package let edition: [UInt8]
    package let path: SealProof
    /// The subject's leaves, versions 1, 2, 3 …; none where it is absent.
    package let events: [[UInt8]]
    /// The subject's lines of the edition's figures: each not empty, without control characters, and ended by CR LF.
    package let figures: [UInt8]
    /// That the edition's event is in the log.
    package let inclusion: TlogProof

    /// Throws for figures that are not such lines, an identifier that is none, or an inclusion proof with extra data.
    package init(
        subject: Subject, edition: [UInt8], path: SealProof, events: [[UInt8]], figures: [UInt8], inclusion: TlogProof
    ) throws(DecodeError) {
        guard Subject(label: subject.label) == subject else { throw Self.error("names no subject") }
        guard Self.lines(of: figures) != nil else { throw Self.error("has figures that are not lines of plain text") }
        guard inclusion.extra == nil else { throw Self.error("has extra data, which nobody signed") }
        self.subject = subject
        self.edition = edition
        self.path = path
        self.events = events
        self.figures = figures
        self.inclusion = inclusion
    }

    package static let firstLine = "ledger/indicator-proof/v1"

    package var bytes: [UInt8] {
        var lines = [Self.firstLine, "subject \(subject.label)", "edition \(Base64.encode(edition))"]
        lines += path.siblings.map { "path \($0.base64)" }
        lines.append(path.end.map(\.line) ?? "empty")
        lines += events.map { "event \(Base64.encode($0))" }
        lines += (Self.lines(of: figures) ?? []).map { "figure \($0)" }
        return Array(lines.map { $0 + "\n" }.joined().utf8) + [newline] + inclusion.bytes
    }

    /// Strict: what is read is written again as the same bytes.
    package init(parsing bytes: [UInt8]) throws(DecodeError) {
        var lines = LineReader(bytes)
        guard lines.next().map({ $0.elementsEqual(Self.firstLine.utf8) }) == true else {
            throw Self.error("does not start with \(Self.firstLine)")
        }
        guard let label = lines.next(after: "subject").flatMap({ String(validating: $0, as: UTF8.self) }),
            let subject = Subject(label: label), subject.label.isSpelled(as: label)
        else { throw Self.error("names no subject") }
        guard let edition = lines.next(after: "edition").flatMap({ Base64.decode($0) }) else { throw Self.error("holds no edition") }
        let path = try Self.path(&lines)
        var events: [[UInt8]] = []
        while let line = lines.next(after: "event") {
            guard let event = Base64.decode(line) else { throw Self.error("holds an event that is not base64") }
            events.append(event)
        }
        var figures: [UInt8] = []
        while let line = lines.next(after: "figure") { figures += line + [13, 10] }
        guard lines.next()?.isEmpty == true else { throw Self.error("has a line that does not belong there") }
        let inclusion = try TlogProof(parsing: Array(lines.rest))
        try self.init(subject: subject, edition: edition, path: path, events: events, figures: figures, inclusion: inclusion)
    }

    private static func path(_ lines: inout LineReader) throws(DecodeError) -> SealProof {
        var siblings: [Hash] = []
        while let line = lines.next(after: "path") {
            guard let hash = Hash(base64: line), siblings.count < SealProof.siblingLimit else {
                throw error("has a path line that is no hash, or more than \(SealProof.siblingLimit)")
            }
            siblings.append(hash)
        }
        if let line = lines.next(after: "leaf") {
            guard let leaf = SealLeaf(line: line) else { throw error("has a malformed leaf") }
            return SealProof(siblings: siblings, end: leaf)
        }
        guard lines.next().map({ $0.elementsEqual("empty".utf8) }) == true else { throw error("has neither leaf nor empty end") }
        return SealProof(siblings: siblings, end: nil)
    }

    /// The lines without their ends; nil where the bytes are something else.
    private static func lines(of figures: [UInt8]) -> [String]? {
        guard let text = String(validating: figures, as: UTF8.self), figures.isEmpty || figures.suffix(2) == [13, 10] else { return nil }
        var lines: [String] = []
        for line in text.utf8.split(separator: newline, omittingEmptySubsequences: false).dropLast() {
            guard line.count > 1, line.last == 13, line.dropLast().allSatisfy({ $0 >= 0x20 }) else { return nil }
            lines.append(String(decoding: line.dropLast(), as: UTF8.self))
        }
        return lines
    }

    private static func error(_ why: String) -> DecodeError { DecodeError(what: "indicator proof", why: why) }
}

extension SealLeaf {
    /// `leaf KEY VERSION NEWEST FIGURES`, hashes in base64.
    fileprivate var line: String { "leaf \(key.base64) \(version) \(newest.base64) \(figures.base64)" }

    fileprivate init?(line: ArraySlice<UInt8>) {
        let parts = line.split(separator: space, omittingEmptySubsequences: false)
        guard parts.count == 4, let key = Hash(base64: parts[0]), let version = decimal(parts[1]), let newest = Hash(base64: parts[2]),
            let figures = Hash(base64: parts[3])
        else { return nil }
        self.init(key: key, version: version, newest: newest, figures: figures)
    }
}
