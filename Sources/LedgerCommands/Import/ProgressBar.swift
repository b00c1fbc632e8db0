import Foundation
import LedgerReports

/// How far long work has come: one line that is written over, on a terminal only, and only once it takes a while: a second, or what `LEDGER_PROGRESS` says (`off`: never).
final class ProgressBar {
    private static let cells = 20
    private let session: Session
    /// Nil: never.
    private let delay: Duration?
    private let start = ContinuousClock.now
    private var width = 0

    init(_ session: Session) {
        self.session = session
        let asked = session.environment["LEDGER_PROGRESS"]
        delay = isatty(STDERR_FILENO) == 0 || asked == "off" ? nil : .seconds(asked.flatMap(Int.init) ?? 1)
    }

    func show(_ what: Words, _ done: Int, of all: Int) {
        guard let delay, all > 0, ContinuousClock.now - start > delay else { return }
        let full = done * Self.cells / all
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: Self.cells - full)
        let text = "\(what(session.language)) [\(bar)] \(done)/\(all)"
        wipe()
        session.console.word("\r" + text, end: "")
        width = DisplayWidth.of(text)
    }

    func end() {
        wipe()
        width = 0
    }

    private func wipe() {
        guard width > 0 else { return }
        session.console.word("\r" + String(repeating: " ", count: width) + "\r", end: "")
    }
}
