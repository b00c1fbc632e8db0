import ArgumentParser
import Foundation
import LedgerModel
import LedgerProofs
import LedgerReports

/// Whom the reader believes: a policy of logs and witnesses, or the key of one log.
struct TrustOptions: ParsableArguments {
    @Option(help: help("信頼する台帳と証人の方針（C2SP tlog-policy）。", "Whom to believe: logs and witnesses (C2SP tlog-policy).", "file")) var policy: String?
    @Option(help: help("信頼する台帳の公開鍵（name+id+key）。繰返し可。", "The public key of a log to believe, name+id+key; repeatable.", "vkey")) var key: [String] = []

    /// Nil where nobody is named.
    func read() throws -> Policy? {
        if let policy {
            guard key.isEmpty else { throw Problem(.usage, at: "", "--policy, --key") }
            do { return try Policy(parsing: Array(try FileDigest.read(policy))) } catch let error as DecodeError {
                throw Problem(.proofUnreadable, policy, error.why)
            }
        }
        guard !key.isEmpty else { return nil }
        let keys = try key.map { text -> VerifierKey in
            do throws(DecodeError) { return try VerifierKey(parsing: text) } catch { throw Problem(.usage, at: "--key", "\(text): \(error.why)") }
        }
        guard keys.allSatisfy({ $0.type == .note }) else { throw Problem(.usage, at: "--key", "Ed25519 0x01") }
        return Policy(logs: keys)
    }

    /// - Throws: `no-key` where nobody is named.
    func needed() throws -> Policy {
        guard let policy = try read() else { throw Problem(.noKey, at: "--key", "--key, --policy") }
        return policy
    }
}

enum ProofFile {
    static func read(_ path: String) throws -> [UInt8] {
        do { return path == "-" ? Array(try FileHandle.standardInput.readToEnd() ?? Data()) : Array(try FileDigest.read(path)) } catch let problem as Problem {
            throw problem
        } catch { throw Problem(.cannotRead, path) }
    }

    /// - Throws: `proof-unreadable` with the file's name.
    static func parse<T>(_ path: String, _ body: ([UInt8]) throws(DecodeError) -> T) throws -> T {
        let bytes = try read(path)
        do { return try body(bytes) } catch { throw Problem(.proofUnreadable, path, "\(error.what) \(error.why)") }
    }
}
