import LedgerReports
import LedgerSheets
import Testing

/// Every reason for which a cell stays unread has words.
struct UnreadTextsTests {
    @Test(arguments: Doubt.allCases)
    func everyDoubtHasWords(_ doubt: Doubt) {
        #expect(UnreadTexts.codes.contains(doubt.rawValue))
        let words = UnreadTexts.words(doubt.rawValue)
        #expect(!words.ja.isEmpty && !words.en.isEmpty && words.ja != words.en)
    }
}
