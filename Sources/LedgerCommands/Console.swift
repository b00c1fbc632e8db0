import Foundation
import LedgerModel
import LedgerReports

/// Standard output, buffered, and standard error, not. Data go to the one, words to the other. Tables and words are in the codeset of the locale;
/// data that machines read are UTF-8 whatever it is.
final class Console {
    /// Whoever read standard output has gone away.
    struct Closed: Error {}

    private static let bufferBytes = 1 << 16
    private var buffer: [UInt8] = []
    private let isColoured: Bool
    private let people: ConsoleText
    /// How many columns a line has: `COLUMNS`, else what the terminal on standard output says, else 80.
    let columns: Int

    /// - Precondition: nothing has been opened yet.
    init(environment: [String: String]) {
        Console.keepStandardDescriptors()
        isColoured = isatty(STDERR_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        people = ConsoleText(environment: environment)
        columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? Console.terminalColumns ?? 80
    }

    private static var terminalColumns: Int? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// A standard descriptor that is closed (`<&-`, `>&-`) would be given to the next file that is opened, and words would be written into the
    /// store. Held open the wrong way round, it fails as a closed one does.
    private static func keepStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// A line of a table or a report for people.
    func line(_ text: String) throws { try append(people.bytes(text + "\n")) }

    /// Data: JSON, NDJSON, CSV, a file of any kind. UTF-8, nothing added.
    func raw(_ text: String) throws { try append(Array(text.utf8)) }

    private func append(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= Console.bufferBytes { try flush() }
    }

    /// - Throws: `Closed`, or `Problem` with `cannot-write` where the disk behind a redirection is full.
    func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        try Console.write(buffer[...], to: STDOUT_FILENO)
    }

    /// - Parameter end: nothing behind a question, or behind progress that the next word overwrites.
    func word(_ text: String, end: String = "\n") { try? Console.write(people.bytes(text + end)[...], to: STDERR_FILENO) }

    /// The line that a person types behind a question, without its end; nil where standard input has no more.
    func answer(_ question: String) -> String? {
        word(question, end: "")
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            // One byte at a time: what follows belongs to the next reader.
            let count = unsafe read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return line.isEmpty ? nil : people.text(line) }
            if byte == UInt8(ascii: "\n") { return people.text(line.last == UInt8(ascii: "\r") ? line.dropLast() : line) }
            line.append(byte)
        }
    }

    /// What a person types without its being shown, as bytes; nil where standard input is no terminal.
    func secret(_ question: String) -> [UInt8]? {
        var shown = termios()
        guard isatty(STDIN_FILENO) == 1, unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { return nil }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            word("")
        }
        return answer(question).map { Array($0.utf8) }
    }

    /// The first word of an error in bold where a person looks at a terminal. Colour carries no meaning of its own.
    func emphasised(_ text: String) { word(isColoured ? "\u{1b}[1m\(text)\u{1b}[0m" : text) }

    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws {
        var rest = bytes
        while !rest.isEmpty {
            // The bytes are lent for the length of the call only.
            let written = unsafe rest.withUnsafeBytes { unsafe Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { throw Closed() }
                throw Problem(.cannotWrite, POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO).localizedDescription)
            }
            rest = rest.dropFirst(written)
        }
    }
}

extension LedgerProgram {
    /// What was typed behind the program's name, in the codeset of the locale.
    package static func arguments(environment: [String: String]) -> [String] {
        let people = ConsoleText(environment: environment)
        return (1..<max(1, Int(CommandLine.argc))).compactMap { i in
            // The kernel ends each argument with a zero byte; they live as long as the program.
            guard let start = unsafe CommandLine.unsafeArgv[i] else { return nil }
            return unsafe people.text(UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) })
        }
    }
}

/// What one run of a command works with.
struct Session {
    let console: Console
    let environment: [String: String]
    let catalogue: Catalogue
    let kept: Kept

    init(console: Console, environment: [String: String], language: Language, kept: Kept = Kept()) {
        self.console = console
        self.environment = environment
        self.kept = kept
        catalogue = Catalogue(language)
    }

    var language: Language { catalogue.language }

    /// A sentence on standard error.
    func say(_ ja: String, _ en: String, _ values: String...) { console.word(Words(ja, en).filled(language, values)) }

    func say(_ problem: Problem) {
        let lines = catalogue.lines(problem)
        console.emphasised(lines[0])
        for line in lines.dropFirst() { console.word(line) }
    }

    func print(_ line: String) throws { try console.line(line) }
    func print(_ table: TextTable) throws { for line in table.lines { try console.line(line) } }
    func printJSON(_ value: some Encodable) throws { try console.raw(try JSONText.document(value) + "\n") }
}
