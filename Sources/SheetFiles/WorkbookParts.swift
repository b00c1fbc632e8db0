/// The parts of a workbook beside its cells: which sheets there are and where they stand in the archive (ECMA-376 parts 1 and 2).
enum WorkbookParts {
    /// Transitional, strict.
    static let namespaces = ["http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"]
    private static let relationshipNamespaces = ["http://schemas.openxmlformats.org/package/2006/relationships"]

    static func read(_ bytes: [UInt8]) throws(SheetFault) -> Workbook {
        try ZipArchive.with(bytes) { archive throws(SheetFault) in try read(archive) }
    }

    private static func read(_ archive: ZipArchive) throws(SheetFault) -> Workbook {
        guard archive.contains("_rels/.rels") else { throw SheetFault(.notATable, archive.contains("mimetype") ? "ods" : "zip") }
        let root = try relationships(of: "", archive)
        guard let main = root.first(where: { $0.kind == "officeDocument" })?.target else { throw SheetFault(.notATable, "zip") }
        guard !main.lowercased().hasSuffix(".bin") else { throw SheetFault(.notATable, "xlsb") }
        let outline = WorkbookOutline()
        try XMLEvents.read(main, of: archive, namespaces, outline)
        guard outline.isWorkbook else { throw SheetFault(.notATable, "docx") }
        let relations = try relationships(of: main, archive)
        let styles = StyleTable()
        if let part = relations.first(where: { $0.kind == "styles" })?.target { try XMLEvents.read(part, of: archive, namespaces, styles) }
        let strings = SharedStrings()
        if let part = relations.first(where: { $0.kind == "sharedStrings" })?.target { try XMLEvents.read(part, of: archive, namespaces, strings) }
        let context = SheetContext(strings: strings.strings, formats: styles.formats, outline: outline)
        var sheets: [Sheet] = []
        var notices: [SheetNotice] = []
        var cells = 0
        for entry in outline.sheets {
            guard let relation = relations.first(where: { $0.identifier == entry.relation }) else {
                throw SheetFault(.missingPart, at: entry.name, entry.relation)
            }
            guard relation.kind == "worksheet" else {
                notices.append(SheetNotice(.notCells, sheet: entry.name, place: ""))
                continue
            }
            let reader = SheetReader(entry, part: relation.target, context, cells)
            try XMLEvents.read(relation.target, of: archive, namespaces, reader)
            let read = try reader.finished()
            cells = reader.cellCount
            sheets.append(read.sheet)
            notices += read.notices
        }
        return Workbook(format: .xlsx, encoding: "", sheets: sheets, notices: notices)
    }

    struct Relation {
        let identifier: String
        /// The last part of the type's address, the same in both families.
        let kind: String
        /// A part of the archive.
        let target: String
    }

    private static func relationships(of part: String, _ archive: ZipArchive) throws(SheetFault) -> [Relation] {
        let folders = part.split(separator: "/")
        let path = (folders.dropLast() + ["_rels", Substring((folders.last ?? "") + ".rels")]).joined(separator: "/")
        let reader = RelationReader(folders.dropLast().map(String.init))
        try XMLEvents.read(path, of: archive, relationshipNamespaces, reader)
        return reader.relations
    }
}

private final class RelationReader: XMLConsumer {
    private let base: [String]
    private(set) var relations: [WorkbookParts.Relation] = []

    init(_ base: [String]) {
        self.base = base
    }

    func start(_ name: String, _ element: borrowing XMLElement) throws(SheetFault) {
        guard name == "Relationship", element["TargetMode"] != "External",
              let identifier = element["Id"], let type = element["Type"], let target = element["Target"] else { return }
        let kind = type.split(separator: "/").last.map(String.init) ?? ""
        relations.append(WorkbookParts.Relation(identifier: identifier, kind: kind, target: resolved(target)))
    }

    func end(_ name: String, _ text: XMLText) throws(SheetFault) {}

    private func resolved(_ target: String) -> String {
        var path = target.hasPrefix("/") ? [] : base
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(String(step)) }
        }
        return path.joined(separator: "/")
    }
}

/// `workbook.xml`: the sheets in their order, and which calendar counts the days.
final class WorkbookOutline: XMLConsumer {
    struct Entry {
        let name: String
        let relation: String
        let isHidden: Bool
    }

    private(set) var isWorkbook = false
    private(set) var sheets: [Entry] = []
    private(set) var system = SerialDay.System.from1900
    private(set) var isRecalculated = false

    func start(_ name: String, _ element: borrowing XMLElement) throws(SheetFault) {
        switch name {
        case "workbook": isWorkbook = true
        case "workbookPr": system = element.isOn("date1904") ? .from1904 : .from1900
        case "calcPr": isRecalculated = element.isOn("fullCalcOnLoad")
        case "sheet":
            guard sheets.count < SheetLimit.sheets.value else { throw SheetLimit.sheets.fault() }
            let state = element["state"] ?? "visible"
            sheets.append(Entry(name: element["name"] ?? "", relation: element["id"] ?? "", isHidden: state != "visible"))
        default: break
        }
    }

    func end(_ name: String, _ text: XMLText) throws(SheetFault) {}
}

/// `styles.xml`: the number format of each cell style.
final class StyleTable: XMLConsumer {
    /// By the number in a cell's `s`.
    private(set) var formats: [NumberFormat] = []
    private var codes: [Int: String] = [:]
    private var known: [Int: NumberFormat] = [:]
    private var isInCellStyles = false

    func start(_ name: String, _ element: borrowing XMLElement) throws(SheetFault) {
        switch name {
        case "numFmt":
            guard codes.count < SheetLimit.styles.value else { throw SheetLimit.styles.fault() }
            if let id = element["numFmtId"].flatMap({ Int($0) }), let code = element["formatCode"] { codes[id] = code }
        case "cellXfs": isInCellStyles = true
        case "xf" where isInCellStyles:
            guard formats.count < SheetLimit.styles.value else { throw SheetLimit.styles.fault() }
            formats.append(format(element["numFmtId"].flatMap { Int($0) } ?? 0))
        default: break
        }
    }

    func end(_ name: String, _ text: XMLText) throws(SheetFault) {
        if name == "cellXfs" { isInCellStyles = false }
    }

    private func format(_ id: Int) -> NumberFormat {
        if let format = known[id] { return format }
        let format = NumberFormat(codes[id] ?? NumberFormat.builtIn(id) ?? "General")
        known[id] = format
        return format
    }
}
