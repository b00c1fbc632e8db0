/// A place in a cell's text that productions move forward. A production either consumes what it stands for, leaves the
/// cursor where it was, or throws the reason why the cell is not read.
struct Cursor {
    let text: CellText
    var at: Int
    let end: Int

    init(_ text: CellText, _ range: Range<Int>) {
        let inner = text.trimmed(range)
        self.text = text
        at = inner.lowerBound
        end = inner.upperBound
    }

    var isAtEnd: Bool { at >= end }
    var rest: Range<Int> { at..<end }
    var peek: Unicode.Scalar? { at < end ? text.scalars[at] : nil }

    func scalar(_ ahead: Int) -> Unicode.Scalar? {
        let index = at + ahead
        return index >= 0 && index < end ? text.scalars[index] : nil
    }

    /// The scalar before the cursor, also where it lies before the range.
    var before: Unicode.Scalar? { at > 0 ? text.scalars[at - 1] : nil }

    func sees(_ word: String) -> Bool { length(of: word) != nil }

    /// Moves past `word` where it stands here.
    mutating func eat(_ word: String) -> Bool {
        guard let length = length(of: word) else { return false }
        at += length
        return true
    }

    /// The first of `words` that stands here, moved past.
    mutating func eat<Meaning>(_ words: [(String, Meaning)]) -> Meaning? {
        for (word, meaning) in words where eat(word) { return meaning }
        return nil
    }

    mutating func eatOne(_ isOne: (Unicode.Scalar) -> Bool) -> Bool {
        guard let next = peek, isOne(next) else { return false }
        at += 1
        return true
    }

    mutating func skipSpaces() {
        while let next = peek, next.isSpace { at += 1 }
    }

    /// The inside of a parenthesis that opens here, moved past it. Nil where none opens.
    mutating func group() throws(Doubt) -> Range<Int>? {
        guard let open = peek, open.isOpening else { return nil }
        var depth = 0
        var index = at
        while index < end {
            if text.scalars[index].isOpening { depth += 1 }
            if text.scalars[index].isClosing {
                depth -= 1
                if depth == 0 {
                    let inside = at + 1..<index
                    at = index + 1
                    return inside
                }
            }
            index += 1
        }
        throw .unbalanced
    }

    private func length(of word: String) -> Int? {
        var index = at
        for scalar in word.unicodeScalars {
            guard index < end, text.scalars[index] == scalar else { return nil }
            index += 1
        }
        return index - at
    }
}

extension CellText {
    /// Whether `range` holds a digit.
    func hasDigit(_ range: Range<Int>) -> Bool { scalars[range].contains(where: \.isDigit) }

    /// Whether `range` holds `word`.
    func contains(_ word: String, in range: Range<Int>) -> Bool {
        var cursor = Cursor(self, range)
        while !cursor.isAtEnd {
            if cursor.sees(word) { return true }
            cursor.at += 1
        }
        return false
    }

    func ends(_ range: Range<Int>, with word: String) -> Bool {
        let length = word.unicodeScalars.count
        guard range.count >= length else { return false }
        return scalars[(range.upperBound - length)..<range.upperBound].elementsEqual(word.unicodeScalars)
    }

    /// Places outside every parenthesis. Throws where parentheses do not pair.
    func outside(_ range: Range<Int>) throws(Doubt) -> [Int] {
        var depth = 0
        var found: [Int] = []
        found.reserveCapacity(range.count)
        for index in range {
            if scalars[index].isOpening {
                depth += 1
            } else if scalars[index].isClosing {
                depth -= 1
                if depth < 0 { throw .unbalanced }
            } else if depth == 0 {
                found.append(index)
            }
        }
        if depth != 0 { throw .unbalanced }
        return found
    }

    /// Where a number begins at `index`: a digit that continues neither a number nor a Latin word (CO2, K2), nor follows 第.
    func beginsNumber(_ index: Int, in range: Range<Int>) -> Bool {
        guard scalars[index].isDigit else { return false }
        guard index > range.lowerBound else { return true }
        let before = scalars[index - 1]
        if before.isDigit || before.isLatin || before == "第" { return false }
        if before == "," || before == "." || before.isMinus, index - 1 > range.lowerBound {
            let earlier = scalars[index - 2]
            if earlier.isDigit && !before.isMinus || earlier.isLatin { return false }
        }
        return true
    }
}
