import LedgerMerkle
import LedgerModel

@testable import LedgerProofs

/// "leaf 0", "leaf 1" … in memory, by the definition of RFC 6962 for every complete subtree.
struct MemoryLog: HashReader {
    struct Missing: Error {}

    private(set) var entries: [[UInt8]] = []
    private var levels: [[Hash]] = []
    private(set) var frontier = Frontier()

    init(count: Int, entry: (Int) -> [UInt8] = { Array("leaf \($0)".utf8) }) {
        for number in 0..<count { append(entry(number)) }
    }

    mutating func append(_ entry: [UInt8]) {
        entries.append(entry)
        for (level, hash) in frontier.append(leafHash(entry)).enumerated() {
            if levels.count == level { levels.append([]) }
            levels[level].append(hash)
        }
    }

    func hash(level: Int, index: UInt64) throws -> Hash {
        guard level < levels.count, index < levels[level].count else { throw Missing() }
        return levels[level][Int(index)]
    }

    func checkpoint(_ origin: String, size: Int? = nil) throws -> Checkpoint {
        let size = UInt64(size ?? entries.count)
        return Checkpoint(origin: origin, size: size, root: try rootHash(size: size, reader: self))!
    }
}

/// The published pair of keys, with seeds 00…1f and 20…3f, and their checkpoint of "leaf 0" … "leaf 255".
enum Published {
    static let logKey = SigningKey(name: "example.com/kpi", type: .note, seed: Array(0..<32))!
    static let witnessKey = SigningKey(name: "witness.example.com/w1", type: .cosignature, seed: Array(32..<64))!
    static let vkey = "example.com/kpi+c086f1f7+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    static let wkey = "witness.example.com/w1+969980cf+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
    static let checkpoint = """
        example.com/kpi
        256
        z17/2xHQknou31Ow5zx4N/ZZQU4AU32l2Q61xMSf8nQ=

        — example.com/kpi wIbx9+qEEDohj1rrmlMGgH+KS5Seux7drXaj4sYTm4k3vjdihjDPI4n31B+3AwPfokN1brpk2iX20K9PIbYPgQqrUAo=
        — witness.example.com/w1 lpmAzwAAAABlU/EAmteSgC3R03mAVBV96K59Si+ma8AC0nVlOriAdihlMgkC6twZdNZy75TTHk5N34PBomU83BtKjSennS6EIT6hCg==

        """
    static let time: UInt64 = 1_700_000_000
    static let path = """
        gxFfiUeVX6/cKifn9MCFS72Nonuxs+NAXbVxya+Nvho=
        brzFS2cQ7gYQp/yCzeUXE9soDj3IRRW96WMqGbZaC5M=
        T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=
        qACpeGyYjOedMjlqMtlKfqvOMxsyqk2yNxWbv5TFMv4=
        hncrWqPa2Rp3YSXlROedrzpUuw14dRMxZfyatvxIabc=
        ka6oYUkKTbHEelZcBYKTca6y97uGVdez6xeq4Ytv3OE=
        tJHuVzgD1gQxHdw3+NouE6JmRSXkiMbYH4ka4ZtugWY=
        TndYvhQHCGQLIOAoJoyUaxKGfXKHvJn6bfGegnsNkAo=

        """
    static let proof = "c2sp.org/tlog-proof@v1\nindex 5\n\(path)\n\(checkpoint)"
    /// Log and witness, both needed.
    static let policy = "log \(vkey)\nwitness w1 \(wkey)\nquorum w1\n"
}

/// A key of its own for each number, for policies and strangers.
func witness(_ number: Int) -> SigningKey {
    SigningKey(name: "w\(number).example", type: .cosignature, seed: Array(repeating: UInt8(number), count: 32))!
}

func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Every copy of `bytes` with one bit changed.
func eachBitFlip(_ bytes: [UInt8], _ body: ([UInt8], Int) throws -> Void) rethrows {
    var changed = bytes
    for bit in 0..<bytes.count * 8 {
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        try body(changed, bit)
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
    }
}

/// The result, or the refusal.
func attempt<Value>(_ body: () throws(Refusal) -> Value) -> Result<Value, Refusal> {
    do throws(Refusal) { return .success(try body()) } catch { return .failure(error) }
}
