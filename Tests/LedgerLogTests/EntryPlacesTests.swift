import Testing

@testable import LedgerLog

@Suite struct EntryPlacesTests {
    @Test func numbersWithGaps() {
        let numbers: [UInt64] = [1, 2, 3, 7, 8, 1 << 40, (1 << 40) + 1, .max]
        var places = EntryPlaces()
        for number in numbers { places.add(number, number &* 3) }
        // What comes again, or too late, is left out.
        for number in [8, 5, 0] as [UInt64] { places.add(number, 1) }
        for number in numbers { #expect(places[number] == number &* 3) }
        for number in [0, 4, 6, 9, (1 << 40) - 1, (1 << 40) + 2, .max - 1] as [UInt64] { #expect(places[number] == nil) }
        #expect(EntryPlaces()[1] == nil)
    }
}
