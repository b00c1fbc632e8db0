/// Takes a format code apart.
struct NumberFormatReader {
    private var rest: Substring
    private var section = NumberFormat.Section()

    init(_ code: String) {
        rest = code[...]
    }

    /// Nil where something stands that is not understood.
    mutating func sections() -> [NumberFormat.Section]? {
        var sections: [NumberFormat.Section] = []
        while let next = rest.first {
            if next == ";" {
                rest.removeFirst()
                sections.append(finished())
            } else if !piece() {
                return nil
            }
        }
        sections.append(finished())
        return sections
    }

    private mutating func finished() -> NumberFormat.Section {
        defer { section = NumberFormat.Section() }
        section.finish(Self.withMinutes(section.pieces))
        return section
    }

    private mutating func piece() -> Bool {
        for word in ["General", "G/標準"] where rest.lowercased().hasPrefix(word.lowercased()) {
            rest.removeFirst(word.count)
            section.pieces.append(.general)
            return true
        }
        for word in ["AM/PM", "A/P"] where rest.uppercased().hasPrefix(word) {
            rest.removeFirst(word.count)
            section.pieces.append(.half(word))
            return true
        }
        let next = rest.removeFirst()
        switch next {
        case "\"": return quoted()
        case "\\", "!": return escaped()
        case "[": return bracketed()
        // Room as wide as the next character, or filled with it: nothing to read.
        case "_", "*":
            rest = rest.dropFirst()
        case "0", "#", "?": digit(next)
        // Fractions such as `# ?/?`.
        case "/" where section.pieces.contains(where: { if case .digit = $0 { true } else { false } }): return false
        case ".": section.pieces.append(.point)
        case ",": section.pieces.append(.comma)
        case "%": section.pieces.append(.percent)
        case "@": section.pieces.append(.text)
        case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S", "g", "G", "e", "a", "A": return run(next)
        case _ where !next.isASCII || " -+/():$^&'~{}<>=".contains(next): literal(String(next))
        default: return false
        }
        return true
    }

    private mutating func literal(_ text: String) {
        if case .literal(let before)? = section.pieces.last {
            section.pieces[section.pieces.count - 1] = .literal(before + text)
        } else {
            section.pieces.append(.literal(text))
        }
    }

    private mutating func quoted() -> Bool {
        guard let end = rest.firstIndex(of: "\"") else { return false }
        literal(String(rest[..<end]))
        rest = rest[rest.index(after: end)...]
        return true
    }

    private mutating func escaped() -> Bool {
        guard let next = rest.popFirst() else { return false }
        literal(String(next))
        return true
    }

    /// A colour, a condition, a locale with or without currency, an elapsed time.
    private mutating func bracketed() -> Bool {
        guard let end = rest.firstIndex(of: "]") else { return false }
        let inside = rest[..<end]
        rest = rest[rest.index(after: end)...]
        if let first = inside.first, "<>=".contains(first) {
            let relation = String(inside.prefix { "<>=".contains($0) })
            guard let bound = Double(inside.dropFirst(relation.count)), ["<", "<=", ">", ">=", "=", "<>"].contains(relation) else { return false }
            section.condition = NumberFormat.Condition(relation: relation, bound: bound)
            return true
        }
        if inside.first == "$" {
            let parts = inside.dropFirst().split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            if let currency = parts.first, !currency.isEmpty { literal(String(currency)) }
            let locale = parts.count == 2 ? parts[1].lowercased() : ""
            section.isJapanese = section.isJapanese || locale.hasSuffix("411") || locale.hasPrefix("ja")
            section.namesFirstYear = section.namesFirstYear || locale.contains("gannen")
            return true
        }
        let name = inside.lowercased()
        if let letter = name.first, "hms".contains(letter), name.allSatisfy({ $0 == letter }) {
            section.pieces.append(.elapsed(letter))
            return true
        }
        let colours = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow", "黒", "青", "水", "緑", "紫", "赤", "白", "黄"]
        return colours.contains(name) || name.hasPrefix("color") || name.hasPrefix("色")
    }

    private mutating func digit(_ character: Character) {
        // `ss.00`: zeros after a point after seconds count fractions of a second.
        if character == "0", section.pieces.last == .point, case .date("s", _)? = section.pieces.dropLast().last {
            section.pieces[section.pieces.count - 1] = .fraction(1)
        } else if character == "0", case .fraction(let count)? = section.pieces.last {
            section.pieces[section.pieces.count - 1] = .fraction(count + 1)
        } else {
            section.pieces.append(.digit(character.asciiValue!))
        }
    }

    private mutating func run(_ first: Character) -> Bool {
        let letter = Character(first.lowercased())
        let tail = rest.prefix { $0.lowercased() == String(letter) }
        rest = rest.dropFirst(tail.count)
        section.pieces.append(.date(letter, count: tail.count + 1))
        return letter != "a" || (3...4).contains(tail.count + 1)
    }

    /// `m` counts minutes after hours or before seconds (ECMA-376 part 1, 18.8.31), written `n` from here on.
    private static func withMinutes(_ pieces: [NumberFormat.Piece]) -> [NumberFormat.Piece] {
        let clock = pieces.indices.filter { if case .date = pieces[$0] { true } else if case .elapsed = pieces[$0] { true } else { false } }
        var result = pieces
        for (position, index) in clock.enumerated() {
            guard case .date("m", let count) = pieces[index], count <= 2 else { continue }
            let before = position > 0 ? pieces[clock[position - 1]] : nil
            let after = position + 1 < clock.count ? pieces[clock[position + 1]] : nil
            if letter(before) == "h" || letter(after) == "s" { result[index] = .date("n", count: count) }
        }
        return result
    }

    private static func letter(_ piece: NumberFormat.Piece?) -> Character? {
        switch piece {
        case .date(let letter, _): letter
        case .elapsed(let letter): letter
        default: nil
        }
    }
}
