import Foundation
import LedgerEditions
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerPublication

extension FuzzTarget {
    static let proofs = [
        FuzzTarget(name: "note") { bytes in
            guard let note = try? SignedNote(parsing: bytes) else { return }
            hold(note.bytes == bytes, "a note is written as it was read")
            _ = try? FuzzKeys.policy.accept(note)
            guard let checkpoint = try? Checkpoint(parsing: note.text) else { return }
            hold(checkpoint.text == note.text, "a checkpoint is written as it was read")
        },
        FuzzTarget(name: "policy") { bytes in
            guard let policy = try? Policy(parsing: bytes) else { return }
            for key in policy.logs { hold((try? VerifierKey(parsing: key.text)) == key, "a key is written as it was read") }
            _ = try? policy.accept(FuzzKeys.note)
        },
        FuzzTarget(name: "event-proof") { bytes in
            guard let proof = try? TlogProof(parsing: bytes) else { return }
            hold(proof.bytes == bytes, "a proof is written as it was read")
            _ = try? proof.verify(leaf: FuzzKeys.leaf, policy: FuzzKeys.policy)
        },
        FuzzTarget(name: "consistency-proof") { bytes in
            guard let proof = try? ConsistencyProof(parsing: bytes) else { return }
            hold(proof.bytes == bytes, "a proof is written as it was read")
            for size in [0, 1, proof.old] {
                guard let older = Checkpoint(origin: FuzzKeys.origin, size: size, root: size == 0 ? .emptyRoot : FuzzKeys.leaf) else { continue }
                _ = try? proof.verify(extends: older, policy: FuzzKeys.policy)
            }
        },
        FuzzTarget(name: "indicator-proof") { bytes in
            guard let proof = try? IndicatorProof(parsing: bytes) else { return }
            hold(proof.bytes == bytes, "a proof is written as it was read")
            _ = try? proof.verify(policy: FuzzKeys.policy)
        },
        // A byte that says how many, then a bundle; or a path.
        FuzzTarget(name: "tile") { bytes in
            if let entries = try? EntryBundle.decode(Array(bytes.dropFirst()), count: Int(bytes.first ?? 0)) {
                hold((try? EntryBundle.encode(entries)) == Array(bytes.dropFirst()), "a bundle is written as it was read")
            }
            if let path = TilePath(path: bytes.text) { hold(path.path.utf8.elementsEqual(bytes.text.utf8), "a path is written as it was read") }
            let reader = TileReader(size: UInt64(bytes.count)) { _ in bytes }
            for level in [0, 1, 8] { _ = try? reader.hash(level: level, index: 0) }
        },
        FuzzTarget(name: "figures") { bytes in
            let files = bytes.pieces(2).map { try? Figures.read($0) }
            if let old = files[0], let new = files.last ?? nil { _ = FiguresComparison(old: old, new: new) }
        },
        FuzzTarget(name: "published", run: Published.read),
    ]
}

enum FuzzKeys {
    static let origin = "kpi.example"
    /// Nobody's: it signed what the corpus holds, and nothing else.
    static let key: SigningKey = {
        guard let key = try? SigningKey(parsing: "PRIVATE+KEY+kpi.example+6e676d84+AaPPtkXGcEVs2FGU+MV9/8XHQTg/wWh7LyfShXUbEJyL") else { fatalError("the key can be read") }
        return key
    }()
    static let policy = Policy(logs: [key.verifier])
    static let leaf = leafHash([1, 2, 3])
    static let note: SignedNote = {
        guard let checkpoint = Checkpoint(origin: origin, size: 1, root: leaf), let note = try? key.sign(checkpoint) else { fatalError("the key signs") }
        return note
    }()
}

/// A published folder whose files the input holds. It is written anew for each input: PublishedLog reads a folder.
enum Published {
    /// Which tag of the input is which file.
    static let files = [
        "checkpoint", "log.json", "removed.json", "editions.json", "tile/entries/000.p/", "tile/0/000.p/", "texts/000.ndjson", "editions/e1/figures.csv",
        "editions/e1/progress.csv",
    ]

    private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-fuzz-\(ProcessInfo.processInfo.processIdentifier)").path

    /// Partial tiles are named by the size that the input's checkpoint says.
    static func path(_ tag: UInt8, size: UInt64) -> String {
        let file = files[Int(tag) % files.count]
        return file.hasSuffix(".p/") ? file + "\(size % 256)" : file
    }

    @Sendable static func read(_ input: [UInt8]) {
        let parts = Packed.unpack(input)
        let note = parts.first { $0.tag == 0 }.flatMap { try? SignedNote(parsing: $0.bytes) }
        let size = note.flatMap { try? Checkpoint(parsing: $0.text) }?.size ?? 1
        let manager = FileManager.default
        try? manager.removeItem(atPath: folder)
        for (tag, bytes) in parts {
            let url = URL(fileURLWithPath: folder + "/" + path(tag, size: size))
            try? manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? Data(bytes).write(to: url)
        }
        guard let published = try? PublishedLog(opening: folder) else { return }
        let report = published.verify(policy: FuzzKeys.policy)
        hold(report.verdict != .intact || report.accepted != nil, "what is intact was signed")
    }
}
