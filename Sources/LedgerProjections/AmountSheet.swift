import LedgerModel

/// Amounts by chapter as printed, and their sums: per chapter and in all. A programme counts where it is listed for itself,
/// and an amount that is included in another one's counts there.
package struct AmountSheet: Sendable {
    package struct Row: Sendable {
        /// A programme, or the plan or section itself that an amount was recorded for.
        package let subject: Subject
        package let name: String?
        /// As printed; empty where there is none.
        package let code: String
        package let mark: ProgrammeListed.Mark
        /// Ascending by period, kind and carrying over; empty where nothing was recorded.
        package let lines: [Amounts.Line]
    }

    package struct Sum: Sendable {
        package let key: Amounts.Key
        /// Programmes with a number of this period, kind and unit.
        package let withAmount: Int
        package let sum: Ratio
        /// The finest scale and the most decimals with which a line of it is printed.
        package let scale: Int32
        package let decimals: Int
        /// Lines that count elsewhere.
        package let countedElsewhere: [Amounts.Line]
        /// Lines without a number, or with only a part of one: the sum is then a lower bound, or there is none.
        package let incomplete: [Amounts.Line]

        /// Exact, in `scale`.
        package var number: String {
            (sum * (ExactDecimal("1")?.amount(scale: -scale) ?? Ratio(1))).rounded(digits: decimals)
        }
    }

    package struct Chapter: Sendable {
        /// Nil for the programmes that no section lists.
        package let group: KPITable.Group?
        package let rows: [Row]
        /// Those listed there for themselves, without 再掲.
        package let programmes: Int
        package let sums: [Sum]
    }

    /// Groups that list programmes or have an amount themselves, in printed order.
    package let chapters: [Chapter]
    package let programmes: Int
    package let sums: [Sum]

    /// - Parameter period: only amounts of this period.
    /// Cost: the entries of the groups and programmes.
    package init(_ source: some LedgerSource, _ order: PrintedOrder, period: String? = nil, asOf: AsOf = .now) throws {
        let subjects = order.groups.map(\.subject) + order.places.map(\.subject)
        let all = try Amounts(source, of: subjects, asOf: asOf).lines.filter { period == nil || $0.amount.period == period }
        let lines = Dictionary(grouping: all, by: \.amount.subject)
        var counted: Set<Subject> = []
        var chapters: [Chapter] = order.groups.compactMap { group in
            let own = lines[group.subject].map { [Row(subject: group.subject, name: group.name, code: "", mark: .listed, lines: $0)] } ?? []
            let programmes = group.programmes.map { programme in
                let isCounted = programme.mark == .listed && counted.insert(programme.subject).inserted
                return Row(programme, lines: isCounted ? lines[programme.subject] ?? [] : [])
            }
            let listed = group.programmes.count { $0.mark == .listed }
            return own.isEmpty && programmes.isEmpty ? nil : Chapter(group, own + programmes, programmes: listed)
        }
        let outside = order.places.filter { $0.group == nil && counted.insert($0.subject).inserted }.map { place in
            Row(subject: place.subject, name: place.name, code: place.code, mark: place.mark, lines: lines[place.subject] ?? [])
        }
        if !outside.isEmpty { chapters.append(Chapter(nil, outside, programmes: outside.count)) }
        self.chapters = chapters
        programmes = counted.count
        sums = AmountSheet.sums(chapters.flatMap(\.rows).flatMap(\.lines))
    }

    fileprivate static func sums(_ lines: [Amounts.Line]) -> [Sum] {
        // An amount without a number has no unit either: it belongs to the sums of its period and kind.
        let units = Dictionary(grouping: lines.filter { !$0.amount.value.unit.isEmpty }, by: \.withoutUnit)
            .mapValues { Set($0.map(\.amount.value.unit)).sorted() }
        var groups: [Amounts.Key: [Amounts.Line]] = [:]
        for line in lines {
            let unit = line.amount.value.unit
            let fitting = unit.isEmpty && !line.amount.value.hasAmount ? units[line.withoutUnit] ?? [""] : [unit]
            for unit in fitting { groups[line.key(unit: unit), default: []].append(line) }
        }
        return groups.map { Sum($0, $1) }.sorted { $0.key < $1.key }
    }
}

extension AmountSheet.Row {
    fileprivate init(_ programme: KPITable.Programme, lines: [Amounts.Line]) {
        self.init(subject: programme.subject, name: programme.name, code: programme.code, mark: programme.mark, lines: lines)
    }
}

extension AmountSheet.Chapter {
    fileprivate init(_ group: KPITable.Group?, _ rows: [AmountSheet.Row], programmes: Int) {
        self.init(group: group, rows: rows, programmes: programmes, sums: AmountSheet.sums(rows.flatMap(\.lines)))
    }
}

extension AmountSheet.Sum {
    fileprivate init(_ key: Amounts.Key, _ lines: [Amounts.Line]) {
        let own = lines.filter { $0.countedIn == nil }
        let numbers = own.filter { $0.amount.value.hasAmount }
        self.key = key
        withAmount = Set(numbers.filter { $0.amount.subject.kind == .programme }.map(\.amount.subject)).count
        sum = numbers.compactMap(\.amount.value.amount).reduce(Ratio(0), +)
        let finest = numbers.map(\.amount.value.scale).min() ?? 0
        scale = finest
        decimals = numbers.map { max(0, $0.amount.value.decimals - Int($0.amount.value.scale - finest)) }.max() ?? 0
        countedElsewhere = lines.filter { $0.countedIn != nil }
        incomplete = own.filter { !$0.amount.value.hasAmount || $0.amount.value.partial }
    }
}

extension Amounts.Line {
    fileprivate func key(unit: String) -> Amounts.Key {
        Amounts.Key(period: amount.period, kind: amount.kind, carriedOver: amount.carriedOver, unit: unit)
    }
    fileprivate var withoutUnit: Amounts.Key { key(unit: "") }
}
