import Foundation
import Testing

/// The program at a terminal: Python's pty is the terminal, and types.
@Suite struct TerminalTests {
    /// Runs the program at a terminal of its own, and answers each question about a cell with the number of the class that is wanted for it.
    ///
    /// - Parameter classes: by cell; for another one an empty line is typed. `reason` answers every other question.
    /// - Returns: all that the terminal showed, and the exit code.
    private func atTerminal(
        _ line: String, in directory: String, classes: [String: String] = [:], environment: [String: String] = [:]
    ) throws -> (shown: String, code: Int) {
        let given = try JSONSerialization.data(withJSONObject: [
            "command": [Tool.path] + Tool.words(line), "directory": directory, "classes": classes,
            "environment": environment.merging(["LANG": "C.UTF-8", "LEDGER_KEYS": directory + "/keys", "PATH": "/usr/bin:/bin"]) { mine, _ in mine },
        ])
        let said = try Python.run(Self.program, [String(decoding: given, as: UTF8.self)])
        let answer = try #require(try? JSONSerialization.jsonObject(with: Data(said.utf8)) as? [String: Any], "\(said)")
        return (try #require(answer["shown"] as? String), try #require(answer["code"] as? Int))
    }

    private static let program = #"""
        import json, os, pty, re, select, sys
        given = json.loads(sys.argv[1])
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(given["directory"])
            os.execve(given["command"][0], given["command"], given["environment"])
        shown, seen = b"", 0
        while True:
            ready, _, _ = select.select([terminal], [], [], 120)
            if not ready:
                os.kill(child, 9)
                break
            try:
                more = os.read(terminal, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more
            open_question = shown[seen:].decode(errors="replace")
            if open_question.endswith("> "):
                cell = next((cell for cell in given["classes"] if re.search(r"\b" + cell + r"\b", open_question)), None)
                wanted = given["classes"].get(cell, "")
                number = re.search(r"(\d+) " + wanted + r"\r", open_question) if wanted not in ("", "q") else None
                answer = number.group(1) if number else wanted if wanted == "q" else ""
            elif re.search(r"[a-z)]: $", open_question):
                answer = "because"
            else:
                continue
            seen = len(shown)
            os.write(terminal, (answer + "\n").encode())
        _, status = os.waitpid(child, 0)
        print(json.dumps({"shown": shown.decode(errors="replace"), "code": os.waitstatus_to_exitcode(status)}))
        """#

    @Test func aPersonClassesDifferencesAtThePrompt() throws {
        try Tool.inDirectory { directory in
            try ImportTables.firstYear(directory)
            let (shown, code) = try atTerminal(
                ImportTables.nextImport, in: directory, classes: ["I4": "correct", "I6": "scheduled", "J5": "keep-unread"])
            #expect(code == 0, "\(shown)")
            #expect(shown.contains("3 questions") && shown.contains("1 finalise") && shown.contains("reason: "), "\(shown)")
            let history = try Tool.run(["history", "k-003"], in: directory, language: "en")
            #expect(history.output.contains("because"), "\(history.output)")
        }
    }

    @Test func whatIsLeftOpenStaysOpenAndNothingIsRecorded() throws {
        try Tool.inDirectory { directory in
            try ImportTables.firstYear(directory)
            let before = try Tool.run(["log"], in: directory, language: "en").output
            for classes in [[:], ["I4": "q"], ["I4": "correct", "I6": "q"]] {
                let (shown, code) = try atTerminal(ImportTables.nextImport, in: directory, classes: classes)
                #expect(code == 2 && shown.contains("error[import-unclassified]"), "\(shown)")
            }
            #expect(try Tool.run(["log"], in: directory, language: "en").output == before)
        }
    }

    /// Long work shows how far it has come, on one line that is wiped in the end; without a terminal nothing of it is written.
    @Test func longWorkShowsHowFarItHasCome() throws {
        try Tool.inDirectory { directory in
            try ImportTables.firstYear(directory)
            let rows = (1...1_000).map { "Ⅰ,①起業,相談の窓口を開く,創業相談事業,商工課,0,B,第\($0)号の参加者数：5人（H29年度）⇒8人（R4年度）,7人\n" }
            let head = "基本目標,分野,取組,事業名,所管課,再掲,評価,KPI,H30実績\n"
            try (head + rows.joined()).write(toFile: directory + "/long.csv", atomically: true, encoding: .utf8)
            let line = "import long.csv --mapping kitakyushu --period FY2018 --by planning --plan s1 --dry-run"
            let (shown, code) = try atTerminal(line, in: directory, environment: ["LEDGER_PROGRESS": "0"])
            #expect(code == 2 && shown.contains("\rmatching [####################] 1000/1000"), "\(shown.prefix(400))")
            #expect(shown.contains("\r" + String(repeating: " ", count: "matching [####################] 1000/1000".count) + "\r"))
            #expect(!(try atTerminal(line, in: directory, environment: ["LEDGER_PROGRESS": "off"]).shown.contains("matching [")))
            #expect(!(try Tool.run(Tool.words(line), in: directory, language: "en").words.contains("matching [")))
        }
    }
}
