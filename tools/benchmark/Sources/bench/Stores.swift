import Foundation
import LedgerLog
import LedgerModel

/// Where everything is, and the programs that are run.
struct Surroundings {
    let repository: String
    /// Stores that are kept from run to run.
    let stores: String
    /// Made anew in every run.
    let scratch: String
    let ledger: Child
    let limits: Child
    let peers: Child
    let python = Child(program: "/usr/bin/python3")

    static let by = "planning"

    init(repository: String, stores: String, binaries: String) throws {
        self.repository = repository
        self.stores = stores
        scratch = stores + "/scratch"
        ledger = Child(program: binaries + "/ledger", environment: ["LC_ALL": "C.UTF-8", "LEDGER_KEYS": scratch + "/keys"])
        limits = Child(program: binaries + "/limits")
        peers = Child(program: binaries + "/peers")
        try FileManager.default.createDirectory(atPath: stores, withIntermediateDirectories: true)
        try Surroundings.demandDisk(stores)
        if FileManager.default.fileExists(atPath: scratch) { try FileManager.default.removeItem(atPath: scratch) }
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    }

    /// Memory says nothing about what a durable write costs.
    private static func demandDisk(_ path: String) throws {
        // stat -f asks statfs, which this Foundation does not show.
        let kind = try Child(program: "/usr/bin/stat").run(["-f", "-c", "%T", path]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        if ["tmpfs", "ramfs"].contains(kind) { throw Failure("\(path) is in memory (tmpfs): choose a folder on a disk with --stores") }
    }

    func folder(_ name: String) throws -> String {
        let path = scratch + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    func copy(_ from: String, _ to: String) throws {
        try Child(program: "/bin/cp").run(["-a", "--reflink=auto", from, to])
    }
}

/// A generated ledger with its drafts and the answers of the independent fold.
struct Store {
    enum Name: String, CaseIterable { case city, prefecture, nation }

    let name: Name
    let folder: String
    var ledger: String { folder + "/kpi.ledger" }
    var log: String { ledger + "/log" }
    var views: String { ledger + "/views" }
    var drafts: String { folder + "/drafts.ndjson" }
    var questions: String { folder + "/questions.txt" }
    var answers: String { folder + "/answers.txt" }

    /// Entries of one transaction.
    private static let batch = 10_000

    /// Builds what is not there. A store is known by the bytes of what makes it, so that another generator makes another store.
    init(_ name: Name, _ around: Surroundings) throws {
        self.name = name
        let makers = ["tools/generator/generate.py", "tools/benchmark/fold.py"].map { around.repository + "/" + $0 }
        let digest = try Child(program: "/usr/bin/sha256sum").run(makers).output.split(separator: "\n").map { $0.prefix(6) }.joined()
        folder = around.stores + "/\(name.rawValue)-\(digest)"
        if FileManager.default.fileExists(atPath: folder + "/ready") {
            try catchUp(around)
            return
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let seconds = try timed { try build(around) } / 1e9
        try "\(number(seconds)) s\n".write(toFile: folder + "/ready", atomically: true, encoding: .utf8)
        say("built \(name.rawValue) in \(number(seconds)) s")
    }

    private func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + file) }

    /// A stopped build goes on where it was: what is whole is kept, and entries that are there already are known by their ids.
    private func build(_ around: Surroundings) throws {
        say("building \(name.rawValue) in \(folder)")
        if !has("drafts.ndjson") {
            try around.python.run([around.repository + "/tools/generator/generate.py", name.rawValue], output: drafts + ".new")
            try FileManager.default.moveItem(atPath: drafts + ".new", toPath: drafts)
        }
        if !has("answers.txt") {
            let made = folder + "/fold.new"
            try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true)
            try around.python.run([around.repository + "/tools/benchmark/fold.py", drafts, made])
            for file in ["/questions.txt", "/answers.txt"] { try FileManager.default.moveItem(atPath: made + file, toPath: folder + file) }
            try FileManager.default.removeItem(atPath: made)
        }
        if !has("kpi.ledger") { try around.ledger.run(["init", "--ledger", ledger, "--name", "benchmark.example", "--by", Surroundings.by]) }
        try fill()
    }

    /// In process and batch by batch, since `append --file` holds a whole file in memory.
    private func fill() throws {
        let ledger = try Ledger(opening: ledger, mode: .writing)
        guard let file = fopen(drafts, "r") else { throw Failure("\(drafts) cannot be read") }
        defer { fclose(file) }
        var (line, room, batch): (UnsafeMutablePointer<CChar>?, Int, [Draft]) = (nil, 0, [])
        defer { free(line) }
        while getline(&line, &room, file) > 0, let line {
            batch.append(try Draft(jsonLine: String(cString: line), place: "drafts"))
            guard batch.count == Store.batch else { continue }
            _ = try ledger.append(batch)
            batch = []
        }
        if !batch.isEmpty { _ = try ledger.append(batch) }
        try ledger.derive(keepingChanges: true)
    }

    /// Views that another program derived are made anew.
    private func catchUp(_ around: Surroundings) throws {
        let sources = ["Layout", "Derivation", "KeptChanges"].map { around.repository + "/Sources/LedgerLog/\($0).swift" }
        let layout = try Child(program: "/usr/bin/sha256sum").run(sources).output
        let noted = folder + "/layout"
        guard layout != (try? String(contentsOfFile: noted, encoding: .utf8)) else { return }
        say("rebuilding the views of \(name.rawValue)")
        try around.ledger.run(["rebuild", "--ledger", ledger])
        try layout.write(toFile: noted, atomically: true, encoding: .utf8)
    }
}

/// A line of the answer, at once.
func show(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}

/// A line about what is going on.
func say(_ text: String) {
    FileHandle.standardError.write(Data("==> \(text)\n".utf8))
}
