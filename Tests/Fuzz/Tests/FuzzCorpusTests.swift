import Foundation
import FuzzTargets
import LedgerTestSupport
import TestSeeds
import Testing

/// The fuzzer's targets without the fuzzer: the corpus, every file of it cut and changed by a seed. tools/fuzz goes further, by coverage.
@Suite struct FuzzCorpusTests {
    private static let folder = repositoryFile("Tests/FuzzCorpus").path

    private static func corpus(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        let folder = "\(folder)/\(target.name)"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { ($0, Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))) }
    }

    @Test func everyTargetHasACorpusAndEveryCorpusATarget() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
        for target in FuzzTarget.all { #expect(try !Self.corpus(target).isEmpty, "\(target.name)") }
    }

    /// Small, so that it can stay in the repository.
    @Test func theCorpusIsSmall() throws {
        for target in FuzzTarget.all { #expect(try Self.corpus(target).reduce(0) { $0 + $1.bytes.count } <= 24_576, "\(target.name)") }
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func seededMutations(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        var generator = SeededGenerator(seed: Seeds.one(test: name))
        let corpus = try Self.corpus(target)
        var executions = 0
        for file in corpus {
            target.run(file.bytes)
            for _ in 0..<max(1, 400 / corpus.count) {
                target.run(Mutation.of(file.bytes, corpus.map(\.bytes), &generator))
                executions += 1
            }
        }
        target.run([])
        #expect(executions >= min(400, corpus.count))
        print("fuzz corpus \(name): \(executions) executions")
    }
}

/// What a fuzzer does to an input, blindly.
private enum Mutation {
    static func of(_ bytes: [UInt8], _ corpus: [[UInt8]], _ generator: inout SeededGenerator) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            guard !result.isEmpty else { return corpus.randomElement(using: &generator) ?? [] }
            let place = Int.random(in: 0..<result.count, using: &generator)
            let length = Int.random(in: 1...min(64, result.count - place), using: &generator)
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: result[place] = [0, 0x0a, 0x20, 0x22, 0x2c, 0x7f, 0x80, 0xff].randomElement(using: &generator) ?? 0
            case 2: result.removeSubrange(place..<place + length)
            case 3: result.insert(contentsOf: result[place..<place + length], at: place)
            case 4: result = Array(result.prefix(place))
            case 5:
                let other = corpus.randomElement(using: &generator) ?? []
                result.insert(contentsOf: other.dropFirst(Int.random(in: 0...other.count, using: &generator)).prefix(length), at: place)
            default: result.insert(contentsOf: (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }, at: place)
            }
        }
        return result
    }
}
