/// Which act an entry is, and 32 bits of the fact key that it sets, told from its bytes: enough to pass over most entries that say nothing
/// about a key, without decoding them. 8 bytes.
package struct ActMark: Sendable, Hashable {
    /// The act's field in `Statement`; 0 where there is none.
    package let act: UInt8
    /// Of facts, amounts, texts and grades that set one key; 0 stands for any key.
    private let key: UInt32

    /// - Parameters:
    ///   - act: the act's field in `Statement`.
    ///   - range: where the act's own bytes stand.
    /// - Throws: for bytes that are no message.
    package init(act: Int, _ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        self.act = UInt8(truncatingIfNeeded: act)
        key = try ActMark.key(act, bytes, range)
    }

    /// Of a whole statement.
    package init(statement: [UInt8]) throws(WireWalker.Malformed) {
        let walked = try WalkedStatement(statement.span, in: 0..<statement.count)
        try self.init(act: walked.act, statement.span, in: walked.actBytes)
    }

    /// Of the entry whose leaf stands at a place of these bytes.
    package init(leaf bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        var statement = 0..<0
        var cursor = WireCursor(range)
        while let field = try cursor.next(bytes) { if field.number == 5, case .bytes(let part) = field.value { statement = part } }
        let walked = try WalkedStatement(bytes, in: statement)
        try self.init(act: walked.act, bytes, in: walked.actBytes)
    }

    /// Of the entry of a leaf.
    package init(_ leaf: WalkedLeaf) throws(WireWalker.Malformed) {
        try self.init(act: Int(leaf.act.field), leaf.bytes.span, in: leaf.act.range)
    }

    /// Whether the two may set one key of a subject. False only where they certainly do not.
    package func maySetKey(of other: ActMark) -> Bool { act == other.act && (key == other.key || key == 0 || other.key == 0) }

    /// Over what the key's path is made of (`Statement.touches`): equal paths have equal marks, also where a part holds a slash.
    private static func key(_ act: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireWalker.Malformed) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ word: UInt64) { hash = (hash ^ word) &* 0x0000_0100_0000_01b3 }
        func mix(_ parts: Range<Int>...) {
            for part in parts {
                for i in part { mix(UInt64(bytes[i])) }
                mix(UInt64(UInt8(ascii: "/")))
            }
        }
        switch act {
        case 40:
            let fact = try WalkedFact(bytes, in: range)
            // A target that comes from another period sets two keys.
            guard fact.previousPeriod.isEmpty else { return 0 }
            mix(UInt64(truncatingIfNeeded: fact.kind))
            switch FactRecorded.Kind(rawValue: fact.kind) {
            case .baseline: mix(fact.plan, fact.measure, fact.part)
            case .actual: mix(fact.measure, fact.part, fact.period)
            default: mix(fact.plan, fact.measure, fact.part, fact.period)
            }
        case 41, 42, 44:
            var numbers: [UInt64] = [0, 0, 0, 0, 0, 0, 0]
            var texts: [Range<Int>] = [0..<0, 0..<0, 0..<0, 0..<0, 0..<0]
            var cursor = WireCursor(range)
            while let field = try cursor.next(bytes) {
                switch (field.number, field.value) {
                case (1...6, .varint(let number)): numbers[Int(field.number)] = number
                case (1...4, .bytes(let part)): texts[Int(field.number)] = part
                default: continue
                }
            }
            switch act {
            case 41: mix(numbers[3]); mix(numbers[6]); mix(texts[2])  // kind, carried over; period
            case 42: mix(numbers[2]); mix(texts[3], texts[4])  // kind; period, number
            default: mix(numbers[4]); mix(texts[2], texts[3])  // origin; plan, period
            }
        default: return 0
        }
        return max(1, UInt32(truncatingIfNeeded: hash ^ hash >> 32))
    }
}
