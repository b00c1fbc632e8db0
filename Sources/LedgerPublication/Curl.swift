import Foundation
import LedgerModel

/// Fetches files of one site with the program curl, many in one call. Addresses are made from checked paths only; nothing but http and
/// https is spoken, at most three redirections are followed, and no settings of the user are read.
struct Curl {
    let base: String
    /// An existing folder, into which the files are put under the same paths.
    let folder: String
    private let executable: String

    /// Files of one call.
    static let callLength = 1_000

    /// - Throws: `fetch-failed` for an address that is none, and where there is no curl.
    init(_ address: String, into folder: String) throws(Problem) {
        var base = Substring(address)
        while base.last == "/" { base.removeLast() }
        let isPlain = base.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"\\?#".utf8.contains($0) }
        guard isPlain, base.hasPrefix("https://") || base.hasPrefix("http://"), base.utf8.count <= 1_024 else {
            throw Problem(.fetchFailed, address, "https://…")
        }
        guard let executable = Curl.find() else { throw Problem(.fetchFailed, address, "curl: command not found") }
        self.base = String(base)
        self.folder = folder
        self.executable = executable
    }

    private static func find() -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/curl" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Fetches these files, none larger than `limit` bytes.
    /// - Parameter isOptional: whether the server may say that it has no such file.
    /// - Throws: `fetch-failed` with the address and why; files that came before stay.
    func fetch(_ files: [String], limit: Int, isOptional: Bool = false, inOrder: Bool = false) throws {
        for start in stride(from: 0, to: files.count, by: Curl.callLength) {
            let part = Array(files[start..<min(start + Curl.callLength, files.count)])
            let answer = try run(part, limit: limit, inOrder: inOrder)
            for (file, outcome) in zip(part, answer.outcomes) {
                if outcome == .fetched { continue }
                if outcome == .absent, isOptional { continue }
                throw Problem(.fetchFailed, address(file), outcome == .absent ? "404" : answer.words)
            }
        }
    }

    private func address(_ file: String) -> String {
        base + "/" + file.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-._~/".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + [byte].hex.uppercased()
        }.joined()
    }

    private enum Outcome { case fetched, absent, failed }

    private struct Answer {
        let outcomes: [Outcome]
        /// Why one failed, in curl's words.
        let words: String
    }

    private func run(_ files: [String], limit: Int, inOrder: Bool) throws -> Answer {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            defer { try? FileManager.default.removeItem(at: scratch) }
            // Files, not pipes: curl may end before it has read or written everything.
            let (config, codes, errors) = (scratch.appending(path: "config"), scratch.appending(path: "codes"), scratch.appending(path: "errors"))
            try Data(configuration(files).utf8).write(to: config)
            try Data().write(to: codes)
            try Data().write(to: errors)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            // Curl refuses a length that is announced; the limit of the shell holds where none is.
            process.arguments = ["-c", "ulimit -f \"$1\"; shift; exec \"$@\"", "sh", "\(limit / 512 + 1)", executable] + arguments(limit, inOrder)
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            process.standardInput = try FileHandle(forReadingFrom: config)
            process.standardOutput = try FileHandle(forWritingTo: codes)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
            process.waitUntilExit()
            let words = String(decoding: try Data(contentsOf: errors).prefix(300), as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("curl") }.map(String.init)
            let lines = String(decoding: try Data(contentsOf: codes), as: UTF8.self).split(separator: "\n")
            return Answer(outcomes: outcomes(lines, files.count), words: words ?? "curl: \(process.terminationStatus)")
        } catch {
            throw Problem(.fetchFailed, base, "\(error)")
        }
    }

    private func arguments(_ limit: Int, _ inOrder: Bool) -> [String] {
        let redirections = base.hasPrefix("https://") ? "=https" : "=http,https"
        return [
            "--disable", "--globoff", "--no-progress-meter", "--silent", "--show-error", "--fail", "--location", "--proto", "=http,https", "--proto-redir", redirections,
            "--max-redirs", "3", "--connect-timeout", "30", "--max-time", "3600", "--speed-limit", "1", "--speed-time", "60",
            "--max-filesize", "\(limit)", "--create-dirs", "--write-out", "%{http_code} %{exitcode} %{urlnum}\n",
        ] + (inOrder ? [] : ["--parallel", "--parallel-max", "8"]) + ["--config", "-"]
    }

    private func configuration(_ files: [String]) -> String {
        files.map { file in
            let path = file.replacing("\"", with: "\\\"")
            return "url = \"\(address(file))\"\noutput = \"./\(path)\"\n"
        }.joined()
    }

    /// Of each file, in their order; what curl does not mention failed.
    private func outcomes(_ lines: [Substring], _ count: Int) -> [Outcome] {
        var outcomes = Array(repeating: Outcome.failed, count: count)
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count == 3, let place = Int(words[2]), outcomes.indices.contains(place) else { continue }
            if words[0] == "200", words[1] == "0" { outcomes[place] = .fetched }
            if words[0] == "404" || words[0] == "410" { outcomes[place] = .absent }
        }
        return outcomes
    }
}
