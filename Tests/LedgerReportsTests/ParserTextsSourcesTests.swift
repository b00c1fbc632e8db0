import Foundation
import Testing

/// The parser's own sources, where they are checked out beside the build: each text in them is known here, so that an upgrade that brings another one is seen.
@Suite struct ParserTextsSourcesTests {
    /// Nil where the tests run without a checkout.
    static let sources: URL? = {
        var folder = URL(fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0])
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let sources = folder.appendingPathComponent("checkouts/swift-argument-parser/Sources/ArgumentParser")
            if FileManager.default.fileExists(atPath: sources.path) { return sources }
        }
        return nil
    }()

    /// The literals with words, by file; `{}` stands for what is put in. The sentences among them are in `ParserTextsTests`.
    static let known: [(file: String, texts: Set<String>)] = [
        ("Usage/UsageGenerator.swift", [
            "{} [<options>] {}", "{} <options>", "<command>",
            "Invalid option: {}", "Invalid option: -{}", "Missing required subcommand.", "Command '{}' is not a parent of the current command.",
            "Internal error. Parsing command-line arguments hit unimplemented code path.",
            "Internal error. Invalid state while parsing command-line arguments.",
            "Can't autodetect a supported shell.⏎Please use --generate-completion-script=<shell> with one of:⏎{}",
            "Can't generate completion scripts for '{}'.⏎Please use --generate-completion-script=<shell> with one of:⏎{}",
            "Unknown option '{}'", "Unknown option '{}'. Did you mean '{}'?", "Missing value for '{} <{}>'", "Missing value for '{}'", "{}⏎or: {} in '{}'",
            "The option '{}' does not take any value, but '{}' was specified.",
            "Unexpected argument '{}'", "{} unexpected arguments: '{}'", #"\'{}\' in {}"#, "flag {}",
            "position {}", "Value to be set with {} had already been set with {}",
            "No value set for non-argument var {}. Replace with a static variable, or let constant.", "Missing expected argument '{}'", "Missing one of: '{}'",
            "The value '{}' is invalid for '{} <{}>'{}", "The value '{}' is invalid for '<{}>'{}",
            "The value '{}' is invalid for '{}'{}", "The value '{}' is invalid.{}",
            " and ", " or {}", ". Please provide one of {}.", ". Please provide one of the following:⏎{}",
            // For programmers.
            "preferredName cannot be nil for named arguments",
        ]),
        ("Usage/HelpGenerator.swift", [
            "Arguments", "Subcommands", "Options", "{} Subcommands", "<subcommand>", "help", "version", "OVERVIEW: {}", #"USAGE: {}\n\n"#, "Show the version.",
            "Show help information.", "(values: {})", "(default: {})", "(default as flag: {})",
            "(values: {}; default: {})", "(values: {}; default as flag: {})", " (default)",
            "See '{} <subcommand>' for detailed help.",
            // Behind an error, where the program says what to type in its own words; with the hidden options, which there are none of.
            "Usage: {}", "experimental-dump-help", "Dump help information as JSON.",
        ]),
        ("Usage/HelpCommand.swift", ["help", "Show subcommand help information."]),
        // Behind an error, and for a program without a version: the program shows neither.
        ("Usage/MessageInfo.swift", ["Unspecified version", "See '{} {}' for more information.", "Help:  {}\\n"]),
    ]

    @Test(.enabled(if: sources != nil, "skipped: the parser's sources are not beside the build"))
    func everyTextOfTheParserIsKnown() throws {
        let sources = try #require(Self.sources)
        for (file, texts) in Self.known {
            let found = Self.literals(try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8))
            #expect(found.subtracting(texts).isEmpty, "\(file) says what nothing here knows")
            // One that is in the list for another file's sake would hide a new one.
            #expect(texts.subtracting(found).isEmpty, "\(file) says no longer")
        }
    }

    @Test(.enabled(if: sources != nil, "skipped: the parser's sources are not beside the build"))
    func everyKindOfErrorIsKnown() throws {
        let text = try String(contentsOf: try #require(Self.sources).appendingPathComponent("Parsing/ParserError.swift"), encoding: .utf8)
        let body = try #require(text.components(separatedBy: "enum ParserError").last?.components(separatedBy: "\n}").first)
        let names = body.split(separator: "\n").filter { $0.hasPrefix("  case ") }.map { $0.dropFirst(7).prefix { $0.isLetter } }
        #expect(Set(names) == [
            "helpRequested", "versionRequested", "dumpHelpRequested", "completionScriptRequested", "completionScriptCustomResponse",
            "unsupportedShell", "notImplemented",
            "invalidState", "unknownOption", "invalidOption", "nonAlphanumericShortOption", "missingValueForOption", "missingValueOrUnknownCompositeOption",
            "unexpectedValueForOption", "unexpectedExtraValues", "duplicateExclusiveValues", "noValue", "unableToParseValue",
            "missingSubcommand", "userValidationError",
            "noArguments", "notParentCommand",
        ])
    }

    /// The string literals of a Swift source that have two letters in a row outside of what is put in, without comments; line ends of long ones as `⏎`.
    static func literals(_ source: String) -> Set<String> {
        var found: Set<String> = []
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        var rest = lines.joined(separator: "\n")[...]
        while let start = rest.firstIndex(of: "\"") {
            rest = rest[start...]
            let quote = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
            rest = rest.dropFirst(quote.count)
            var text = ""
            while !rest.hasPrefix(quote), !rest.isEmpty {
                if rest.hasPrefix("\\(") {
                    text += "{}"
                    rest = afterInterpolation(rest.dropFirst(2))
                } else {
                    let length = rest.hasPrefix("\\") ? 2 : 1
                    text += rest.prefix(length)
                    rest = rest.dropFirst(length)
                }
            }
            rest = rest.dropFirst(quote.count)
            if quote.count == 3 {
                let lines = text.replacing("\\\n", with: "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                text = lines.filter { !$0.isEmpty }.joined(separator: "⏎")
            } else if text.hasPrefix("  ") {
                text = text.trimmingCharacters(in: .whitespaces)
            }
            text = text.replacing("\\n{}", with: "⏎{}")
            let letters = Array(text.replacing("\\n", with: ""))
            if letters.indices.dropFirst().contains(where: { letters[$0].isLetter && letters[$0 - 1].isLetter }) { found.insert(text) }
        }
        return found
    }

    private static func afterInterpolation(_ text: Substring) -> Substring {
        var depth = 1
        var rest = text
        while depth > 0, let next = rest.popFirst() {
            if next == "(" { depth += 1 } else if next == ")" { depth -= 1 }
        }
        return rest
    }
}
