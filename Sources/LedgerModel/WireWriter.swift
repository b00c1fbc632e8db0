/// Writes protobuf's wire format field by field: for the few messages that are put together from bytes which stand already.
/// The caller keeps the canonical order and leaves default values out.
package struct WireWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    package mutating func varint(_ field: UInt32, _ value: UInt64) {
        if value != 0 { put(field, value) }
    }

    package mutating func fixed64(_ field: UInt32, _ value: UInt64) {
        guard value != 0 else { return }
        Codec.appendVarint(UInt64(field) << 3 | 1, to: &bytes)
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    /// Also where there are none: a part that is present and empty.
    package mutating func message(_ field: UInt32, _ content: some Collection<UInt8>) {
        Codec.appendVarint(UInt64(field) << 3 | 2, to: &bytes)
        Codec.appendVarint(UInt64(content.count), to: &bytes)
        bytes.append(contentsOf: content)
    }

    private mutating func put(_ field: UInt32, _ value: UInt64) {
        Codec.appendVarint(UInt64(field) << 3, to: &bytes)
        Codec.appendVarint(value, to: &bytes)
    }
}

/// What surrounds a statement in a leaf, before its bytes exist.
package struct LeafFrame {
    package struct Link {
        package let subject: Subject
        package let version: UInt64
        /// 32 bytes.
        package let previous: [UInt8]

        package init(subject: Subject, version: UInt64, previous: [UInt8]) {
            self.subject = subject
            self.version = version
            self.previous = previous
        }
    }

    package let number: UInt64
    package let recorded: Recorded
    package let batch: Batch

    package init(number: UInt64, recorded: Recorded, batch: Batch) {
        self.number = number
        self.recorded = recorded
        self.batch = batch
    }

    /// The canonical leaf of format 1 around a statement's own bytes: what `Leaf`'s encoding gives, without measuring every nested
    /// message once for each level above it.
    package func encoded(_ statement: [UInt8], links: [Link], signatures: [Signature]) throws -> [UInt8] {
        var leaf = WireWriter(capacity: statement.count + 64 + links.count * 112 + signatures.count * 80)
        leaf.varint(1, UInt64(Limits.format))
        leaf.varint(2, number)
        var time = WireWriter(capacity: 18)
        time.fixed64(1, recorded.unixNs)
        time.fixed64(2, recorded.clockNs)
        leaf.message(3, time.bytes)
        var place = WireWriter(capacity: 16)
        place.varint(1, batch.first)
        place.varint(2, UInt64(batch.length))
        leaf.message(4, place.bytes)
        leaf.message(5, statement)
        for link in links { leaf.message(6, link.encoded) }
        for signature in signatures { leaf.message(7, try Codec.encode(signature)) }
        return leaf.bytes
    }
}

extension LeafFrame.Link {
    fileprivate var encoded: [UInt8] {
        var inner = WireWriter(capacity: subject.id.utf8.count + 8)
        inner.varint(1, UInt64(subject.kind.rawValue))
        if !subject.id.isEmpty { inner.message(2, subject.id.utf8) }
        var link = WireWriter(capacity: inner.bytes.count + 48)
        link.message(1, inner.bytes)
        link.varint(2, version)
        if !previous.isEmpty { link.message(3, previous) }
        return link.bytes
    }
}
