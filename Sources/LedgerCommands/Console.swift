import Foundation
import LedgerModel
import LedgerReports

/// Standard output, buffered, and standard error, not. Data go to the one, words to the other.
final class Console {
    /// Whoever read standard output has gone away.
    struct Closed: Error {}

    private static let bufferBytes = 1 << 16
    private var buffer: [UInt8] = []
    private let isColoured: Bool

    /// - Precondition: nothing has been opened yet.
    init(environment: [String: String]) {
        Console.keepStandardDescriptors()
        isColoured = isatty(STDERR_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// A standard descriptor that is closed (`<&-`, `>&-`) would be given to the next file that is opened, and words would be written into the
    /// store. Held open the wrong way round, it fails as a closed one does.
    private static func keepStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    func line(_ text: String) throws { try raw(text + "\n") }

    func raw(_ text: String) throws {
        buffer += text.utf8
        if buffer.count >= Console.bufferBytes { try flush() }
    }

    /// - Throws: `Closed`, or `Problem` with `cannot-write` where the disk behind a redirection is full.
    func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        try Console.write(buffer[...], to: STDOUT_FILENO)
    }

    func word(_ text: String) { try? Console.write(Array((text + "\n").utf8)[...], to: STDERR_FILENO) }

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

/// What one run of a command works with.
struct Session {
    let console: Console
    let environment: [String: String]
    let catalogue: Catalogue

    init(console: Console, environment: [String: String], language: Language) {
        self.console = console
        self.environment = environment
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
    func printJSON(_ value: some Encodable) throws { try console.line(try JSONText.document(value)) }
}
