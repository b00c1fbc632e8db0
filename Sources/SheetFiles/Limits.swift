/// What a file may ask of the reader. A table of a city stays far below; a file made to exhaust memory or time does not.
/// A spreadsheet's own limits are those of ECMA-376 as its programs enforce them.
package enum SheetLimit: String, Sendable, CaseIterable {
    case fileBytes = "file-bytes"
    case entries
    case partBytes = "part-bytes"
    case totalBytes = "total-bytes"
    case ratio
    case rows
    case columns
    case cells
    case cellBytes = "cell-bytes"
    case sharedStrings = "shared-strings"
    case sharedStringBytes = "shared-string-bytes"
    case sheets
    case styles
    case depth
    case tokenBytes = "token-bytes"
    case merges

    package var value: Int {
        switch self {
        case .fileBytes: 256 << 20
        case .entries: 10_000
        case .partBytes: 512 << 20
        case .totalBytes: 1 << 30
        case .ratio: 500
        case .rows: 1_048_576
        case .columns: 16_384
        case .cells: 5_000_000
        case .cellBytes: 1 << 20
        case .sharedStrings: 4_000_000
        case .sharedStringBytes: 256 << 20
        case .sheets: 1_000
        case .styles: 65_536
        case .depth: 64
        case .tokenBytes: 1 << 20
        case .merges: 100_000
        }
    }

    package var unit: String {
        switch self {
        case .fileBytes, .partBytes, .totalBytes, .cellBytes, .sharedStringBytes, .tokenBytes: "bytes"
        case .ratio: "to 1"
        default: ""
        }
    }

    /// A part smaller than this may be packed as tightly as it likes: bytes.
    static let smallPart = 10 << 20

    func fault(at place: String = "", found: Int? = nil) -> SheetFault {
        let limit = unit.isEmpty ? String(value) : "\(value) \(unit)"
        return SheetFault(.tooLarge, at: place, rawValue, limit, found.map(String.init) ?? "")
    }
}
