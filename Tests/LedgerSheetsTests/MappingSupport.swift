import Foundation
import LedgerModel
import SheetFiles

@testable import LedgerSheets

/// Tables for the tests of mappings: small ones written as text, and the real ones where they are at hand.
enum Tables {
    /// The folder of real sheets, nil where it is absent.
    static let folder: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["LEDGER_SHEETS"].map { URL(filePath: $0) }
        let folder = named ?? root.appending(path: "../shared/sheets").standardizedFileURL
        if FileManager.default.fileExists(atPath: folder.path) { return folder }
        print("skipped: no sheets at \(folder.path); LEDGER_SHEETS names another place")
        return nil
    }()

    static var areThere: Bool { folder != nil }

    static func real(_ path: String) throws -> Workbook {
        try csv(String(contentsOf: folder!.appending(path: path), encoding: .utf8))
    }

    /// The same through the product's reader, for encodings and workbooks.
    static func file(_ path: String, encoding: String? = nil) throws -> Workbook {
        try WorkbookReader.read(path: folder!.appending(path: path).path, WorkbookReader.Options(encoding: encoding))
    }

    /// Commas, quotes and line breaks as RFC 4180 has them; written apart from the product's reader, which has tests of its own.
    static func csv(_ text: String, merges: [CellRange] = [], name: String = "") -> Workbook {
        Workbook(format: .csv, encoding: "UTF-8", sheets: [Sheet(name: name, rows: rows(fields(text)), merges: merges)])
    }

    static func rows(_ records: [[String]]) -> [SheetRow] {
        records.enumerated().map { SheetRow(number: $0.offset + 1, cells: $0.element.map { SheetCell($0) }) }
    }

    static func fields(_ text: String) -> [[String]] {
        var records: [[String]] = [[]]
        var field = ""
        var isQuoted = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                field.append("\"")
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                records[records.count - 1].append(field)
                field = ""
            case "\r" where !isQuoted: break
            case "\n" where !isQuoted:
                records[records.count - 1].append(field)
                field = ""
                records.append([])
            default: field.unicodeScalars.append(scalar)
            }
        }
        if field.isEmpty, records.last?.isEmpty == true { records.removeLast() } else { records[records.count - 1].append(field) }
        return records
    }

    /// Changes the header row and every other row of a table, to make next year's of it.
    static func changed(_ book: Workbook, _ change: ([String], Bool) -> [String]) -> Workbook {
        let rows = book.sheets[0].rows.enumerated().map { index, row in change(row.cells.map(\.text), index == 0) }
        return Workbook(format: .csv, encoding: "UTF-8", sheets: [Sheet(name: "", rows: Tables.rows(rows))])
    }
}

extension TableReading {
    var unread: [Unread] { rows.flatMap(\.unread) }
}

func reading(_ name: String, _ book: Workbook, _ period: Period) throws -> TableReading {
    try TableReader(Mapping.shipped(named: name), period: period).read(book)
}
