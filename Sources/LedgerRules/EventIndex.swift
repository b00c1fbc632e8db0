import Foundation

/// Finds entries by event id in twelve bytes and a little room an entry: a mark of 32 bits and the number. Two ids may have one mark,
/// so that whoever finds a number holds the entry's own id against the one looked for.
struct EventIndex {
    /// Of an event id of any length; the same within one run of the program, and not to be foreseen by who chooses ids.
    struct Mark: Sendable {
        fileprivate let bits: UInt32

        init(_ id: some Sequence<UInt8>) {
            var hasher = Hasher()
            var word: UInt64 = 1
            for byte in id {
                if word >> 56 != 0 {
                    hasher.combine(word)
                    word = 1
                }
                word = word << 8 | UInt64(byte)
            }
            hasher.combine(word)
            bits = UInt32(truncatingIfNeeded: hasher.finalize())
        }
    }

    private var marks: [UInt32]
    /// 0 where the place is empty: no entry has that number.
    private var numbers: [UInt64]
    private var count = 0

    init() {
        marks = Array(repeating: 0, count: 64)
        numbers = Array(repeating: 0, count: 64)
    }

    mutating func add(_ number: UInt64, _ mark: Mark) {
        if 4 * (count + 1) > 3 * marks.count { grow() }
        put(number, mark.bits)
        count += 1
    }

    /// The first number with this mark for which `matches` holds.
    func first(_ mark: Mark, where matches: (UInt64) throws -> Bool) rethrows -> UInt64? {
        var place = Int(mark.bits) & (marks.count - 1)
        while numbers[place] != 0 {
            if marks[place] == mark.bits, try matches(numbers[place]) { return numbers[place] }
            place = (place + 1) & (marks.count - 1)
        }
        return nil
    }

    private mutating func put(_ number: UInt64, _ bits: UInt32) {
        var place = Int(bits) & (marks.count - 1)
        while numbers[place] != 0 { place = (place + 1) & (marks.count - 1) }
        marks[place] = bits
        numbers[place] = number
    }

    private mutating func grow() {
        let (oldMarks, oldNumbers) = (marks, numbers)
        marks = Array(repeating: 0, count: 2 * oldMarks.count)
        numbers = Array(repeating: 0, count: 2 * oldNumbers.count)
        for place in oldNumbers.indices where oldNumbers[place] != 0 { put(oldNumbers[place], oldMarks[place]) }
    }
}
