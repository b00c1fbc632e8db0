import Foundation
import LedgerModel
import Testing

@testable import LedgerCommands

/// What is handed in as a file or on standard input.
@Suite struct InputTests {
    private func file<R>(_ text: String, _ body: (String) throws -> R) throws -> R {
        try Tool.inDirectory { directory in
            let path = directory + "/drafts.ndjson"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return try body(path)
        }
    }

    private func draft(_ note: String) -> String { #"{"texts":[{"field":"NOTE","text":""# + note + #""}]}"# }

    @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}"])
    func aLineBreakOfUnicodeMayStandInAString(separator: String) throws {
        let drafts = try file(draft("一\(separator)二") + "\n" + draft("三") + "\n") { try DraftFile($0, limit: 2).drafts }
        #expect(drafts.map { $0.text(.note) } == ["一\(separator)二", "三"])
    }

    @Test(arguments: ["\n", "\r\n"])
    func linesEndAtLineFeedsAndBlankOnesCount(end: String) throws {
        let text = "\u{feff}" + [draft("一"), " \t", draft("二")].joined(separator: end)
        let content = try file(text) { try DraftFile($0, limit: 2) }
        #expect(content.drafts.map { $0.text(.note) } == ["一", "二"])
        #expect(content.content.placed(Problem(.badJSON, at: "entry 2")).place == "line 3")
    }

    @Test func aRefusedLineIsNamedByItsNumber() throws {
        try file(draft("一") + "\r\n\r\n{\n") { path in
            let problems = #expect(throws: Problems.self) { try DraftFile(path, limit: 9) }
            #expect(problems?.all.map(\.place) == ["line 3"])
        }
    }

    /// Longer than what is handed over at once, and with a last slice that is shorter.
    @Test(arguments: [1, 499, 500, 501, 1_100]) func aFileInSlices(length: Int) throws {
        let count = 1_203
        let slices = try file((0..<count).map { draft("\($0)") }.joined(separator: "\n\n")) { path in
            let source = DraftSlices(path, length: length)
            var slices: [DraftSlice] = []
            while let slice = try source.next() { slices.append(slice) }
            return slices
        }
        #expect(slices.flatMap { $0.drafts.map { $0.text(.note) } } == (0..<count).map { "\($0)" })
        #expect(slices.flatMap(\.lines) == (0..<count).map { 2 * $0 + 1 })
        #expect(slices.dropLast().allSatisfy { $0.drafts.count == length } && slices.count == (count + length - 1) / length)
    }

    @Test func aBadLineRefusesItsSliceAndEndsTheFile() throws {
        let lines = (0..<1_000).map { [650, 700, 950].contains($0) ? "{" : draft("\($0)") }
        try file(lines.joined(separator: "\n")) { path in
            let source = DraftSlices(path, length: 600)
            let first = try source.next()
            #expect(first?.drafts.count == 600)
            let problems = #expect(throws: Problems.self) { try source.next() }
            #expect(problems?.all.map(\.place) == ["line 651", "line 701", "line 951"])
        }
        let none = try file("") { path in try DraftSlices(path, length: 2).next() }
        #expect(none == nil)
        let problem = #expect(throws: Problem.self) { try DraftSlices("/nowhere", length: 2).next() }
        #expect(problem?.code == .cannotRead)
    }

    /// Who does not want the rest need not take it.
    @Test func slicesThatNobodyTakes() throws {
        try file((0..<40_000).map { draft("\($0)") }.joined(separator: "\n")) { path in
            let first = try DraftSlices(path, length: 10).next()
            #expect(first?.drafts.count == 10)
        }
    }

    @Test(arguments: ["append --file -", "append text --subject pr1 --kind purpose --text-file - \(City.by)"])
    func aClosedStandardInputCannotBeRead(line: String) throws {
        try Tool.inDirectory { directory in
            for step in City.opening { if case .run(let line, _) = step { _ = try Tool.run(Tool.words(line), in: directory, language: "en") } }
            let (code, said) = try shell(#"exec "$0" "$@" <&-"#, line, in: directory)
            #expect(code == 3)
            #expect(said.hasPrefix("error[cannot-read]: Cannot read -\n"), "\(said)")
        }
    }

    /// The store must not be opened under the number of a closed descriptor, where words would be written into it.
    @Test(arguments: [">&-", "2>&-", "<&- >&- 2>&-"])
    func aClosedOutputHarmsNoStore(closed: String) throws {
        try Tool.inDirectory { directory in
            for step in City.opening { if case .run(let line, _) = step { _ = try Tool.run(Tool.words(line), in: directory, language: "en") } }
            let line = "append alias --subject airport --name 空港 \(City.by)"
            let (code, _) = try shell(#"exec "$0" "$@" "# + closed, line, in: directory)
            #expect(code == (closed.contains(" >&-") || closed == ">&-" ? 3 : 0))
            let after = try Tool.run(["verify"], in: directory, language: "en")
            #expect(after.code == 0 && after.output.contains("size 11\n"), "\(after.output)")
        }
    }

    /// Exit code and standard error of the program, started by a shell script as `"$0" "$@"`.
    private func shell(_ script: String, _ line: String, in directory: String) throws -> (code: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, Tool.path] + Tool.words(line)
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = Tool.environment(["LANG": "C.UTF-8"])
        let words = Pipe()
        process.standardError = words
        try process.run()
        let said = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        return (process.terminationStatus, said)
    }

    /// 維持 and 調査中 say the measure's unit, so that a target from 維持 to 120人 is no change of unit.
    @Test(arguments: [["--bound", "maintain"], ["--absent", "pending"], ["--word", "改定済"]])
    func aValueWithoutANumberHasTheMeasuresUnit(arguments: [String]) throws {
        var measure = Measure()
        (measure.unit, measure.scale, measure.aggregation) = ("人", 4, .singleYear)
        let typed = try ValueOptions.parse(arguments)
        #expect(try typed.value(measure).unit == "人")
        #expect(try typed.value(measure).scale == 0)
        #expect(try typed.value(nil).unit == "")
    }

    @Test func theWithdrawalsOfABatchCountOnFromOneID() {
        let base = [UInt8](0..<15) + [255]
        #expect(WithdrawForm.id(base, 0) == base)
        #expect(WithdrawForm.id(base, 2) == [UInt8](0..<14) + [15, 1])
        #expect(WithdrawForm.id([UInt8](repeating: 255, count: 16), 1) == [UInt8](repeating: 255, count: 8) + [UInt8](repeating: 0, count: 8))
        #expect(WithdrawForm.id([], 1).isEmpty)
    }
}
