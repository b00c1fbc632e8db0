import Foundation
import LedgerLog
import LedgerModel
import LedgerReports

/// What a ledger's commands note for `status` when they back up, verify or drill: files `last-backup`, `last-verify` and `last-drill` in its directory, which
/// are no part of the log. Nothing rests on them; whoever can write there can write anything into them.
///
/// Noted only where the ledger is in use (it has views): a copy stays as it was made. Where the account may not write, nothing is noted.
struct LastDone {
    enum Kind: String, CaseIterable { case backup, verify, drill }

    private static let byteLimit = 16_384
    private let file: String
    private let isInUse: Bool

    init(_ kind: Kind, of ledger: String) {
        file = ledger + "/last-" + kind.rawValue
        isInUse = FileManager.default.fileExists(atPath: ledger + "/views")
    }

    /// Nil where nothing was noted, or nothing that can be read.
    var note: LastDoneJSON? {
        guard let handle = FileHandle(forReadingAtPath: file), let data = try? handle.read(upToCount: Self.byteLimit) else { return nil }
        return try? JSONDecoder().decode(LastDoneJSON.self, from: data)
    }

    func set(result: String, place: String?, size: UInt64?, isGood: Bool) {
        guard isInUse else { return }
        let now = LastDoneJSON.Good(at: Instant(Surroundings.machine.clock()).text, place: place.map { URL(fileURLWithPath: $0).path }, size: size)
        let note = LastDoneJSON(at: now.at, result: result, place: now.place, size: size, good: isGood ? now : note?.good)
        guard let bytes = try? JSONText.document(note) + "\n" else { return }
        try? ReportFile(file, replaces: true).write(Array(bytes.utf8))
    }

    /// Runs `body`, and notes what it was refused with.
    func noting<R>(_ place: String?, _ body: () throws -> R) throws -> R {
        do { return try body() } catch {
            let code = (error as? Problem)?.code ?? (error as? Problems)?.all.first?.code ?? .storage
            if code != .usage { set(result: code.rawValue, place: place, size: nil, isGood: false) }
            throw error
        }
    }
}

/// Part of schema/json/status.schema.json
struct LastDoneJSON: Codable {
    /// The last time that it was done as it should be.
    struct Good: Codable {
        let at: String
        let place: String?
        let size: UInt64?
    }

    let at: String
    /// A verdict, or the code of what stopped it.
    let result: String
    let place: String?
    let size: UInt64?
    let good: Good?
}

extension LastDoneJSON {
    /// Nil where what stands there is no time: the notes are anybody's.
    func at(offsetMinutes: Int32) -> LastDoneJSON? {
        func local(_ text: String) -> String? {
            guard let date = try? Date.ISO8601FormatStyle().parse(text), date.timeIntervalSince1970 >= 0, date.timeIntervalSince1970 < 8e9 else { return nil }
            return Instant(UInt64(date.timeIntervalSince1970) * 1_000_000_000).text(offsetMinutes: offsetMinutes)
        }
        guard let at = local(at) else { return nil }
        let good = good.flatMap { good in local(good.at).map { Good(at: $0, place: good.place, size: good.size) } }
        return LastDoneJSON(at: at, result: result, place: place, size: size, good: good)
    }
}

/// One line for a log: `name=value`, apart by blanks. Values with blanks, quotes or controls stand in quotes, and nothing in them can end the line.
enum LogLine {
    static func text(_ fields: [(String, String?)]) -> String {
        fields.compactMap { name, value in value.map { "\(name)=\(quoted($0))" } }.joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String {
        let shown = Visible.text(value)
        guard shown.isEmpty || shown.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "=" || $0 == "\\" }) else { return shown }
        return "\"" + shown.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}

/// How long something took.
struct Timing {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    let time = Instant(Surroundings.machine.clock()).text

    init() { start = clock.now }

    var milliseconds: Int { Int((clock.now - start) / .milliseconds(1)) }
}
