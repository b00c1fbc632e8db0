import Foundation

/// The built program at a console of another locale: bytes in, bytes out.
enum ConsoleTool {
    struct Result {
        let output: Data
        let words: Data
        let code: Int32
    }

    /// - Parameter script: a shell script in which `$LEDGER` is the program.
    static func run(_ script: String, in directory: String, environment: [String: String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = Tool.environment(environment.merging(["LEDGER": Tool.path, "PATH": "/usr/bin:/bin"]) { mine, _ in mine })
        let files = try ["out", "err"].map { name in
            let file = directory + "/.console" + name
            guard FileManager.default.createFile(atPath: file, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
            return file
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: files[0])
        process.standardError = FileHandle(forWritingAtPath: files[1])
        try process.run()
        process.waitUntilExit()
        let told = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        return Result(output: told[0], words: told[1], code: process.terminationStatus)
    }

    /// The text of bytes in a codeset by a decoder that is not the program's (Python's); nil where they are not in it.
    static func decoded(_ bytes: Data, _ codeset: String) throws -> String? {
        if codeset == "utf-8" { return String(validating: bytes, as: UTF8.self) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        let program = "import base64, sys; sys.stdout.buffer.write(base64.b64decode(sys.argv[1]).decode(sys.argv[2]).encode())"
        process.arguments = ["-c", program, bytes.base64EncodedString(), codeset]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: text, as: UTF8.self) : nil
    }

    /// A ledger with what a city of the scenarios has.
    static func inCity<R>(_ body: (String) throws -> R) throws -> R {
        try Tool.inDirectory { directory in
            for case .run(let line, let input) in City.told { _ = try Tool.run(Tool.words(line), input: input, in: directory, language: "en") }
            return try body(directory)
        }
    }
}
