import LedgerModel

/// Which logs are believed, and how many of which witnesses are needed (C2SP tlog-policy).
package struct Policy: Sendable {
    /// Keys of type `note`; a checkpoint's origin must be the name of the key.
    package private(set) var logs: [VerifierKey] = []
    package private(set) var witnesses: [Witness] = []
    private var groups: [Group] = []
    /// Nil for `none`: the log's signature suffices.
    private var quorum: Name?

    package struct Witness: Sendable {
        /// As the policy calls it; opaque bytes.
        let name: Name
        package let key: VerifierKey
    }

    /// `needed` of `members`, each defined before.
    private struct Group: Sendable {
        let name: Name
        let needed: Int
        let members: [Name]
    }

    /// Names are bytes: two spellings of one letter are two names, and no Unicode table decides.
    typealias Name = [UInt8]

    /// Any of these logs, no witness. Keys of another type are no logs and are left out, so nothing is accepted by them.
    package init(logs: [VerifierKey]) { self.logs = logs.filter { $0.type == .note } }

    /// Reads a policy file. It must hold exactly one quorum line, and name only what stands above.
    package init(parsing bytes: [UInt8]) throws(DecodeError) {
        var reader = PolicyReader()
        var lines = LineReader(bytes)
        var number = 0
        while let line = lines.next() {
            number += 1
            if let why = reader.read(line) { throw DecodeError(what: "policy", why: "line \(number): \(why)") }
        }
        guard lines.rest.isEmpty else { throw DecodeError(what: "policy", why: "last line has no newline") }
        guard let quorum = reader.quorum else { throw DecodeError(what: "policy", why: "has no quorum line") }
        logs = reader.logs
        witnesses = reader.witnesses
        groups = reader.groups
        self.quorum = quorum == PolicyReader.none ? nil : quorum
    }

    /// Whether cosignatures of these witnesses suffice. Groups stand after their members, so one pass decides.
    private func isQuorum(_ cosigned: Set<Name>) -> Bool {
        guard let quorum else { return true }
        let held = groups.reduce(into: cosigned) { held, group in
            if group.members.count(where: { held.contains($0) }) >= group.needed { held.insert(group.name) }
        }
        return held.contains(quorum)
    }
}

/// A checkpoint that a policy accepts. Only `Policy.accept` makes one.
package struct AcceptedCheckpoint: Sendable {
    package let checkpoint: Checkpoint
    package let log: VerifierKey
    /// Witnesses of the policy whose cosignature holds, with the time in POSIX seconds that each states.
    package let cosignatures: [(witness: VerifierKey, time: UInt64)]
}

extension Policy {
    /// Opens the note with all keys of the policy, and holds the quorum. A bad signature of any of these keys refuses it.
    package func accept(_ note: SignedNote) throws(Refusal) -> AcceptedCheckpoint {
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(parsing: note.text) } catch { throw .malformed(error) }
        let opened = try note.open(trusting: logs + witnesses.map(\.key))
        let own = opened.verified.first { signature in
            signature.key.name.isSpelled(as: checkpoint.origin) && logs.contains(signature.key)
        }
        guard let log = own?.key else { throw .logNotTrusted(origin: checkpoint.origin) }
        let cosignatures = opened.verified.compactMap { one in one.time.map { (witness: one.key, time: $0) } }
        let cosigned = witnesses.filter { witness in cosignatures.contains { $0.witness == witness.key } }.map(\.name)
        guard isQuorum(Set(cosigned)) else {
            throw .quorumMissed(quorum: String(decoding: quorum ?? [], as: UTF8.self), have: cosigned.map { String(decoding: $0, as: UTF8.self) })
        }
        return AcceptedCheckpoint(checkpoint: checkpoint, log: log, cosignatures: cosignatures)
    }

    /// Reads one policy line after another; every rule of the specification is a sentence here.
    private struct PolicyReader {
        static let none = Array("none".utf8)

        var logs: [VerifierKey] = []
        var witnesses: [Witness] = []
        var groups: [Group] = []
        var quorum: Name?
        private var defined: Set<Name> = []
        private var members: Set<Name> = []

        /// Nil, or why the line is refused.
        mutating func read(_ line: ArraySlice<UInt8>) -> String? {
            guard line.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 9 }) else { return "control character" }
            let words = line.split { $0 == space || $0 == 9 }.map(Array.init)
            guard let keyword = words.first, keyword.first != UInt8(ascii: "#") else { return nil }
            let rest = Array(words.dropFirst())
            switch String(decoding: keyword, as: UTF8.self) {
            case "log": return log(rest)
            case "witness": return witness(rest)
            case "group": return group(rest)
            case "quorum": return quorum(rest)
            default: return "not log, witness, group or quorum"
            }
        }

        private mutating func log(_ words: [[UInt8]]) -> String? {
            guard (1...2).contains(words.count) else { return "log <vkey> [<url>]" }
            switch Self.key(words[0], .note) {
            case .failure(let error): return error.why
            case .success(let key):
                guard !logs.contains(where: { $0.publicKey == key.publicKey }) else { return "this log's key stands above" }
                logs.append(key)
                return nil
            }
        }

        private mutating func witness(_ words: [[UInt8]]) -> String? {
            guard (2...3).contains(words.count) else { return "witness <name> <vkey> [<url>]" }
            switch Self.key(words[1], .cosignature) {
            case .failure(let error): return error.why
            case .success(let key):
                guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else { return "this witness's key stands above" }
                if let why = define(words[0]) { return why }
                witnesses.append(Witness(name: words[0], key: key))
                return nil
            }
        }

        private mutating func group(_ words: [[UInt8]]) -> String? {
            guard words.count >= 3 else { return "group <name> all|any|<k> <member>…" }
            let list = Array(words[2...])
            for name in list {
                guard defined.contains(name) else { return "a member is not defined above" }
                guard members.insert(name).inserted else { return "a member already belongs to a group" }
            }
            let needed: Int
            switch String(decoding: words[1], as: UTF8.self) {
            case "all": needed = list.count
            case "any": needed = 1
            default:
                guard let k = decimal(words[1]), k >= 1, k <= list.count else { return "the threshold is not from 1 to the number of members" }
                needed = Int(k)
            }
            if let why = define(words[0]) { return why }
            groups.append(Group(name: words[0], needed: needed, members: list))
            return nil
        }

        private mutating func quorum(_ words: [[UInt8]]) -> String? {
            guard words.count == 1 else { return "quorum <name>|none" }
            guard quorum == nil else { return "a second quorum" }
            guard words[0] == Self.none || defined.contains(words[0]) else { return "the quorum is not defined above" }
            quorum = words[0]
            return nil
        }

        /// Witnesses and groups share one set of names.
        private mutating func define(_ name: Name) -> String? {
            guard name != Self.none else { return "none is no name" }
            return defined.insert(name).inserted ? nil : "this name stands above"
        }

        private static func key(_ text: [UInt8], _ type: KeyType) -> Result<VerifierKey, DecodeError> {
            guard let string = String(validating: text, as: UTF8.self) else { return .failure(DecodeError(what: "key", why: "the key is not UTF-8")) }
            do throws(DecodeError) {
                let key = try VerifierKey(parsing: string)
                guard key.type == type else { throw DecodeError(what: "key", why: "the key is of another type") }
                return .success(key)
            } catch {
                return .failure(error)
            }
        }
    }
}
