import Foundation
import Testing

/// A key is replaced in steps; the same command ends a change that was stopped between any two of them.
@Suite struct KeyChangeTests {
    /// How many of the moves after the act were done: checkpoints aside, old key aside, new key in its place.
    @Test(arguments: 0...3, [true, false])
    func aStoppedChangeIsEnded(moves: Int, saysReplace: Bool) throws {
        try ConsoleTool.inCity { directory in
            func run(_ line: String) throws -> Tool.Result { try Tool.run(Tool.words(line), in: directory, language: "en") }
            #expect(try run("key generate --by planning").code == 0)
            #expect(try run("key generate --by planning --replace").code == 0)
            let folder = try ProofScenarios.folder(directory)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            let retired = try #require(files.first { $0.hasPrefix("log-") && $0.hasSuffix(".key") }).dropLast(4)
            func move(_ from: String, _ to: String) throws { try FileManager.default.moveItem(atPath: folder + "/" + from, toPath: folder + "/" + to) }
            // The new key has signed nothing yet.
            try FileManager.default.removeItem(atPath: folder + "/log.checkpoint")
            if moves < 3 { try move("log.key", "log.key.new-key") }
            if moves < 2 { try move(retired + ".key", "log.key") }
            if moves < 1 { try move(retired + ".checkpoint", "log.checkpoint") }
            let again = try run("key generate --by planning" + (saysReplace ? " --replace" : ""))
            // Once it is in its place, the same command asks for another new key, or says that there is one.
            #expect(again.code == (moves == 3 && !saysReplace ? 2 : 0), "\(again.words)")
            let appended = try run("append alias --subject airport --name 空港 \(City.by)")
            #expect(appended.code == 0 && appended.output.contains("checkpoint"), "\(appended.words)")
            #expect(try run("verify").code == 0)
        }
    }
}
