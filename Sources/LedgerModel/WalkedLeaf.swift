/// Where the parts of a stored record stand in its bytes. The one reading of FORMAT.md §1's record; nothing is decoded.
package struct WalkedRecord: Sendable {
    package private(set) var leaf = 0..<0
    /// One for each text that is still there.
    package private(set) var texts: [Range<Int>] = []
    /// 32 bytes for each tree hash, the leaf's own first.
    package private(set) var hashes = 0..<0

    package init(_ bytes: [UInt8]) throws(DecodeError) {
        var last: UInt32 = 0
        var hasLeaf = false
        var walker = WireWalker(bytes)
        do throws(WireWalker.Malformed) {
            while let field = try walker.next() {
                guard field.number > last || (field.number == 2 && last == 2) else {
                    throw WireWalker.Malformed(offset: -1, why: "field \(field.number) out of order")
                }
                last = field.number
                guard case .bytes(let range) = field.value else {
                    throw WireWalker.Malformed(offset: -1, why: "field \(field.number) is not length-delimited")
                }
                switch field.number {
                case 1: (leaf, hasLeaf) = (range, true)
                case 2: texts.append(range)
                case 3: hashes = range
                default: throw WireWalker.Malformed(offset: -1, why: "unknown field \(field.number)")
                }
            }
        } catch {
            throw DecodeError(what: "record", why: error.offset < 0 ? error.why : "\(error.why) at byte \(error.offset)")
        }
        guard hasLeaf else { throw DecodeError(what: "record", why: "holds no leaf") }
        guard !hashes.isEmpty, hashes.count % 32 == 0 else { throw DecodeError(what: "record", why: "hashes are not whole") }
    }
}

/// What a stored record says of its entry besides the statement, and where that stands: walked in lent bytes, up to the statement. Nothing
/// behind it is looked at, and nothing is held against a hash.
package struct WalkedHead: Sendable {
    package private(set) var format: UInt64 = 0
    package private(set) var head = EntryHead(number: 0, recorded: 0, batchFirst: 0, batchLength: 0)
    package private(set) var leaf = 0..<0
    package private(set) var statement = 0..<0

    package init(record bytes: Span<UInt8>) throws(WireWalker.Malformed) {
        var record = WireCursor(0..<bytes.count)
        guard let first = try record.next(bytes), first.number == 1, case .bytes(let leaf) = first.value else {
            throw WireWalker.Malformed(offset: 0, why: "holds no leaf")
        }
        self.leaf = leaf
        var (number, recorded, batch) = (UInt64(0), UInt64(0), (first: UInt64(0), length: UInt64(0)))
        var cursor = WireCursor(leaf)
        while statement.isEmpty, let field = try cursor.next(bytes) {
            switch (field.number, field.value) {
            case (1, .varint(let value)): format = value
            case (2, .varint(let value)): number = value
            case (3, .bytes(let part)):
                var inner = WireCursor(part)
                while let field = try inner.next(bytes) { if field.number == 1, case .fixed64(let value) = field.value { recorded = value } }
            case (4, .bytes(let part)):
                var inner = WireCursor(part)
                while let field = try inner.next(bytes) {
                    if field.number == 1, case .varint(let value) = field.value { batch.first = value }
                    if field.number == 2, case .varint(let value) = field.value { batch.length = value }
                }
            case (5, .bytes(let part)): statement = part
            default: continue
            }
        }
        head = EntryHead(number: number, recorded: recorded, batchFirst: batch.first, batchLength: UInt32(truncatingIfNeeded: batch.length))
    }
}

/// A leaf's parts found by walking its bytes: what rows and chains need, a tenth of a microsecond a field instead of a decoding.
///
/// Fields stand ascending, each once. Whether the bytes are canonical and the statement sound is the affair of who checks
/// them (`Codec`). All ranges are places in the array that was walked.
package struct WalkedLeaf: Sendable {
    /// One subject's link. `kind` may be a number that nobody knows.
    package struct Link: Sendable {
        package fileprivate(set) var kind: UInt64 = 0
        package fileprivate(set) var id = 0..<0
        package fileprivate(set) var version: UInt64 = 0
        package fileprivate(set) var previous = 0..<0
    }

    /// The array in which the leaf stands, and where.
    package let bytes: [UInt8]
    package let range: Range<Int>
    package private(set) var format: UInt64 = 0
    package private(set) var number: UInt64 = 0
    package private(set) var recorded: UInt64 = 0  // Unix nanoseconds
    package private(set) var batchFirst: UInt64 = 0
    package private(set) var batchLength: UInt32 = 0
    package private(set) var statement = 0..<0
    package private(set) var event = 0..<0
    /// The field number of the act in `Statement`, 0 where there is none, and the act's own bytes.
    package private(set) var act: (field: UInt32, range: Range<Int>) = (0, 0..<0)
    package private(set) var links: [Link] = []

    /// The leaf that is the whole array.
    package init(_ bytes: [UInt8]) throws(DecodeError) { try self.init(bytes, in: 0..<bytes.count) }

    /// The leaf at a place of a record.
    package init(_ bytes: [UInt8], in range: Range<Int>) throws(DecodeError) {
        self.bytes = bytes
        self.range = range
        do throws(WireWalker.Malformed) { try walk() } catch {
            throw DecodeError(what: "leaf", why: "\(error.why) at byte \(error.offset - range.lowerBound)")
        }
        guard !statement.isEmpty else { throw DecodeError(what: "leaf", why: "lacks its statement, time or batch") }
    }

    package var statementBytes: ArraySlice<UInt8> { bytes[statement] }
    package var eventID: ArraySlice<UInt8> { bytes[event] }

    /// The subject of a link. Nil where its kind is unknown here, or its id no text.
    package func subject(_ link: Link) -> Subject? {
        guard let raw = Int(exactly: link.kind), let kind = Subject.Kind(rawValue: raw) else { return nil }
        if case .UNRECOGNIZED = kind { return nil }
        return String(validating: bytes[link.id], as: UTF8.self).map { Subject(kind, $0) }
    }

    /// The link of a subject; nil where the leaf does not list it.
    package func link(of subject: Subject) -> Link? {
        links.first { $0.kind == UInt64(subject.kind.rawValue) && bytes[$0.id].elementsEqual(subject.id.utf8) }
    }

    private mutating func walk() throws(WireWalker.Malformed) {
        var walker = WireWalker(bytes[range])
        var last: UInt32 = 0
        while let field = try walker.next() {
            guard field.number > last || (field.number == last && (6...7).contains(last)) else { throw malformed(field, "is out of order") }
            last = field.number
            switch (field.number, field.value) {
            case (1, .varint(let value)): format = value
            case (2, .varint(let value)): number = value
            case (3, .bytes(let part)): try walkRecorded(part)
            case (4, .bytes(let part)): try walkBatch(part)
            case (5, .bytes(let part)): try walkStatement(part)
            case (6, .bytes(let part)): links.append(try link(part))
            case (7, .bytes): break
            default: throw malformed(field, "is not known")
            }
        }
    }

    private func malformed(_ field: WireWalker.Field, _ why: String) -> WireWalker.Malformed {
        WireWalker.Malformed(offset: range.lowerBound, why: "field \(field.number) \(why)")
    }

    private mutating func walkRecorded(_ part: Range<Int>) throws(WireWalker.Malformed) {
        var walker = WireWalker(bytes[part])
        while let field = try walker.next() { if field.number == 1, case .fixed64(let value) = field.value { recorded = value } }
    }

    private mutating func walkBatch(_ part: Range<Int>) throws(WireWalker.Malformed) {
        var walker = WireWalker(bytes[part])
        while let field = try walker.next() {
            guard case .varint(let value) = field.value else { throw malformed(field, "is no number") }
            if field.number == 1 { batchFirst = value }
            if field.number == 2 { batchLength = UInt32(truncatingIfNeeded: value) }
        }
    }

    private mutating func walkStatement(_ part: Range<Int>) throws(WireWalker.Malformed) {
        statement = part
        var walker = WireWalker(bytes[part])
        while let field = try walker.next() {
            guard case .bytes(let value) = field.value else { continue }
            if field.number == 2 { event = value }
            if field.number >= 20 { act = (field.number, value) }
        }
    }

    private func link(_ part: Range<Int>) throws(WireWalker.Malformed) -> Link {
        var link = Link()
        var walker = WireWalker(bytes[part])
        while let field = try walker.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let subject)):
                var inner = WireWalker(bytes[subject])
                while let field = try inner.next() {
                    if field.number == 1, case .varint(let kind) = field.value { link.kind = kind }
                    if field.number == 2, case .bytes(let id) = field.value { link.id = id }
                }
            case (2, .varint(let version)): link.version = version
            case (3, .bytes(let previous)): link.previous = previous
            default: throw malformed(field, "of a link is not known")
            }
        }
        return link
    }
}
