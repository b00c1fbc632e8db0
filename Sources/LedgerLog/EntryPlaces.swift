/// Where the records of a log stand in its file: eight bytes an entry.
struct EntryPlaces {
    private var places: [UInt64] = []
    /// Where numbers go on after a gap: the number, and its index in `places`. One for a log without damage.
    private var runs: [(first: UInt64, start: Int)] = []
    private var last: UInt64 = 0

    /// Numbers ascend; what does not is left out.
    mutating func add(_ number: UInt64, _ place: UInt64) {
        guard number > last else { return }
        if runs.isEmpty || number != last + 1 { runs.append((number, places.count)) }
        places.append(place)
        last = number
    }

    subscript(_ number: UInt64) -> UInt64? {
        guard let run = runs.last(where: { $0.first <= number }), number <= last else { return nil }
        let offset = number - run.first
        guard offset < UInt64(places.count - run.start) else { return nil }
        let index = run.start + Int(offset)
        // Behind the end of its run stands the next one.
        if let next = runs.first(where: { $0.first > number }), index >= next.start { return nil }
        return places[index]
    }
}
