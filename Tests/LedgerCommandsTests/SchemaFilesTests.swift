import Foundation
import Testing

@testable import LedgerCommands

/// An export carries the normative schema; the program holds it as text, so that it runs without the repository.
@Suite struct SchemaFilesTests {
    private static let names = ["FORMAT.md", "export-entry.schema.json", "ledger.proto"]
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized

    private static func source(_ name: String) throws -> String {
        let folder = name.hasSuffix(".json") ? "schema/json/" : "schema/"
        return try String(contentsOf: root.appendingPathComponent(folder + name), encoding: .utf8)
    }

    @Test func theyAreThoseOfTheRepository() throws {
        let written = try Self.names.map { try Self.entry($0, Self.source($0)) }.joined()
        let text = """
            // Written from schema/ by the tests with LEDGER_RECORD_GOLDEN=1, and held to it by them. Do not edit.

            /// The files of schema/ that an export carries; each ends with one more line break.
            enum SchemaFiles {
                static let all: [(name: String, text: String)] = [
            \(written)    ]
            }

            """
        let file = Self.root.appendingPathComponent("Sources/LedgerCommands/Generated/SchemaFiles.swift")
        if Golden.isRecording { try Data(text.utf8).write(to: file) }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        #expect(recorded == text, "schema/ changed: record anew")
        for one in SchemaFiles.all where !Golden.isRecording {
            #expect(try one.text + "\n" == Self.source(one.name))
        }
        #expect(SchemaFiles.all.map(\.name) == Self.names)
    }

    private static func entry(_ name: String, _ text: String) throws -> String {
        #expect(text.hasSuffix("\n") && !text.contains("\"\"\"##"))
        return "        (\n            \"\(name)\",\n            ##\"\"\"\n\(text)\"\"\"##\n        ),\n"
    }
}
