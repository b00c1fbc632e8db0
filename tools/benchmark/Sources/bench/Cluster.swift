import Foundation

/// A PostgreSQL 15 of our own: started here on a Unix socket, as an unprivileged user, and stopped when it is let go.
final class Cluster {
    private static let programs = "/usr/lib/postgresql/15/bin/"
    private static let user = "postgres"

    private let socket: String
    private let server: Process
    private let data: String

    /// Starts it; makes it where there is none.
    init(_ around: Surroundings) throws {
        data = around.stores + "/postgres"
        socket = "/tmp/ledger-bench-\(getpid())"
        for folder in [data, socket] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Cluster.give(folder)
        }
        let absolute = URL(fileURLWithPath: data).path + "/data"
        if !FileManager.default.fileExists(atPath: absolute + "/PG_VERSION") {
            let (program, words) = Cluster.unprivileged("initdb", ["-D", absolute, "-U", "bench", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"])
            try Child(program: program).run(words)
        }
        let (program, words) = Cluster.unprivileged("postgres", [
            "-D", absolute, "-k", socket, "-c", "listen_addresses=", "-c", "shared_buffers=1GB", "-c", "max_wal_size=4GB", "-c", "synchronous_commit=on", "-c", "fsync=on",
            "-c", "autovacuum=off", "-c", "logging_collector=off",
        ])
        server = Process()
        server.executableURL = URL(fileURLWithPath: program)
        server.arguments = words
        server.standardError = FileHandle(forWritingAtPath: "/dev/null")
        try server.run()
        try waitUntilReady()
    }

    deinit {
        // A fast shutdown: sessions are cut off, everything is written.
        server.interrupt()
        server.waitUntilExit()
        try? FileManager.default.removeItem(atPath: socket)
    }

    private static var isRoot: Bool { geteuid() == 0 }

    private static func give(_ folder: String) throws {
        if isRoot { try Child(program: "/bin/chown").run([user, folder]) }
    }

    /// PostgreSQL refuses to run as root.
    private static func unprivileged(_ program: String, _ words: [String]) -> (String, [String]) {
        let path = programs + program
        return isRoot ? ("/usr/bin/setpriv", ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", path] + words) : (path, words)
    }

    private func waitUntilReady() throws {
        for _ in 0..<300 {
            if (try? Child(program: Cluster.programs + "pg_isready").run(["-q", "-h", socket])) != nil { return }
            guard server.isRunning else { break }
            usleep(100_000)
        }
        throw Failure("PostgreSQL does not start in \(data): its folder must be within reach of the user \(Cluster.user) (--stores)")
    }

    func place(_ database: String) -> String { "host=\(socket) user=bench dbname=\(database)" }

    private func ask(_ sql: String, in database: String = "postgres") throws -> String {
        try Child(program: Cluster.programs + "psql").run(["-h", socket, "-U", "bench", "-d", database, "-qAtc", sql]).output
    }

    func has(_ database: String) throws -> Bool { try !ask("SELECT 1 FROM pg_database WHERE datname = '\(database)'").isEmpty }

    /// An empty one, or a copy.
    func make(_ database: String, from template: String? = nil) throws {
        try drop(database)
        _ = try ask("CREATE DATABASE \(database)" + (template.map { " TEMPLATE \($0) STRATEGY file_copy" } ?? ""))
        _ = try ask("CHECKPOINT")
    }

    func drop(_ database: String) throws { _ = try ask("DROP DATABASE IF EXISTS \(database)") }

    func rename(_ database: String, to name: String) throws {
        try drop(name)
        _ = try ask("ALTER DATABASE \(database) RENAME TO \(name)")
    }

    /// Bytes of its tables and indexes.
    func bytes(_ database: String) throws -> Double {
        Double(try ask("SELECT sum(pg_total_relation_size(c)) FROM unnest(ARRAY['events', 'history', 'indicators']::regclass[]) c", in: database)
            .trimmingCharacters(in: .whitespacesAndNewlines)) ?? .nan
    }
}
