import ArgumentParser
import Foundation
import LedgerModel
import LedgerProjections
import LedgerReports

/// Help is written when the options are declared, before they are parsed: its language is that of the environment, or of a
/// `--lang` anywhere on the line.
enum HelpLanguage {
    static let current: Language = {
        let arguments = CommandLine.arguments
        let named = arguments.firstIndex(of: "--lang").flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
            ?? arguments.first { $0.hasPrefix("--lang=") }.map { String($0.dropFirst(7)) }
        return Language(option: named.flatMap(Language.init(rawValue:)), environment: ProcessInfo.processInfo.environment)
    }()
}

func words(_ ja: String, _ en: String) -> String { Words(ja, en)(HelpLanguage.current) }

func help(_ ja: String, _ en: String, _ valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(words(ja, en), valueName: valueName)
}

extension Language: ExpressibleByArgument {}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(name: .customLong("ledger"), help: help("台帳の場所（既定 $LEDGER_PATH、なければ ./kpi.ledger）。", "Where the ledger is (else $LEDGER_PATH, else ./kpi.ledger).", "path"))
    var path: String?

    @Option(help: help("表示の言語。", "Language of labels and messages."))
    var lang: Language?

    @Flag(help: help("JSON で答える（schema/json）。", "Answer in JSON (schema/json)."))
    var json = false

    func path(_ environment: [String: String]) -> String {
        path ?? environment["LEDGER_PATH"].flatMap { $0.isEmpty ? nil : $0 } ?? "./kpi.ledger"
    }
}

/// What every command that writes takes.
struct WriteOptions: ParsableArguments {
    @Flag(help: help("書き込まずに、何が起きるかだけを示す。", "Say what would happen and write nothing."))
    var dryRun = false

    @Option(help: help("最後の記録より遅れた時計を受け入れる理由。", "Why a clock behind the last entry is accepted.", "reason"))
    var clockBehind: String?

    @Option(help: help("ほかの書き込みを待つ秒数。", "Seconds to wait for another writer."))
    var lockTimeout: Double = 10

    @Option(help: help("この担当者の鍵で署名する（識別子、または鍵のファイル）。繰返し可。", "Sign with the key of this actor (an identifier, or a key's file); repeatable.", "actor"))
    var signAs: [String] = []

    @Option(help: help("鍵の合言葉が 1 行目にあるファイル（既定 $LEDGER_PASSPHRASE_FILE）。", "A file whose first line is the key's passphrase (else $LEDGER_PASSPHRASE_FILE).", "file"))
    var passphraseFile: String?
}

/// The moment that a question is about.
struct AsOfOptions: ParsableArguments {
    @Option(help: help("この時までに記録されたもの: 日付（その日の終わり）、時刻（RFC 3339）、記録の番号。", "What was recorded by then: a day (its end), an RFC 3339 time, or an entry's number.", "when"))
    var asOf: String?

    @Option(help: help("この日までに効力を生じたもの。", "What was in force by this day.", "day"))
    var effective: String?

    @Option(help: help("この日までに決定されたもの。", "What was decided by this day.", "day"))
    var decided: String?

    func resolve(_ source: some LedgerSource) throws -> AsOf {
        AsOf(
            number: try asOf.map { try Moment.number($0, "--as-of", source) } ?? source.size,
            effective: try effective.map { try Reading.day($0, "--effective") },
            decided: try decided.map { try Reading.day($0, "--decided") })
    }
}

/// The recorded axis as people name it.
enum Moment {
    /// The number of the last entry at or before a day's end, an instant or a number.
    static func number(_ text: String, _ option: String, _ source: some LedgerSource) throws -> UInt64 {
        if let number = UInt64(text) {
            guard number >= 1, number <= source.size else { throw Problem(.nothingFound, at: option, "\(number)") }
            return number
        }
        let offset = source.settings.utcOffsetMinutes
        let instant = try instant(text) ?? Reading.day(text, option).endUnixNanoseconds(offsetMinutes: offset)
        let number = try source.lastNumber(recordedBy: instant)
        guard number > 0 else {
            let opened = try source.event(1)?.recorded ?? 0
            throw Problem(.beforeLedger, at: option, text, Instant.text(opened, offsetMinutes: offset))
        }
        return number
    }

    private static func instant(_ text: String) -> UInt64? {
        guard text.contains("T") else { return nil }
        for fraction in [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
            guard let date = try? fraction.parse(text), date.timeIntervalSince1970 >= 0 else { continue }
            let seconds = date.timeIntervalSince1970
            let whole = seconds.rounded(.down)
            return UInt64(whole) * 1_000_000_000 + UInt64((seconds - whole) * 1_000_000) * 1_000
        }
        return nil
    }
}
