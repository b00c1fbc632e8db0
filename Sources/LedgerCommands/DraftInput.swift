import Foundation
import LedgerModel

/// The lines of a file of NDJSON that are not blank, with their numbers, read piece by piece.
///
/// Only a line feed ends a line; a carriage return before it is dropped. The other line breaks of Unicode may stand in a JSON string.
/// A byte order mark at the beginning is passed over.
final class DraftLines {
    private let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var line = 0
    private var hasEnded = false
    private static let pieceBytes = 1 << 20

    /// `-` is standard input.
    /// - Throws: `cannot-read`.
    init(_ path: String) throws(Problem) {
        self.path = path
        guard let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else { throw Problem(.cannotRead, path) }
        self.handle = handle
        try fill()
        if buffer.starts(with: [0xef, 0xbb, 0xbf]) { start = 3 }
    }

    /// The next line that holds anything. Nil at the end.
    /// - Throws: `cannot-read`, also where the line is not UTF-8.
    func next() throws(Problem) -> (number: Int, text: String)? {
        while let range = try nextRange() {
            line += 1
            let bytes = buffer[range]
            guard bytes.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) else { continue }
            let content = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
            guard let text = String(validating: content, as: UTF8.self) else { throw Problem(.cannotRead, path, "UTF-8") }
            return (line, text)
        }
        return nil
    }

    private func nextRange() throws(Problem) -> Range<Int>? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return start..<end
            }
            searched = buffer.endIndex - start
            if hasEnded {
                guard start < buffer.endIndex else { return nil }
                defer { start = buffer.endIndex }
                return start..<buffer.endIndex
            }
            buffer.removeSubrange(..<start)
            start = 0
            try fill()
        }
    }

    private func fill() throws(Problem) {
        do {
            let piece = try handle.read(upToCount: Self.pieceBytes) ?? Data()
            hasEnded = piece.isEmpty
            buffer += piece
        } catch {
            throw Problem(.cannotRead, path)
        }
    }
}

/// Drafts in a row and the lines on which they stand.
struct DraftSlice: Sendable {
    var drafts: [Draft] = []
    var lines: [Int] = []

    mutating func add(_ text: String, line: Int) throws(Problem) {
        drafts.append(try Draft(jsonLine: text, place: "line \(line)"))
        lines.append(line)
    }

    /// `entry 3` of the slice as the line of the file that it is.
    func placed(_ problem: Problem) -> Problem {
        guard problem.place.hasPrefix("entry "), let number = Int(problem.place.dropFirst(6)), lines.indices.contains(number - 1) else { return problem }
        return problem.at("line \(lines[number - 1])")
    }
}

/// What gives slices of drafts, each to be a batch of its own.
protocol DraftSource {
    /// Nil after the last.
    func next() throws -> DraftSlice?
}

extension DraftSlice {
    /// The slices of what is in memory already.
    func parts(of length: Int) -> some DraftSource { DraftParts(whole: self, length: length) }
}

private final class DraftParts: DraftSource {
    private let whole: DraftSlice
    private let length: Int
    private var start = 0

    init(whole: DraftSlice, length: Int) { (self.whole, self.length) = (whole, length) }

    func next() -> DraftSlice? {
        let range = start..<min(start + length, whole.drafts.count)
        guard !range.isEmpty else { return nil }
        start = range.upperBound
        return DraftSlice(drafts: Array(whole.drafts[range]), lines: Array(whole.lines[range]))
    }
}

/// A whole file of drafts in memory: what goes in one batch, or is looked through before anything is recorded.
struct DraftFile {
    let content: DraftSlice
    var drafts: [Draft] { content.drafts }

    /// - Throws: `batch-too-large` before anything is parsed; every line that cannot be read, as `Problems`.
    init(_ path: String, limit: Int) throws {
        let reader = try DraftLines(path)
        var lines: [(number: Int, text: String)] = []
        var count = 0
        while let line = try reader.next() {
            count += 1
            if count <= limit { lines.append(line) }
        }
        guard count <= limit else { throw Problem(.batchTooLarge, "\(count)", "\(limit)") }
        var content = DraftSlice()
        var problems: [Problem] = []
        for (number, text) in lines {
            do { try content.add(text, line: number) } catch { problems.append(error) }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        self.content = content
    }

}

/// The slices of a file of drafts, parsed on a thread of their own while the slice before is being recorded. What stands in memory does not
/// grow with the file.
///
/// A line that cannot be read refuses its slice and ends the sequence; the slices before it stand.
final class DraftSlices: DraftSource, Sendable {
    private let pieces = Handover<Result<DraftSlice, any Error>>(limit: 16)
    private let length: Int
    private static let pieceLength = 500

    /// - Parameter length: drafts of a slice; the last may have fewer.
    init(_ path: String, length: Int) {
        self.length = length
        let pieces = pieces
        Thread.detachNewThread { Self.parse(path, length, into: pieces) }
    }

    deinit { pieces.close() }

    /// Nil after the last.
    /// - Throws: `Problems` with every line of the slice that cannot be read; `cannot-read`.
    func next() throws -> DraftSlice? {
        var slice = DraftSlice()
        while slice.drafts.count < length, let piece = try pieces.take()?.get() {
            slice.drafts += piece.drafts
            slice.lines += piece.lines
        }
        return slice.drafts.isEmpty ? nil : slice
    }

    private static func parse(_ path: String, _ length: Int, into pieces: Handover<Result<DraftSlice, any Error>>) {
        defer { pieces.close() }
        do {
            let reader = try DraftLines(path)
            var piece = DraftSlice()
            var problems: [Problem] = []
            var count = 0
            while let (number, text) = try reader.next() {
                do { try piece.add(text, line: number) } catch { problems.append(error) }
                count += 1
                if count == length {
                    guard problems.isEmpty else { break }
                    count = 0
                }
                guard piece.drafts.count == pieceLength || count == 0 else { continue }
                guard !problems.isEmpty || pieces.put(.success(piece)) else { return }
                piece = DraftSlice()
            }
            guard problems.isEmpty else { throw Problems(problems) }
            _ = pieces.put(.success(piece))
        } catch {
            _ = pieces.put(.failure(error))
        }
    }
}

/// What one thread gives to another, in its order; the giver waits while `limit` elements lie there.
private final class Handover<Element: Sendable>: @unchecked Sendable {
    // Everything below is touched only while this is locked.
    private let condition = NSCondition()
    private var elements: [Element] = []
    private var isClosed = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// False where nobody will take it any more.
    func put(_ element: Element) -> Bool {
        condition.withLock {
            while elements.count >= limit, !isClosed { condition.wait() }
            guard !isClosed else { return false }
            elements.append(element)
            condition.broadcast()
            return true
        }
    }

    /// Nil once it is closed and empty.
    func take() -> Element? {
        condition.withLock {
            while elements.isEmpty, !isClosed { condition.wait() }
            guard !elements.isEmpty else { return nil }
            condition.broadcast()
            return elements.removeFirst()
        }
    }

    /// By either side: nothing more will come, or be taken.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }
}
