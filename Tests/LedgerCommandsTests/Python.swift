import Foundation

/// Debian's Python, where a test wants somebody else's program: a validator of JSON, a writer of workbooks.
enum Python {
    /// What it said, on either output.
    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return said
    }
}

/// Workbooks that our own writer did not write, right or wrong on purpose.
enum ForeignWorkbook {
    enum Damage: String {
        case none, truncated, doctype, lost, reference
    }

    struct Unwritten: Error { let words: String }

    /// - Parameter csv: the file whose cells it holds, as inline strings.
    static func write(_ path: String, from csv: String, sheet: String = "達成状況", _ damage: Damage = .none) throws {
        let said = try Python.run(program, [path, csv, sheet, damage.rawValue])
        guard said.isEmpty else { throw Unwritten(words: said) }
    }

    /// A workbook with one text for another, wherever a cell holds it whole.
    static func copy(_ source: String, to path: String, _ old: String, _ new: String) throws {
        let said = try Python.run(
            """
            import sys, zipfile
            source, path, old, new = sys.argv[1:]
            with zipfile.ZipFile(source) as have, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
                before = [(name, have.read(name)) for name in have.namelist()]
                after = [(name, content.replace(f">{old}</t>".encode(), f">{new}</t>".encode())) for name, content in before]
                assert before != after, old
                for name, content in after:
                    copy.writestr(name, content)
            """, [source, path, old, new])
        guard said.isEmpty else { throw Unwritten(words: said) }
    }

    private static let program = """
        import csv, sys, zipfile
        from xml.sax.saxutils import escape
        path, source, sheet, damage = sys.argv[1:]
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        rows = []
        for r, row in enumerate(csv.reader(open(source, encoding="utf-8")), 1):
            cells = []
            for c, text in enumerate(row):
                place = "A0" if damage == "reference" and (r, c) == (2, 0) else chr(65 + c) + str(r)
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>')
            rows.append(f'<row r="{r}">{"".join(cells)}</row>')
        entity = '<!DOCTYPE worksheet [<!ENTITY a "a">]>' if damage == "doctype" else ""
        parts = {
            "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'{head}<Relationships xmlns="{package}"><Relationship Id="r1" Type="{document}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{document}"><sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}"><Relationship Id="r1" Type="{document}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{head}{entity}<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData></worksheet>',
        }
        if damage == "lost":
            del parts["xl/worksheets/sheet1.xml"]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        if damage == "truncated":
            content = open(path, "rb").read()
            open(path, "wb").write(content[: len(content) // 2])
        """
}
