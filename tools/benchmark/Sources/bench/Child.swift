import Foundation

struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Another program, run to its end.
struct Child {
    struct Outcome {
        let output: String
        let nanoseconds: Double
        /// The most anonymous memory seen, in bytes; 0 where it was not asked for.
        let anonymous: Int
    }

    let program: String
    var environment: [String: String] = [:]

    /// - Parameters:
    ///   - allowed: statuses that are no failure.
    ///   - output: a file for its standard output, which is not read then.
    ///   - watching: looks at its anonymous memory every two milliseconds.
    @discardableResult
    func run(_ arguments: [String], allowed: Set<Int32> = [0], output: String? = nil, watching: Bool = false) throws -> Outcome {
        let captured = output ?? NSTemporaryDirectory() + "bench-\(getpid())-\(nanoseconds())"
        defer { if output == nil { unlink(captured) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, captured, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let complaints = captured + ".err"
        posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { unlink(complaints) }
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { strdup("\($0)=\($1)") } + [nil]
        defer { for one in words + variables { free(one) } }
        var pid: pid_t = 0
        let start = nanoseconds()
        guard posix_spawn(&pid, program, &actions, nil, words, variables) == 0 else { throw Failure("\(program) cannot be started") }
        var status: Int32 = 0
        var peak = 0
        while watching ? waitpid(pid, &status, WNOHANG) == 0 : false {
            peak = max(peak, Child.anonymous(pid))
            usleep(2_000)
        }
        if !watching { waitpid(pid, &status, 0) }
        let end = nanoseconds()
        guard status & 0x7f == 0, allowed.contains(status >> 8) else {
            let said = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? ""
            throw Failure("\(program) \(arguments.joined(separator: " ")) ended with status \(status >> 8): \(said.suffix(2_000))")
        }
        return Outcome(output: output == nil ? try String(contentsOfFile: captured, encoding: .utf8) : "", nanoseconds: Double(end - start), anonymous: peak)
    }

    private static func anonymous(_ pid: pid_t) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") })
        else { return 0 }
        return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    }
}

extension Child.Outcome {
    /// The numbers that it printed.
    var numbers: [Double] { output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) } }
}
