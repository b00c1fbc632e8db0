/// A column of a form (`ledger form`). Its key stands in the sheet's first row, so that a filled-in form is read whatever language its headings are in.
package enum FormColumn: Sendable, Hashable {
    // Identifiers.
    case indicator, measure, part, programme, opinion
    // What is known, for reading.
    case section, programmeName, name, label, unit
    case baselinePeriod, baseline
    /// Targets of one row count from 1, ascending by period.
    case targetPeriod(Int), target(Int)
    /// A stored period.
    case actual(String)
    case body, year, number, text, due
    // What a division fills in.
    case value, remark, answer, state

    private static let plain: [(FormColumn, String)] = [
        (.indicator, "indicator"), (.measure, "measure"), (.part, "part"), (.programme, "programme"), (.opinion, "opinion"),
        (.section, "section"), (.programmeName, "programme-name"), (.name, "name"), (.label, "label"), (.unit, "unit"),
        (.baselinePeriod, "baseline-period"), (.baseline, "baseline"), (.body, "body"), (.year, "year"), (.number, "number"), (.text, "text"),
        (.due, "due"), (.value, "value"), (.remark, "remark"), (.answer, "answer"), (.state, "state"),
    ]

    package var key: String {
        switch self {
        case .targetPeriod(let number): "target-period:\(number)"
        case .target(let number): "target:\(number)"
        case .actual(let period): "actual:\(period)"
        default: FormColumn.plain.first { $0.0 == self }?.1 ?? ""
        }
    }

    package init?(key: String) {
        if let plain = FormColumn.plain.first(where: { $0.1 == key }) {
            self = plain.0
            return
        }
        let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch (parts[0], Int(parts[1])) {
        case ("target-period", let number?) where number > 0: self = .targetPeriod(number)
        case ("target", let number?) where number > 0: self = .target(number)
        case ("actual", _) where Period(parts[1]) != nil: self = .actual(parts[1])
        default: return nil
        }
    }

    /// Cells that a division fills in; all others are locked.
    package var isOpen: Bool { [.value, .remark, .answer, .state].contains(self) }
}

/// Which number a row of a form asks for.
package struct FormRowKey: Sendable, Hashable {
    package let indicator: String
    package let measure: String
    /// Empty for the whole.
    package let part: String

    package init(indicator: String, measure: String, part: String) {
        self.indicator = indicator
        self.measure = measure
        self.part = part
    }

    /// `indicator:k-1/m1/小学校`.
    package var text: String { Subject(.indicator, indicator).label + "/" + measure + (part.isEmpty ? "" : "/" + part) }
}

/// What a cell of a form holds when it is written.
package enum FormCell: Sendable, Hashable {
    case blank
    case text(String)
    /// Digits as printed.
    case number(String)
}

/// What the hidden sheet of a form says about it.
package struct FormHead: Sendable, Hashable {
    /// Of the form's layout.
    package static let version = "1"
    /// The hidden sheet's name.
    package static let sheet = "ledger"

    package var ledger: String
    /// Hexadecimal.
    package var ledgerID: String
    package var plan: String
    /// The period whose actuals are asked for.
    package var period: String
    /// Identifier of the division; empty: for what no division is responsible for.
    package var unit: String
    /// Size of the log when it was written, and its root then in hexadecimal.
    package var size: UInt64
    package var root: String
    package var language: String

    package init(ledger: String, ledgerID: String, plan: String, period: String, unit: String, size: UInt64, root: String, language: String) {
        (self.ledger, self.ledgerID, self.plan, self.period, self.unit) = (ledger, ledgerID, plan, period, unit)
        (self.size, self.root, self.language) = (size, root, language)
    }

    package var lines: [(key: String, value: String)] {
        [
            ("form", FormHead.version), ("ledger", ledger), ("id", ledgerID), ("plan", plan), ("period", period), ("unit", unit),
            ("size", "\(size)"), ("root", root), ("language", language),
        ]
    }

    /// Nil where a line is missing or says nothing that can be read.
    package init?(lines: [String: String]) {
        guard let ledger = lines["ledger"], let id = lines["id"], let plan = lines["plan"], let period = lines["period"], Period(period) != nil,
            let size = lines["size"].flatMap(UInt64.init), let root = lines["root"], let language = lines["language"]
        else { return nil }
        self.init(
            ledger: ledger, ledgerID: id, plan: plan, period: period, unit: lines["unit"] ?? "", size: size, root: root, language: language)
    }
}
