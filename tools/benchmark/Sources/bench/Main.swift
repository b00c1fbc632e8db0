import Foundation

/// See tools/benchmark/README.md.
@main
struct Main {
    static func main() {
        do {
            var run = Run(try Options(CommandLine.arguments))
            try run.run()
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(1)
        }
    }
}

struct Options {
    var repository = "."
    var stores = ""
    var binaries = ""
    var json: String?
    var check: String?
    var record: String?
    var isShort = false
    var names: [Store.Name] = [.city, .prefecture]
    var groups: Set<String> = []

    init(_ arguments: [String]) throws {
        var words = arguments.dropFirst()
        func next(_ option: String) throws -> String {
            guard let word = words.popFirst() else { throw Failure("\(option) needs a value") }
            return word
        }
        while let word = words.popFirst() {
            switch word {
            case "--repository": repository = try next(word)
            case "--stores": stores = try next(word)
            case "--binaries": binaries = try next(word)
            case "--json": json = try next(word)
            case "--check": check = try next(word)
            case "--record": record = try next(word)
            case "--short": (isShort, names) = (true, [.city])
            case "--nation": names.append(.nation)
            case "--on": names = try next(word).split(separator: ",").compactMap { Store.Name(rawValue: String($0)) }
            case "--only": groups.formUnion(try next(word).split(separator: ",").map(String.init))
            default: throw Failure("unknown option \(word)")
            }
        }
        if stores.isEmpty { stores = repository + "/.build/benchmark-stores" }
    }
}

struct Run {
    let options: Options
    private var table = Table()
    private var peers: [PeerRow] = []

    init(_ options: Options) { self.options = options }

    private mutating func wants(_ group: String) -> Bool {
        table.group = group
        return options.groups.isEmpty || options.groups.contains(group)
    }

    mutating func run() throws {
        let around = try Surroundings(repository: options.repository, stores: options.stores, binaries: options.binaries)
        let stores = try options.names.map { try Store($0, around) }
        let started = nanoseconds()
        show(Table.head)
        for store in stores { try measure(store, around) }
        let space = SpaceRows(around: around)
        if wants("space"), let largest = stores.last(where: { $0.name != .nation }) { try space.pages(largest, into: &table) }
        if wants("memory"), stores.count > 1 { try space.memory(stores[0], stores[1], into: &table) }
        if wants("peers"), !options.isShort { try measurePeers(stores.filter { $0.name != .nation }, around) }
        if let file = options.record { try Recorded(table.rows).write(file) }
        if let file = options.check { try check(Recorded(reading: file), stores, around) }
        try FileManager.default.removeItem(atPath: around.scratch)
        if let file = options.json { try write(file) }
        say("measured in \(number(Double(nanoseconds() - started) / 1e9)) s")
    }

    private mutating func measure(_ store: Store, _ around: Surroundings) throws {
        let isSmall = store.name != .nation
        let reading = ReadingRows(around: around, store: store, isShort: options.isShort)
        let processes = ProcessRows(around: around, store: store, isShort: options.isShort)
        if wants("writing"), isSmall { try WritingRows(around: around, store: store, isShort: options.isShort).measure(into: &table) }
        if wants("questions") { try reading.questions(into: &table) }
        if wants("processes") {
            try processes.indicator(into: &table)
            if isSmall { try processes.audit(into: &table) }
            if store.name == .city { try processes.everyCommand(into: &table) }
        }
        if wants("fold"), isSmall { try reading.fold(into: &table) }
        if wants("rebuild"), isSmall { try reading.rebuild(into: &table) }
        if wants("verify"), isSmall { try VerifyingRows(around: around, store: store, isShort: options.isShort).measure(into: &table) }
    }

    private mutating func measurePeers(_ stores: [Store], _ around: Surroundings) throws {
        let cluster = try Cluster(around)
        show("\n" + PeerRow.head)
        for store in stores {
            var rows = try PeerRows(around: around, store: store, cluster: cluster)
            try rows.appends()
            try rows.questions()
            try rows.verify()
            if store.name == .prefecture { try rows.imports(100_000) }
            try rows.space()
            peers += rows.rows
        }
        show("\n" + PeerRow.fairness)
    }

    /// What fell short is measured once more before it counts: the machine may have been busy with something else.
    private mutating func check(_ recorded: Recorded, _ stores: [Store], _ around: Surroundings) throws {
        let short = recorded.shortfalls(table.rows)
        guard !short.isEmpty else { return say("every ratio is at least half of what was recorded") }
        say("measured again: \(short.map(\.id).joined(separator: ", "))")
        var options = options
        options.groups = Set(short.compactMap { table.groups[$0.id] })
        var again = Run(options)
        for store in stores { try again.measure(store, around) }
        let still = recorded.shortfalls(again.table.rows).filter { one in short.contains { $0.id == one.id } }
        guard still.isEmpty else {
            throw Failure("less than half of the recorded ratio (tools/benchmark/recorded.json): "
                + still.map { "\($0.id) \(number($0.now)) instead of \(number($0.before))" }.joined(separator: ", "))
        }
    }

    private func write(_ file: String) throws {
        struct Document: Codable {
            let rows: [Row]
            let peers: [PeerRow]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(Document(rows: table.rows, peers: peers)).write(to: URL(fileURLWithPath: file))
    }
}
