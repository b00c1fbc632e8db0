/// Which pages have been seen, and as what. One byte a page of the file; free pages after its end are kept apart,
/// because LMDB never writes a page that was allocated and freed within one transaction.
struct PageMap {
    enum Use: UInt8 {
        case unseen, reachable, free
    }

    /// Pages that lie wholly inside the file.
    let pagesInFile: UInt64
    let lastPage: UInt64
    private var uses: [UInt8]
    private var freeBeyondFile: Set<UInt64> = []

    init(pagesInFile: UInt64, lastPage: UInt64) {
        self.pagesInFile = pagesInFile
        self.lastPage = lastPage
        let known = lastPage < pagesInFile ? lastPage + 1 : pagesInFile
        uses = [UInt8](repeating: 0, count: Int(known))
    }

    /// Claims a page as part of a tree. Returns whether it may be read: it exists and nobody claimed it before.
    mutating func reach(_ page: UInt64, _ report: inout PageReport) -> Bool {
        guard page <= lastPage else {
            report.note(.outOfRange, page)
            return false
        }
        guard page < pagesInFile else {
            report.note(freeBeyondFile.contains(page) ? .freeAndReachable : .beyondFile, page)
            return false
        }
        switch Use(rawValue: uses[Int(page)]) {
        case .reachable: report.note(.reachableTwice, page)
        case .free: report.note(.freeAndReachable, page)
        default:
            uses[Int(page)] = Use.reachable.rawValue
            report.reachableCount += 1
            return true
        }
        return false
    }

    mutating func free(_ page: UInt64, _ report: inout PageReport) {
        guard page >= 2, page <= lastPage else { return report.note(.outOfRange, page) }
        guard page < pagesInFile else {
            guard freeBeyondFile.insert(page).inserted else { return report.note(.freeTwice, page) }
            report.freeCount += 1
            return
        }
        switch Use(rawValue: uses[Int(page)]) {
        case .reachable: report.note(.freeAndReachable, page)
        case .free: report.note(.freeTwice, page)
        default:
            uses[Int(page)] = Use.free.rawValue
            report.freeCount += 1
        }
    }

    func noteLost(_ report: inout PageReport) {
        for (page, use) in uses.enumerated() where use == Use.unseen.rawValue {
            report.note(.lost, UInt64(page))
            report.lostCount += 1
        }
        guard lastPage >= pagesInFile else { return }
        let beyond = (lastPage - pagesInFile).addingReportingOverflow(1)
        let expected = beyond.overflow ? .max : beyond.partialValue
        guard expected > UInt64(freeBeyondFile.count) else { return }
        report.note(.lost, pagesInFile)
        report.lostCount += expected - UInt64(freeBeyondFile.count)
    }
}
