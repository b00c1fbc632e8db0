import ArgumentParser
import Foundation
import LedgerModel
import LedgerReports

/// The program: parses, runs one command, and turns whatever went wrong into words and an exit code.
///
/// 0 done or intact; 1 the answer is no; 2 the request was wrong or refused; 3 the environment failed; 4 cannot be told.
package enum LedgerProgram {
    package static func run(_ arguments: [String], environment: [String: String], keeping kept: Kept = Kept()) -> Int32 {
        // A reader that goes away (`ledger log | head`) shows as an error of the write, which ends the command quietly.
        signal(SIGPIPE, SIG_IGN)
        // Whatever the umask: no file of ours is everybody's to write.
        umask(umask(0o077) | 0o002)
        CrashNotice.install()
        let console = Console(environment: environment)
        var session = Session(console: console, environment: environment, language: HelpLanguage.current)
        do {
            let command = try LedgerCommand.parsed(arguments)
            if let command = command as? any Subcommand {
                session = Session(
                    console: console, environment: environment,
                    language: Language(option: command.common.lang, environment: environment), kept: kept)
                let code = try command.execute(session)
                try console.flush()
                return code
            }
            var other = command
            try other.run()
            return 0
        } catch {
            return report(error, session, isJSON: arguments.contains("--json"))
        }
    }

    private static func report(_ error: any Error, _ session: Session, isJSON: Bool) -> Int32 {
        if error is Console.Closed { return 0 }
        try? session.console.flush()
        if LedgerCommand.exitCode(for: error) == .success {
            do { try answer(LedgerCommand.fullMessage(for: error, columns: .max), session) } catch { return report(error, session, isJSON: isJSON) }
            return 0
        }
        let problems = self.problems(error, session.language)
        if isJSON {
            let list = problems.map { ProblemJSON($0, session.catalogue) }
            try? session.printJSON(["problems": list])
            try? session.console.flush()
        }
        for problem in problems { session.say(problem) }
        return problems.map(\.code.exitCode).max() ?? 3
    }

    /// What the parser answers itself: help is for people; its version and its scripts are for machines.
    private static func answer(_ text: String, _ session: Session) throws {
        let help = ParserTexts.help(text, session.language, columns: session.console.columns)
        if let help { try session.console.line(help) } else { try session.console.raw(text + "\n") }
        try session.console.flush()
    }

    private static func problems(_ error: any Error, _ language: Language) -> [Problem] {
        switch error {
        case let problem as Problem: [problem]
        // What blocks comes first; warnings alone block too, until they are overridden.
        case let problems as Problems: problems.all.filter { !$0.code.isWarning } + problems.all.filter(\.code.isWarning)
        case let error as DecodeError: [Problem(.damaged, "\(error.what) \(error.why)")]
        default:
            [LedgerCommand.exitCode(for: error) == .failure
                ? Problem(.storage, "\(error)") : Problem(.usage, ParserTexts.message(LedgerCommand.message(for: error), language))]
        }
    }
}

/// What a command worked with, kept until the process ends: to take a city's table apart would take a third of the time that it took to put it together.
package final class Kept {
    private var values: [Any] = []

    package init() {}

    /// - Returns: the same value.
    func callAsFunction<Value>(_ value: Value) -> Value {
        values.append(value)
        return value
    }
}

/// A command of `ledger`. Answers with the exit code; throws `Problem` or `Problems` for everything that is wrong.
protocol Subcommand: ParsableCommand {
    var common: CommonOptions { get }
    func execute(_ session: Session) throws -> Int32
}

extension Subcommand {
    func run() throws { preconditionFailure("LedgerProgram runs subcommands through execute") }
}

struct LedgerCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "ledger",
            abstract: words("計画の KPI の改ざん検知つき台帳。", "The audit ledger of a plan's KPIs."),
            discussion: words(
                "終了コード: 0 完了・健全、1 答えは否、2 指定の誤り・規則による拒否、3 環境の失敗、4 判定できない。",
                "Exit codes: 0 done or intact, 1 the answer is no, 2 wrong or refused, 3 the environment failed, 4 cannot be told."),
            version: LedgerProgram.version,
            subcommands: [
                InitCommand.self, ImportCommand.self, MappingCommand.self, FormCommand.self, AppendCommand.self, ReplayCommand.self, ShowCommand.self,
                HistoryCommand.self, AuditCommand.self, DiffCommand.self, ReportCommand.self, LogCommand.self, VerifyCommand.self, RebuildCommand.self,
                ExportCommand.self, BackupCommand.self, RestoreCommand.self, StatusCommand.self, KeyCommand.self, ProveCommand.self, CheckCommand.self,
                WitnessCommand.self, PublishCommand.self, CloneCommand.self, PullCommand.self, CompareCommand.self, CompactCommand.self,
            ])
    }
}

extension LedgerCommand {
    /// Parses below the command that is named, since the tree of all commands costs a millisecond. Whatever does not simply parse is parsed from the
    /// root, so that help and errors name the whole command.
    static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        if let name = arguments.first, let command = configuration.subcommands.first(where: { $0.configuration.commandName == name }),
            let parsed = try? command.parseAsRoot(Array(arguments.dropFirst())), parsed is any Subcommand
        {
            return parsed
        }
        return try parseAsRoot(arguments)
    }
}

extension LedgerProgram {
    static let version = "0.1.0 (format 1)"
}
