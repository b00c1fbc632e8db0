import LedgerModel

/// A composite KPI cell taken apart: 名称：基準値（年度）⇒目標値（年度）.
struct KPICell: Sendable {
    /// How the target's place was found, where that alone needs a figure in the actuals to agree.
    enum Shape: Sendable, Hashable {
        case usual
        /// 1兆円規模の産業集積: the number stands before the name.
        case numberFirst
        /// …を実施（小学校131校）: the number stands in a parenthesis.
        case inParenthesis
        /// 計画の改定（H28年度）.
        case milestone(String)
    }

    var shape = Shape.usual
    /// Before a colon, a space or the number; without the label of a measure.
    var head = ""
    var headCertainty = Certainty.read
    var headRule = ""
    var headDoubt: Doubt?
    var baselines: [Figure] = []
    var targets: [Figure] = []
    /// The period of a milestone, or of a target whose period stands before the arrow.
    var period: Period?
    /// Lead lines, footnotes and remarks, for the target.
    var remarks: [String] = []
    /// A footnote holds a number that is no period: without a number before it, that one could be the target.
    private var noteHasNumber = false
}

extension KPICell {
    init(_ text: CellText, bare: Period.Basis) throws(Doubt) {
        var cursor = Cursor(text, text.all)
        let isItem = cursor.eatOne(\.isBullet)
        cursor.skipSpaces()
        var body = cursor.rest
        guard !body.isEmpty else { throw .blank }
        var outside = try text.outside(body)
        if let note = outside.first(where: { $0 > body.lowerBound && text.scalars[$0] == "※" }) {
            if text.scalars[note..<body.upperBound].contains(where: \.isArrow) { throw .twoArrows }
            var mark = Cursor(text, note + 1..<body.upperBound)
            while mark.eatOne({ $0.isDigit || $0.isSpace }) {}
            if mark.peek?.isColon == true { throw .twoReadings }
            // 1,000件※（H30年度）: what belongs to the number stands behind the mark.
            if mark.peek?.isOpening == true, text.hasDigit(mark.rest) { throw .twoReadings }
            noteHasNumber = try Reasons.periods(text, note..<body.upperBound, bare).hasOther
            if KPICell.revisions.contains(where: { text.contains($0, in: note..<body.upperBound) }), noteHasNumber { throw .twoReadings }
            if text.contains("単位", in: note..<body.upperBound) { throw .unknownRemark }
            remarks.append(text.printed(note..<body.upperBound))
            body = text.trimmed(body.lowerBound..<note)
            outside = outside.filter(body.contains)
        }
        if let bullet = try KPICell.bullet(text, outside) {
            let lead = body.lowerBound..<bullet
            guard !isItem, !text.scalars[lead].contains(where: \.isColon) else { throw .severalIndicators }
            for index in outside where lead.contains(index) && text.beginsNumber(index, in: lead) {
                guard KPICell.isPartOfWord(text, index, lead) else { throw .severalIndicators }
            }
            remarks.append(text.printed(body.lowerBound..<bullet))
            body = text.trimmed(bullet + 1..<body.upperBound)
            outside = outside.filter(body.contains)
            headCertainty = .inferred
            headRule = "name-after-bullet"
        }
        try read(text, body, outside, bare)
        if targets.isEmpty, noteHasNumber { throw .twoReadings }
        for figure in targets { remarks.append(contentsOf: figure.remarks) }
    }

    /// Words of a note that make a number in it a target of its own.
    private static let revisions = ["目標", "変更", "修正", "訂正", "改定", "上方", "下方", "引き上げ", "引上げ", "引き下げ", "引下げ"]

    /// A bullet within the cell: what stands before it is a lead line. Two bullets are two indicators.
    private static func bullet(_ text: CellText, _ outside: [Int]) throws(Doubt) -> Int? {
        let found = outside.dropFirst().filter { text.scalars[$0].isBullet && text.scalars[$0 - 1].isSpace }
        if found.count > 1 { throw .severalIndicators }
        return found.first
    }

    private mutating func read(_ text: CellText, _ body: Range<Int>, _ outside: [Int], _ bare: Period.Basis) throws(Doubt) {
        guard text.scalars[body].count(where: \.isArrow) <= 1 else { throw .twoArrows }
        guard let arrow = outside.first(where: { text.scalars[$0].isArrow }) else {
            if text.scalars[body].contains(where: \.isArrow) { throw .twoArrows }
            targets = try side(text, body, bare)
            try takeSides()
            try moveBaseline()
            return
        }
        var right = Cursor(text, arrow + 1..<body.upperBound)
        let left = try side(text, text.trimmed(body.lowerBound..<arrow), bare)
        guard shape == .usual || left.isEmpty else { throw .twoReadings }
        shape = .usual
        let found = try KPICell.right(&right, bare)
        targets = found.figures
        remarks.append(contentsOf: found.remarks)
        guard !found.isPartial else { throw .unknownWord }
        if left.isEmpty {
            // 名称（H31年度まで）⇒20,000人: only a period that cannot be a baseline's.
            guard let period, targets.allSatisfy({ $0.period == nil }) else { throw .noTarget }
            if case .one = period.shape { throw .period }
        } else {
            guard period == nil else { throw .twoReadings }
            baselines = left
        }
        try takeSides()
        try moveBaseline()
    }

    /// Behind the arrow, a space after a complete target begins another indicator.
    private static func right(_ cursor: inout Cursor, _ bare: Period.Basis) throws(Doubt) -> Figures {
        do {
            return try cursor.figures(bare: bare)
        } catch {
            throw error == .unknownWord && cursor.text.scalars[cursor.rest].contains(where: \.isColon) ? .severalIndicators : error
        }
    }

    private static let sayBaseline: Set<String> = ["現状", "現状値", "現況", "現況値", "基準", "基準値"]
    private static let sayTarget: Set<String> = ["目標", "目標値"]
    /// Labels that say when or how a number holds, not what is counted: two numbers with such labels are not two measures.
    private static let sayWhen = ["目標", "現状", "現況", "基準", "実績", "見込", "中間", "最終", "当初", "前年", "前回", "直近", "計画値", "予定"]

    /// 現状値350件（R元）→目標値500件（R6）: the labels say which side it is. Without an arrow too, where there is one of each.
    private mutating func takeSides() throws(Doubt) {
        func says(_ figure: Figure, _ words: Set<String>) -> Bool { words.contains(Label.key(figure.label).filter { !"()【】〔〕[]".contains($0) }) }
        if baselines.isEmpty, targets.count == 2, says(targets[0], KPICell.sayBaseline), says(targets[1], KPICell.sayTarget) { baselines = [targets.removeFirst()] }
        for index in baselines.indices where says(baselines[index], KPICell.sayBaseline) { baselines[index].label = "" }
        for index in targets.indices where says(targets[index], KPICell.sayTarget) { targets[index].label = "" }
        let labels = (baselines + targets).map(\.label)
        if targets.count > 1, labels.contains(where: { label in KPICell.sayWhen.contains(where: label.contains) }) { throw .twoReadings }
    }

    /// 50人増/年（H26年度：65人）: the parenthesis holds the baseline.
    private mutating func moveBaseline() throws(Doubt) {
        for index in targets.indices {
            guard let baseline = targets[index].baseline else { continue }
            guard baselines.isEmpty, targets.count == 1 else { throw .twoReadings }
            baselines = [Figure(label: targets[index].label, quantity: baseline.quantity, period: baseline.period)]
            targets[index].baseline = nil
        }
    }
}
