import LedgerModel

/// One number of a cell with its label and what its parentheses say.
struct Figure: Sendable {
    /// As printed, without a colon at its end; empty where none is.
    var label = ""
    var quantity: Quantity
    var period: Period?
    var status: Status?
    /// （H26年度：65人） behind a target.
    var baseline: (period: Period, quantity: Quantity)?
    var increment: Quantity?
    var number: Quantity?
    var parts: (parts: [(name: String, quantity: Quantity)], ofWhich: Bool)?
    /// （一部調査中）.
    var isPartial = false
    var remarks: [String] = []
}

/// What stands in a cell or on one side of an arrow.
struct Figures: Sendable {
    var figures: [Figure] = []
    /// 一部調査中.
    var isPartial = false
    var remarks: [String] = []
}

extension Cursor {
    /// figures := figure (separator figure)* remark?. Everything up to the end is consumed.
    mutating func figures(bare: Period.Basis) throws(Doubt) -> Figures {
        var found = Figures()
        repeat {
            skipSpaces()
            if try remark(&found) { break }
            found.figures.append(try figure(bare: bare))
        } while separator()
        if !isAtEnd { throw .unknownWord }
        guard !found.figures.isEmpty else { throw .unknownWord }
        shareLastPeriod(&found)
        if found.figures.contains(where: \.isPartial) { found.isPartial = true }
        return found
    }

    /// 、 ・ , or a space between figures or before a remark; nothing else may follow a figure.
    private mutating func separator() -> Bool {
        let start = at
        skipSpaces()
        let wasSpace = at > start
        if isAtEnd { return false }
        if eatOne({ $0 == "、" || $0 == "・" || $0 == "," }) { return true }
        return wasSpace || sees("※") || sees("一部")
    }

    /// One period behind several figures is that of all: 344社、1,682人(H26年度).
    private func shareLastPeriod(_ found: inout Figures) {
        guard let period = found.figures.last?.period, found.figures.dropLast().allSatisfy({ $0.period == nil }) else { return }
        for index in found.figures.indices { found.figures[index].period = period }
    }

    static let partly = ["一部調査中", "一部集計中", "一部未集計", "一部未確定", "一部精査中", "一部速報値", "一部速報"]

    /// remark := '※' anything | words '。' without a digit | 一部調査中.
    private mutating func remark(_ found: inout Figures) throws(Doubt) -> Bool {
        if isAtEnd { return !found.figures.isEmpty }
        guard !found.figures.isEmpty else { return false }
        let start = at
        if Cursor.partly.contains(where: { eat($0) }) {
            found.isPartial = true
            found.remarks.append(text.printed(start..<at))
            skipSpaces()
            if isAtEnd { return true }
            return try remark(&found)
        }
        if sees("※") {
            if text.scalars[rest].contains(where: \.isArrow) { throw .twoArrows }
            found.remarks.append(text.printed(rest))
            at = end
            return true
        }
        if text.ends(rest, with: "。"), !text.hasDigit(rest), !text.scalars[rest].contains(where: \.isArrow) {
            found.remarks.append(text.printed(rest))
            at = end
            return true
        }
        return false
    }

    /// figure := (period ':'?)? (label ':'?)? (quantity | bound) parenthesis*.
    private mutating func figure(bare: Period.Basis) throws(Doubt) -> Figure {
        let leading = try leadingPeriod(bare)
        let years = leadingSum()
        let label = try label()
        let start = at
        var said = bareBound()
        if said == nil { said = try quantity() }
        guard var quantity = said else { throw .unknownWord }
        if label.isCumulative || years != nil { quantity.marks.insert(.cumulative) }
        if start == at { throw .unknownWord }
        var figure = Figure(label: label.text, quantity: quantity, period: leading)
        while true {
            let before = at
            skipSpaces()
            guard let inside = try group() else {
                at = before
                break
            }
            try figure.take(try Cursor.group(text, inside, bare: bare))
        }
        if !quantity.remark.isEmpty { figure.remarks.append(quantity.remark) }
        if let years {
            if let span = figure.period?.years, span.count > 1, span.count != years.count { throw .period }
            figure.remarks.append(years.text)
        }
        return figure
    }

    /// 5年間で250件, 5か年累計250件: over how many years the number behind it is a sum.
    private mutating func leadingSum() -> (count: Int, text: String)? {
        let start = at
        if let number = try? number(), number.scale == 0, let count = Int(number.digits), Cursor.spans.contains(where: { eat($0) }) {
            _ = eat("の")
            if eat("累計で") || eat("累計") || eat("合計で") || eat("合計") || before != "の" && eat("で") {
                let said = text.printed(start..<at)
                skipSpaces()
                if !isAtEnd { return (count, said) }
            }
        }
        at = start
        return nil
    }

    /// H31年度：1,000人, H31年度 1,000人, H27～31年度累計1,000人.
    mutating func leadingPeriod(_ bare: Period.Basis) throws(Doubt) -> Period? {
        let start = at
        guard let period = try period(bare: bare) else { return nil }
        let after = at
        if sees("の累計") { _ = eat("の") }
        if sees("累計") || sees("累積") { return period }
        if case .range = period.shape, eat("で") { return period }
        skipSpaces()
        if eatOne(\.isColon) || at > after, !isAtEnd { skipSpaces(); return period }
        at = start
        throw .period
    }
}

extension Figure {
    mutating func take(_ group: Group) throws(Doubt) {
        switch group {
        case .period(let period, let marks, let status, let remark):
            guard self.period == nil else { throw .unknownParenthesis }
            self.period = period
            self.quantity.marks.formUnion(marks)
            self.status = try Figure.merged(self.status, status)
            if !remark.isEmpty { remarks.append(remark) }
        case .baseline(let period, let quantity):
            guard baseline == nil else { throw .unknownParenthesis }
            self.baseline = (period, quantity)
        case .mark(let marks, let status, let remark):
            if !remark.isEmpty { remarks.append(remark) }
            self.quantity.marks.formUnion(marks)
            self.status = try Figure.merged(self.status, status)
        case .increment(let quantity):
            guard increment == nil else { throw .unknownParenthesis }
            self.increment = quantity
        case .number(let quantity):
            guard number == nil else { throw .loneNumber }
            self.number = quantity
        case .parts(let parts, let ofWhich):
            guard self.parts == nil else { throw .unknownParenthesis }
            self.parts = (parts, ofWhich)
        case .partial(let text):
            isPartial = true
            remarks.append(text)
        case .remark(let text): remarks.append(text)
        }
    }

    private static func merged(_ a: Status?, _ b: Status?) throws(Doubt) -> Status? {
        if a != nil, b != nil { throw .unknownParenthesis }
        return a ?? b
    }
}
