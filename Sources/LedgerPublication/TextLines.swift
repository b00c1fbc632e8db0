import LedgerModel

/// The lines of one file of texts, one at a time. What is no line is a fault and is passed over.
struct TextLines {
    let path: String
    private let stream: ByteStream
    private var buffer: [UInt8] = []
    private var start = 0
    private var lineNumber = 0
    private var isAtEnd = false
    private var failures = 0
    private(set) var faults: [PublicationFault] = []

    /// After so many faults the rest of a file is not read.
    private static let failureLimit = 10

    /// Nil where there is no such file.
    init?(_ folder: Folder, _ path: String) throws(FolderFault) {
        guard let stream = try folder.stream(path) else { return nil }
        self.path = path
        self.stream = stream
    }

    /// Nil at the end.
    mutating func next() -> TextLine? {
        while failures < TextLines.failureLimit, let line = nextBytes() {
            lineNumber += 1
            do throws(DecodeError) { return try TextLine(parsing: line) } catch { fail(error.why) }
        }
        return nil
    }

    /// About the line that was given last.
    mutating func fail(_ why: String) {
        failures += 1
        faults.append(PublicationFault(.textUnreadable, "\(path):\(lineNumber)", why))
    }

    /// Without the newline; what follows the last newline is no line.
    private mutating func nextBytes() -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            searched = buffer.count - start
            buffer.removeFirst(start)
            start = 0
            guard !isAtEnd else { return nil }
            guard buffer.count <= PublishedLimit.textLine else { return end("is longer than any text") }
            do throws(FolderFault) {
                guard let chunk = try stream.next() else { return buffer.isEmpty ? end(nil) : end("ends without its newline") }
                buffer += chunk
            } catch {
                isAtEnd = true
                faults.append(PublicationFault(path, error))
                return nil
            }
        }
    }

    private mutating func end(_ why: String?) -> [UInt8]? {
        isAtEnd = true
        buffer = []
        lineNumber += 1
        if let why { fail(why) }
        return nil
    }
}
