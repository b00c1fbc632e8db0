import Foundation
import LedgerModel
import Testing

@testable import LedgerSheets

/// schema/mapping.schema.json and schema/MAPPING.md say what the program understands.
@Suite struct MappingSchemaTests {
    private static func file(_ path: String) throws -> Data {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: root.appending(path: path))
    }

    private static func schema() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: file("schema/mapping.schema.json")) as? [String: Any])
    }

    private static func object(_ from: Any?, _ path: String...) throws -> [String: Any] {
        var here = from
        for key in path { here = (here as? [String: Any])?[key] }
        return try #require(here as? [String: Any], "\(path)")
    }

    /// The keys that an unknown one is told of.
    private func known(_ yaml: String) -> [String] {
        do throws(MappingFault) { _ = try Mapping(yaml: yaml, name: "test") } catch {
            return error.code == .unknownKey ? error.values[1].components(separatedBy: ", ").sorted() : []
        }
        return []
    }

    @Test func keys() throws {
        let schema = try Self.schema()
        #expect(try Self.object(schema, "properties").keys.sorted() == known("unheard-of: 1"))
        let start = "mapping: 1\nkind: indicators\ntitle: x\ncolumns: [{is: indicator, heading: x}]\n"
        for key in ["table", "cells", "plan", "grading"] {
            let keys = known("\(start)\(key): {unheard-of: 1}")
            let said = try Self.object(schema, "properties", key, "properties").keys.sorted()
            #expect(!keys.isEmpty && said == keys, "\(key)")
        }
    }

    @Test func columns() throws {
        let columns = try Self.object(Self.schema(), "$defs", "columns")
        #expect(columns.keys.sorted() == MappingWords.columns.map(\.key).sorted())
        for (word, own) in MappingWords.columns {
            let keys = try Self.object(columns, word, "properties").keys.sorted()
            #expect(keys == (["is", "heading", "optional", "fill-down"] + own).sorted(), "\(word)")
        }
    }

    @Test func words() throws {
        let schema = try Self.schema()
        func list(_ path: String...) throws -> [String] {
            var here: Any? = schema
            for key in path { here = (here as? [String: Any])?[key] }
            return try #require(here as? [String], "\(path)")
        }
        #expect(try list("properties", "kind", "enum") == MappingWords.kinds.map(\.key))
        #expect(TableKind.allCases.allSatisfy { kind in MappingWords.kinds.contains { $0.value == kind } })
        #expect(try list("properties", "encoding", "enum") == MappingWords.encodings.map(\.key))
        #expect(try list("properties", "identify-by", "enum").sorted() == MappingWords.identities.map(\.key).sorted())
        #expect(try list("$defs", "symbols", "additionalProperties", "enum") == MappingWords.absences.map(\.key))
        #expect(try list("$defs", "columns", "text", "properties", "text", "enum") == MappingWords.texts.map(\.key))
        #expect(try list("$defs", "columns", "amount", "properties", "amount", "enum") == MappingWords.amounts.map(\.key))
        #expect(try list("$defs", "columns", "listing", "properties", "values", "additionalProperties", "enum") == MappingWords.listings.map(\.key))
        #expect(try list("properties", "grading", "properties", "marks", "additionalProperties", "enum") == MappingWords.noGrades.map(\.key))
        let scales = try #require(Self.object(schema, "$defs", "scale")["oneOf"] as? [[String: Any]])
        #expect(scales.last?["enum"] as? [String] == MappingWords.scales.map(\.key))
    }

    @Test func everyWordIsExplained() throws {
        let text = String(decoding: try Self.file("schema/MAPPING.md"), as: UTF8.self)
        let words = MappingWords.columns.flatMap { [$0.key] + $0.value } + MappingWords.absences.map(\.key) + MappingWords.texts.map(\.key)
            + MappingWords.amounts.map(\.key) + MappingWords.listings.map(\.key) + MappingWords.noGrades.map(\.key) + MappingWords.rowMarks.map(\.key)
            + TableReader.OwnRule.allCases.map(\.rawValue) + known("unheard-of: 1")
        #expect(Set(words).filter { !text.contains("`\($0)`") } == [])
        #expect(MappingWords.scales.map(\.key).filter { !text.contains($0) } == [])
    }

    @Test func theExampleIsAMapping() throws {
        let text = String(decoding: try Self.file("schema/MAPPING.md"), as: UTF8.self)
        let yaml = try #require(text.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
        #expect(try Mapping(yaml: yaml, name: "example").columns.count == 7)
    }
}
