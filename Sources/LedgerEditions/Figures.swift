import LedgerModel

/// What is wrong with a line of figures.
package enum FigureFault: Error, Hashable, Sendable {
    /// The first line is not the header of this format.
    case header
    /// Not ended by CR LF, not UTF-8, or with another control character.
    case line
    /// Quotes that are not balanced, or another number of cells than the header has.
    case cells
    /// A cell that does not hold what its column says.
    case cell(column: String)
    /// Readable, but not as a ledger writes it.
    case spelling
    /// Not behind the line before it, or of the same figure.
    case order

    /// As machines know it.
    package var word: String { if case .cell = self { "cell" } else { "\(self)" } }
    package var column: String? { if case .cell(let column) = self { column } else { nil } }
}

/// A file of figures that cannot be read. Lines count from 1, the header.
package struct FiguresError: Error, Hashable, Sendable {
    package let line: Int
    package let fault: FigureFault
}

/// The figures of an edition: `figures.csv` (PROOFS.md §4).
package enum Figures {
    /// The first line, with its CR LF.
    package static let header = FigureCSV.line(FigureCells.columns)

    /// The lines of one subject as of entry `size`, each ended by CR LF; none where it has no figure. Cost: the subject's events.
    package static func lines(of subject: Subject, size: UInt64, in source: some SealSource) throws -> [UInt8] {
        lines(of: subject, try source.events(of: subject, through: size))
    }

    /// `events`: those that list the subject, ascending, up to the edition's size.
    static func lines(of subject: Subject, _ events: [Event]) -> [UInt8] {
        FigureStates(subject, events).figures.map { (key: $0.key, line: $0.line) }.sorted { $0.key < $1.key }.flatMap(\.line)
    }

    /// The whole file: the header and the lines of every subject that an edition of these plans seals. Cost: these subjects' events.
    package static func file(plans: [String], size: UInt64, in source: some SealSource) throws -> [UInt8] {
        var lines: [Subject: [UInt8]] = [:]
        try SealedSubjects.forEach(of: plans, size: size, in: source) { subject, events in lines[subject] = self.lines(of: subject, events) }
        return lines.sorted { $0.key < $1.key }.reduce(into: header) { $0 += $1.value }
    }

    /// Strict: what is read is written again as the same bytes, each figure once, in the file's order.
    package static func read(_ bytes: [UInt8]) throws(FiguresError) -> [Figure] {
        guard bytes.starts(with: header) else { throw FiguresError(line: 1, fault: .header) }
        var figures: [Figure] = []
        var before: Figure.Key?
        var rest = bytes[header.count...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 10 }
            rest = rest[line.endIndex...].dropFirst()
            do throws(FigureFault) {
                guard line.endIndex < bytes.endIndex else { throw .line }
                let figure = try read(line: line)
                let key = figure.key
                if let before, !(before < key) { throw .order }
                before = key
                figures.append(figure)
            } catch {
                throw FiguresError(line: figures.count + 2, fault: error)
            }
        }
        return figures
    }

    /// `line` ends in CR; its LF is taken off.
    private static func read(line: ArraySlice<UInt8>) throws(FigureFault) -> Figure {
        guard line.last == 13, line.dropLast().allSatisfy({ $0 >= 0x20 }), String(validating: line, as: UTF8.self) != nil else { throw .line }
        guard let cells = FigureCSV.cells(line.dropLast()), cells.count == FigureCells.columns.count else { throw .cells }
        let figure = try FigureCells.read(cells.map { String(decoding: $0, as: UTF8.self) })
        guard figure.line.dropLast().elementsEqual(line) else { throw .spelling }
        return figure
    }
}

extension Figure {
    /// The line of the file, with its CR LF.
    package var line: [UInt8] { FigureCSV.line(FigureCells.of(self)) }

    /// What the figure says, without how it came: the cells from `number` to `expected`, and the period of a baseline.
    var said: [[UInt8]] {
        (FigureCells.of(self)[FigureCells.content] + [kind == .baseline ? period : ""]).map { Array($0.utf8) }
    }
}
