/// One B-tree of LMDB 0.9's file: header of 16 bytes (number u64, unused u16, flags u16, lower u16, upper u16), then a
/// two-byte offset for each node, then free room, then the nodes. A node is 8 bytes (size or child in 32 + 16 bits,
/// key size u16), the key, the value. A value that does not fit stands in overflow pages, of which only the first has a header.
struct TreeWalk {
    enum Role {
        case free, main, named
    }

    private enum PageFlag {
        static let branch: UInt16 = 0x01
        static let leaf: UInt16 = 0x02
        static let overflow: UInt16 = 0x04
    }

    private enum NodeFlag {
        static let overflow: UInt16 = 0x01
        static let subtree: UInt16 = 0x02
    }

    private struct Node {
        let low: UInt32
        let flags: UInt16
        let key: ArraySlice<UInt8>
        /// Where the value begins in the page.
        let valueOffset: Int
        /// Bytes in the page, rounded up to two as LMDB does.
        let byteCount: Int
    }

    private static let headerSize = 16
    private static let nodeHeaderSize = 8
    /// LMDB's own cursors go no deeper.
    private static let depthLimit = 32
    private static let integerKeys: UInt16 = 0x08
    /// Flags of a table that change its order or its pages.
    private static let orderFlags: UInt16 = 0x7e

    let record: TreeRecord
    let role: Role
    private var branchPages: UInt64 = 0
    private var leafPages: UInt64 = 0
    private var overflowPages: UInt64 = 0
    private var entries: UInt64 = 0
    private var lastKey: ArraySlice<UInt8>?

    init(record: TreeRecord, role: Role) {
        self.record = record
        self.role = role
    }

    mutating func run(_ source: borrowing some PageSource & ~Copyable, _ state: inout WalkState) throws(LMDBError) {
        let expected = role == .free ? Self.integerKeys : 0
        guard record.flags & Self.orderFlags == expected else { return state.report.note(.unsupported, record.root) }
        if record.root != TreeRecord.noPage {
            guard 1...Self.depthLimit ~= record.depth else { return state.report.note(.badDepth, record.root) }
            try visit(record.root, level: 1, lower: nil, upper: nil, source, &state)
        } else if record.depth != 0 {
            state.report.note(.badDepth, record.root)
        }
        let counted = [branchPages, leafPages, overflowPages, entries]
        if counted != [record.branchPages, record.leafPages, record.overflowPages, record.entries] {
            state.report.note(.countMismatch, record.root)
        }
    }

    /// Visits the page and all below it. Every key must be at least `lower` and less than `upper`.
    private mutating func visit(
        _ page: UInt64, level: Int, lower: ArraySlice<UInt8>?, upper: ArraySlice<UInt8>?,
        _ source: borrowing some PageSource & ~Copyable, _ state: inout WalkState
    ) throws(LMDBError) {
        guard !state.isOver, state.map.reach(page, &state.report) else { return }
        guard let bytes = try source.read(at: page * UInt64(state.pageSize), count: state.pageSize) else {
            return state.report.note(.unreadable, page)
        }
        let flags = bytes.u16(10)
        guard bytes.u64(0) == page, flags == PageFlag.branch || flags == PageFlag.leaf,
            let offsets = Self.nodeOffsets(bytes)
        else { return state.report.note(.badHeader, page) }
        let isLeaf = flags == PageFlag.leaf
        guard isLeaf == (level == record.depth) else { return state.report.note(.badDepth, page) }
        guard let nodes = Self.nodes(bytes, offsets, isLeaf: isLeaf) else {
            return state.report.note(.badNode, page)
        }
        if isLeaf {
            leafPages += 1
            entries += UInt64(nodes.count)
            try checkLeaf(nodes, page, bytes, lower: lower, upper: upper, source, &state)
        } else {
            branchPages += 1
            try descend(nodes, page, level: level, lower: lower, upper: upper, source, &state)
        }
    }

    private mutating func descend(
        _ nodes: [Node], _ page: UInt64, level: Int, lower: ArraySlice<UInt8>?, upper: ArraySlice<UInt8>?,
        _ source: borrowing some PageSource & ~Copyable, _ state: inout WalkState
    ) throws(LMDBError) {
        if nodes.count < 2, role != .free { state.report.note(.badNode, page) }
        for (index, node) in nodes.enumerated() {
            // The first key of a branch page stands for "everything before the second" and is not read.
            let from = index == 0 ? lower : node.key
            let to = index + 1 < nodes.count ? nodes[index + 1].key : upper
            if index > 0 {
                guard isKey(node.key) else { return state.report.note(.badNode, page) }
                if let lower, precedes(node.key, lower) { state.report.note(.keyOrder, page) }
                if let to, !precedes(node.key, to) { state.report.note(.keyOrder, page) }
            }
            let child = UInt64(node.low) | UInt64(node.flags) << 32
            try visit(child, level: level + 1, lower: from, upper: to, source, &state)
        }
    }

    private mutating func checkLeaf(
        _ nodes: [Node], _ page: UInt64, _ bytes: [UInt8], lower: ArraySlice<UInt8>?, upper: ArraySlice<UInt8>?,
        _ source: borrowing some PageSource & ~Copyable, _ state: inout WalkState
    ) throws(LMDBError) {
        for node in nodes {
            guard isKey(node.key) else {
                state.report.note(.badNode, page)
                continue
            }
            if let lastKey, !precedes(lastKey, node.key) { state.report.note(.keyOrder, page) }
            if let lower, precedes(node.key, lower) { state.report.note(.keyOrder, page) }
            if let upper, !precedes(node.key, upper) { state.report.note(.keyOrder, page) }
            lastKey = node.key
            try checkValue(node, page, bytes, source, &state)
        }
    }

    private mutating func checkValue(
        _ node: Node, _ page: UInt64, _ bytes: [UInt8], _ source: borrowing some PageSource & ~Copyable,
        _ state: inout WalkState
    ) throws(LMDBError) {
        switch node.flags {
        case 0 where role == .free:
            try checkFreeList(page, offset: UInt64(node.valueOffset), count: node.low, in: page, source, &state)
        case 0 where role == .main && state.takeEntry != nil:
            let value = Array(bytes[node.valueOffset..<(node.valueOffset + Int(node.low))])
            state.handOut(node.key, value, at: page * UInt64(state.pageSize) + UInt64(node.valueOffset))
        case 0:
            break
        case NodeFlag.overflow:
            let first = bytes.u64(node.valueOffset)
            guard try reachOverflow(first, count: node.low, source, &state) else { break }
            switch role {
            case .free: try checkFreeList(first, offset: UInt64(Self.headerSize), count: node.low, in: page, source, &state)
            case .main: try handOutOverflow(node, first, source, &state)
            case .named: break
            }
        case NodeFlag.subtree where role == .main && node.low == TreeRecord.byteCount:
            state.namedTables.append(TreeRecord(bytes, at: node.valueOffset))
        default:
            state.report.note(.unsupported, page)
        }
    }

    /// The caller has claimed every page of the run, so that the value is no longer than the file.
    private func handOutOverflow(
        _ node: Node, _ first: UInt64, _ source: borrowing some PageSource & ~Copyable, _ state: inout WalkState
    ) throws(LMDBError) {
        guard state.takeEntry != nil else { return }
        let start = first * UInt64(state.pageSize) + UInt64(Self.headerSize)
        guard let value = try source.read(at: start, count: Int(node.low)) else { return state.report.note(.unreadable, first) }
        state.handOut(node.key, value, at: start)
    }

    /// Claims the run of pages that holds a value of `count` bytes; LMDB may leave the run longer than it need be.
    /// Returns whether all of it can be read.
    private mutating func reachOverflow(
        _ first: UInt64, count: UInt32, _ source: borrowing some PageSource & ~Copyable, _ state: inout WalkState
    ) throws(LMDBError) -> Bool {
        guard state.map.reach(first, &state.report) else { return false }
        guard let header = try source.read(at: first * UInt64(state.pageSize), count: Self.headerSize) else {
            state.report.note(.unreadable, first)
            return false
        }
        let run = UInt64(header.u32(12))
        let needed = (UInt64(Self.headerSize) - 1 + UInt64(count)) / UInt64(state.pageSize) + 1
        guard header.u64(0) == first, header.u16(10) == PageFlag.overflow, run >= needed else {
            state.report.note(.badHeader, first)
            return false
        }
        overflowPages += run
        for page in (first + 1)..<(first + run) {
            guard state.map.reach(page, &state.report) else { return false }
        }
        return true
    }

    /// A free list is a count and that many page numbers of eight bytes, from the greatest down.
    private func checkFreeList(
        _ first: UInt64, offset: UInt64, count: UInt32, in page: UInt64,
        _ source: borrowing some PageSource & ~Copyable, _ state: inout WalkState
    ) throws(LMDBError) {
        let start = first * UInt64(state.pageSize) + offset
        guard count >= 8, let head = try source.read(at: start, count: 8), head.u64(0) <= UInt64(count) / 8 - 1 else {
            return state.report.note(.badFreeList, page)
        }
        var previous = UInt64.max
        var remaining = Int(head.u64(0))
        var position = start + 8
        while remaining > 0 {
            let portion = min(remaining, 4_096)
            guard let bytes = try source.read(at: position, count: portion * 8) else {
                return state.report.note(.unreadable, page)
            }
            for index in 0..<portion {
                let freed = bytes.u64(index * 8)
                if freed >= previous { state.report.note(.badFreeList, page) }
                previous = freed
                state.map.free(freed, &state.report)
            }
            remaining -= portion
            position += UInt64(portion * 8)
        }
    }

    /// The greatest key of a tree of free pages: the number of the transaction that freed some last. Nil where there is none or the way to it is damaged.
    static func lastKey(of record: TreeRecord, _ source: borrowing some PageSource & ~Copyable, pageSize: Int) throws(LMDBError) -> UInt64? {
        var page = record.root
        for level in 1...depthLimit where page < source.size / UInt64(pageSize) {
            guard let bytes = try source.read(at: page * UInt64(pageSize), count: pageSize), let offsets = nodeOffsets(bytes), let last = offsets.last,
                let node = node(bytes, last, isLeaf: level == record.depth)
            else { return nil }
            if level == record.depth { return node.key.count == 8 ? Array(node.key).u64(0) : nil }
            page = UInt64(node.low) | UInt64(node.flags) << 32
        }
        return nil
    }

    private func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        role == .free ? key.count == 8 : 1...Key.limit ~= key.count
    }

    private func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        guard role == .free else { return left.lexicographicallyPrecedes(right) }
        return left.reversed().lexicographicallyPrecedes(right.reversed())
    }

    /// Nil where the header's bounds contradict each other. A page without nodes never reaches the disk.
    private static func nodeOffsets(_ bytes: [UInt8]) -> [Int]? {
        let lower = Int(bytes.u16(12))
        let upper = Int(bytes.u16(14))
        guard lower > headerSize, lower % 2 == 0, lower <= upper, upper <= bytes.count else { return nil }
        let offsets = stride(from: headerSize, to: lower, by: 2).map { Int(bytes.u16($0)) }
        let fits = offsets.allSatisfy { $0 >= upper && $0 % 2 == 0 && $0 + nodeHeaderSize <= bytes.count }
        return fits ? offsets : nil
    }

    /// Nil where a node leaves the page or the nodes do not fill exactly the room that the header says.
    private static func nodes(_ bytes: [UInt8], _ offsets: [Int], isLeaf: Bool) -> [Node]? {
        var room = 0
        var nodes: [Node] = []
        nodes.reserveCapacity(offsets.count)
        for offset in offsets {
            guard let node = node(bytes, offset, isLeaf: isLeaf) else { return nil }
            room += node.byteCount
            nodes.append(node)
        }
        return room == bytes.count - Int(bytes.u16(14)) ? nodes : nil
    }

    private static func node(_ bytes: [UInt8], _ offset: Int, isLeaf: Bool) -> Node? {
        let low = bytes.u32(offset)
        let flags = bytes.u16(offset + 4)
        let keyStart = offset + nodeHeaderSize
        let valueOffset = keyStart + Int(bytes.u16(offset + 6))
        let inPage = !isLeaf ? 0 : flags & NodeFlag.overflow != 0 ? 8 : Int(low)
        let end = valueOffset + inPage
        guard end <= bytes.count else { return nil }
        return Node(
            low: low, flags: flags, key: bytes[keyStart..<valueOffset], valueOffset: valueOffset,
            byteCount: (end - offset + 1) & ~1)
    }
}
