import Foundation
import LMDB

/// A fresh directory that is removed with the value.
final class TemporaryStore: Sendable {
    let path: String

    var data: String { path + "/data.mdb" }
    var lock: String { path + "/lock.mdb" }

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "lmdb-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func open(_ access: Environment.Access, _ adjust: (inout Environment.Options) -> Void = { _ in }) throws -> Environment {
        var options = Environment.Options(access)
        adjust(&options)
        return try Environment(path: path, options)
    }

    func bytes() throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: data)))
    }

    /// Changes the data file in place while nobody has it open.
    func damage(_ change: (inout [UInt8]) -> Void) throws {
        var changed = try bytes()
        change(&changed)
        try Data(changed).write(to: URL(filePath: data))
    }
}

/// The kind of error that `body` throws, nil where it throws none or one of another type.
func errorKind(_ body: () throws -> Void) -> LMDBError.Kind? {
    do {
        try body()
        return nil
    } catch {
        return (error as? LMDBError)?.kind
    }
}

/// Big-endian, so that order of bytes is order of numbers.
func key(_ number: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
}

func number(_ key: Span<UInt8>) -> Int {
    var result = 0
    for index in key.indices { result = result << 8 | Int(key[index]) }
    return result
}

func copy(_ span: Span<UInt8>) -> [UInt8] {
    span.indices.map { span[$0] }
}

struct CallerError: Error, Equatable {
    let reason: String
}
