import Foundation

/// Runs a program of the machine and waits for it.
struct ChildProcess {
    let status: Int32
    let output: String

    /// Nil where the machine has no such program.
    static func path(_ program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// A folder of this test's making; read-only files in it go too.
    static func remove(_ path: String) throws { _ = try ChildProcess(["rm", "-rf", path]) }

    /// Output and errors together, by way of a file, so that nothing waits for a reader.
    init(_ arguments: [String], environment: [String: String] = [:], in directory: String? = nil) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "ledger-output-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let handle = try FileHandle(forWritingTo: file)
        (process.standardOutput, process.standardError) = (handle, handle)
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}

/// A web server over a folder, on a free port, until the value goes. It answers 500 for /fails, endlessly for /endless, and redirects
/// /turns/… to /….
final class TestServer {
    private let process = Process()
    let address: String

    /// Nil, with a word in the output, where the machine has no Python or no curl.
    init?(_ folder: String) throws {
        guard ChildProcess.path("python3") != nil, ChildProcess.path("curl") != nil else {
            print("skipped: python3 and curl are needed")
            return nil
        }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-u", "-c", Self.program, folder]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = Data()
        while line.last != 10 {
            let more = pipe.fileHandleForReading.readData(ofLength: 1)
            if more.isEmpty { break }
            line += more
        }
        address = "http://127.0.0.1:" + String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        // Not SIGTERM: threads of the test runner block it, and children inherit that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static let program = """
        import http.server, os, sys
        os.chdir(sys.argv[1])
        class Handler(http.server.SimpleHTTPRequestHandler):
            protocol_version = 'HTTP/1.0'
            def do_GET(self):
                if self.path.startswith('/turns/'):
                    self.send_response(302); self.send_header('Location', self.path[6:]); self.end_headers()
                elif self.path.startswith('/around'):
                    self.send_response(302); self.send_header('Location', self.path + 'd'); self.end_headers()
                elif self.path.startswith('/local/'):
                    self.send_response(302); self.send_header('Location', 'file:///etc/hostname'); self.end_headers()
                elif self.path.startswith('/fails/'): self.send_error(500)
                elif self.path.startswith('/endless/'):
                    self.send_response(200); self.end_headers()
                    try:
                        while True: self.wfile.write(b'x' * 65536)
                    except OSError: pass
                else: super().do_GET()
            def log_message(self, *arguments): pass
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        print(server.server_address[1])
        server.serve_forever()
        """
}
