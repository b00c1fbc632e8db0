import LedgerModel
import LedgerTestSupport
import Testing

/// A batch that is accepted in `World`, and the smallest change for which it is refused with exactly one code.
struct Reproducer: Sendable, CustomTestStringConvertible {
    let code: Problem.Code
    let name: String
    let good: @Sendable () -> [Draft]
    let bad: @Sendable () -> [Draft]
    var testDescription: String { "\(code.rawValue): \(name)" }

    init(_ code: Problem.Code, _ name: String, good: @escaping @Sendable () -> [Draft], bad: @escaping @Sendable () -> [Draft]) {
        self.code = code
        self.name = name
        self.good = good
        self.bad = bad
    }

    /// One draft, and what spoils it.
    init(
        _ code: Problem.Code, _ name: String, _ good: @escaping @autoclosure @Sendable () -> Draft,
        _ spoil: @escaping @Sendable (inout Draft) -> Void
    ) {
        self.init(code, name, good: { [good()] }, bad: { [good().changed(spoil)] })
    }

    /// One draft that holds a fact, and what spoils the fact.
    static func fact(
        _ code: Problem.Code, _ name: String, _ good: @escaping @autoclosure @Sendable () -> Draft,
        _ spoil: @escaping @Sendable (inout FactRecorded) -> Void
    ) -> Reproducer {
        Reproducer(code, name, good: { [good()] }, bad: { [good().changed(editingFact(spoil))] })
    }
}
