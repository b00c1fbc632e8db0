import Foundation
import LedgerModel
@testable import LedgerSheets

/// The real sheets and what was read of them by hand. Nil where this machine does not hold them.
enum CellsTruth {
    typealias Row = [String: String]

    static var folder: URL? {
        let named = ProcessInfo.processInfo.environment["LEDGER_SHEETS"].map { URL(filePath: $0) }
        let beside = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/sheets").standardized
        let folder = named ?? beside
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    static func table(_ name: String) throws -> [Row]? {
        guard let folder else { return nil }
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let lines = records(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
        guard let head = lines.first else { return nil }
        return lines.dropFirst().map { line in Dictionary(uniqueKeysWithValues: zip(head, line)) }
    }

    /// RFC 4180, enough for these files.
    private static func records(_ text: String) -> [[String]] {
        var lines: [[String]] = [], line: [String] = [], field = "", quoted = false
        var scalars = Array(text.unicodeScalars)[...]
        func end() { line.append(field); field = "" }
        while let next = scalars.popFirst() {
            if quoted {
                if next != "\"" {
                    field.unicodeScalars.append(next)
                } else if scalars.first == "\"" {
                    field.append("\"")
                    scalars.removeFirst()
                } else {
                    quoted = false
                }
            } else if next == "\"" {
                quoted = true
            } else if next == "," {
                end()
            } else if next == "\n" {
                end()
                lines.append(line)
                line = []
            } else if next != "\r" {
                field.unicodeScalars.append(next)
            }
        }
        if !field.isEmpty || !line.isEmpty { end(); lines.append(line) }
        return lines
    }

    static var kitakyushu: CellSettings {
        var settings = CellSettings()
        settings.defaultTargetPeriod = .fiscal(2019)
        for mark in ["—", "-", "－"] { settings.symbols[mark] = CellSettings.Symbol(.nonePrinted, status: .o) }
        return settings
    }

    static func printed(_ text: String, _ column: Int, _ row: Int) -> Printed {
        Printed(text, CellPlace(sheet: "", column: column, row: row))
    }
}

/// Fields of the expected files, counted.
struct Score {
    var right = 0
    var wrong: [String] = []
    var unread: [String] = []

    mutating func add(_ place: String, expected: String, read: String?, reasons: [String]) {
        if let read {
            if read == expected { right += 1 } else { wrong.append("\(place): \(expected) read as \(read)") }
        } else {
            unread.append("\(place): \(expected) \(reasons)")
        }
    }

    var total: Int { right + wrong.count + unread.count }

    func print(_ name: String) {
        let share = Ratio(unread.count * 100, max(total, 1)).rounded(digits: 2)
        Swift.print("\(name): \(right) right, \(wrong.count) wrong, \(unread.count) unread of \(total) fields (\(share) %)")
        for line in wrong { Swift.print("  wrong  \(line)") }
        for line in unread { Swift.print("  unread \(line)") }
    }
}
