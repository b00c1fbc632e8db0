import Foundation
import LedgerModel
import Testing

@Suite struct GoldenTests {
    static let scenarios = CommandScenarios.all + ImportScenarios.all + ErrorScenarios.all

    @Test(arguments: scenarios, ["ja", "en"])
    func transcript(scenario: Scenario, language: String) throws {
        let actual = try scenario.transcript(language: language)
        let expected = try Golden.expected(scenario.name, language, actual: actual)
        #expect(expected == actual, "\(scenario.name).\(language): \(Golden.difference(expected, actual))")
    }

    /// Only the error scenarios are refused anything.
    @Test(arguments: CommandScenarios.all, ["ja", "en"])
    func noCommandOfTheCommandScenariosIsRefused(scenario: Scenario, language: String) throws {
        let text = try String(contentsOf: Golden.file(scenario.name, language), encoding: .utf8)
        #expect(!text.contains("! エラー[") && !text.contains("! error[") && !text.contains("! 警告[") && !text.contains("! warning["))
        #expect(text.contains("\nexit 0\n"))
    }

    /// Which code each recorded refusal carries, in either language.
    private func recordedCodes(_ language: String) throws -> Set<String> {
        let heads = language == "ja" ? ["エラー[", "警告["] : ["error[", "warning["]
        var codes: Set<String> = []
        for scenario in Self.scenarios {
            let text = try String(contentsOf: Golden.file(scenario.name, language), encoding: .utf8)
            for line in text.split(separator: "\n") {
                for head in heads where line.hasPrefix("! " + head) { codes.insert(String(line.dropFirst(2 + head.count).prefix { $0 != "]" })) }
            }
        }
        return codes
    }

    @Test(arguments: ["ja", "en"])
    func everyCodeThatAUserCanSeeHasAReproducer(language: String) throws {
        let visible = Set(Problem.Code.allCases.filter { ErrorScenarios.unreachable[$0] == nil }.map(\.rawValue))
        let recorded = try recordedCodes(language)
        #expect(visible.subtracting(recorded).isEmpty, "no reproducer: \(visible.subtracting(recorded).sorted())")
        #expect(recorded.subtracting(visible).isEmpty, "reachable after all: \(recorded.subtracting(visible).sorted())")
    }

    @Test func everyGoldenTextIsInUse() throws {
        let names = Set(Self.scenarios.flatMap { scenario in ["ja", "en"].map { Golden.file(scenario.name, $0).lastPathComponent } })
        let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path).filter { $0.hasSuffix(".txt") }
        #expect(Set(files) == names)
    }
}
