/// What is wrong with a mapping, or why a table is not of the kind that it describes. The catalogue turns it into words.
package struct MappingFault: Error, Sendable, Hashable {
    package enum Code: String, Sendable, CaseIterable {
        // The YAML itself. Values after the colon, in their order.
        case notYAML = "mapping-not-yaml"              // what the parser says
        case tooLarge = "mapping-too-large"            // bytes, limit
        case anchor = "mapping-anchor"                 // its name
        case unknownKey = "mapping-unknown-key"        // key, keys that may stand there
        case duplicateKey = "mapping-duplicate-key"    // key
        case missingKey = "mapping-missing-key"        // key
        case wrongType = "mapping-wrong-type"          // what is expected: text, number, list, keys, yes-or-no
        case badValue = "mapping-bad-value"            // value, what may stand there
        case conflict = "mapping-conflict"             // value, the other key that it does not go with
        case unknownName = "mapping-unknown-name"      // name, the names that ship

        // The mapping against a table.
        case sheetMissing = "table-sheet-missing"      // sheet asked for, sheets there are
        case headingMissing = "table-heading-missing"  // heading, headings of the sheet
        case headingTwice = "table-heading-twice"      // heading, the cells where it stands
        case periodMissing = "table-period-missing"    // heading, period, years that the sheet has
        case laterYear = "table-later-year"            // heading as printed, period
        case yearsDiffer = "table-years-differ"        // heading as printed
        case periodNotAYear = "table-period-not-a-year" // heading, period
    }

    package let code: Code
    /// Line of the YAML, from 1; 0 for the whole of it.
    package let line: Int
    /// `columns[3].heading`; empty for the whole mapping.
    package let key: String
    package let values: [String]

    package init(_ code: Code, line: Int = 0, key: String = "", _ values: String...) {
        self.init(code, line: line, key: key, values: values)
    }

    package init(_ code: Code, line: Int, key: String, values: [String]) {
        self.code = code
        self.line = line
        self.key = key
        self.values = values
    }
}
