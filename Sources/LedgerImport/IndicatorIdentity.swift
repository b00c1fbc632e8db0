import LedgerModel
import LedgerProjections
import LedgerSheets

/// Name, measures and homes of an indicator that the ledger already holds.
extension ImportWalk {
    mutating func compareName(_ indicator: Subject, _ rows: [ResolvedRow], _ facts: Facts) throws {
        guard let row = rows.first, let reading = row.row.indicator, !row.row.unread.contains(where: { $0.field == .name }) else { return }
        let known = facts.timeline(FactKey(.name)).compactMap(Facts.name(in:)) + facts.all(.alias).compactMap { event in
            if case .aliasNoted(let act)? = event.statement.act { act.alias } else { nil }
        }
        let keys = Set(known.map(NameKey.of))
        // A line of the definition sheet that names it settles the name with an alias.
        let isAccepted = names.isAccepted(indicator)
        if keys.contains(NameKey.of(reading.fullName)) || keys.contains(NameKey.of(reading.printed.text)) || isAccepted {
            return note(.same, .name, indicator, reading.printed)
        }
        var item = ImportItem(.changed, .name, indicator)
        item.printed = reading.printed
        item.held = facts.name.map { .text($0) } ?? .nothing
        item.read = .text(reading.fullName)
        item.entry = facts.holds(FactKey(.name))?.number ?? 0
        item.choices = [.restructure, .correct, .notTaken]
        settle(item) { walk, chosen in
            guard chosen.kind != .notTaken else { return walk.addAlias(indicator, Printed(reading.fullName, reading.printed.place)) }
            var act = Renamed()
            act.subject = indicator
            act.name = reading.fullName
            act.previousName = facts.name ?? ""
            walk.change(item, chosen, chosen.kind == .correct ? .corrected : .revised, .renamed(act))
        }
    }

    mutating func compareMeasures(_ indicator: Subject, _ rows: [ResolvedRow], _ facts: Facts) throws {
        guard let row = rows.first, let reading = row.row.indicator, !row.row.unread.contains(where: { $0.field == .unit }) else { return }
        let held = facts.measures()
        for (id, printed) in zip(row.measures, reading.measures) {
            guard let measure = held.first(where: { $0.id == id }) else { continue }
            let counted = printed.countedByColumn(measure)
            guard printed.unit != measure.unit || counted != nil else { continue }
            var item = ImportItem(.changed, .measure, indicator)
            item.measure = id
            item.printed = reading.printed
            item.held = .text(counted == nil ? measure.unit : Self.said(measure.unit, measure.aggregation))
            item.read = .text(counted.map { Self.said(printed.unit, $0) } ?? printed.unit)
            let definition = facts.holds(FactKey(.definition))
            let from = self.reading.period.description
            try settleChange(item, definition, [.redefine, .notTaken]) { walk, item, chosen in
                var act = IndicatorRedefined()
                act.indicator = indicator.id
                act.aspect = .meaning
                act.fromPeriod = from
                act.comparability = chosen.comparability
                act.measures = held.map { one in
                    var one = one
                    guard one.id == id else { return one }
                    if one.unit != printed.unit { (one.unit, one.scale) = (printed.unit, printed.scale) }
                    if let counted { one.aggregation = counted }
                    return one
                }
                walk.change(item, chosen, .revised, .indicatorRedefined(act), replaces: definition)
            }
        }
    }

    private static func said(_ unit: String, _ aggregation: Aggregation) -> String { "\(unit) \(Kebab.name(aggregation))" }

    /// An indicator that this table prints under a further programme is attached there; where a line was accepted, that already did it.
    mutating func compareHomes(_ indicator: Subject, _ rows: [ResolvedRow], _ facts: Facts) throws {
        guard !names.isAccepted(indicator) else { return }
        var homes = Set(facts.attachments.map(\.subject))
        for row in rows {
            guard let home = row.programme ?? row.section, let printed = row.row.indicator?.printed, homes.insert(home).inserted else { continue }
            var act = Attached()
            act.indicator = indicator.id
            act.to = home
            add(.indicator, indicator, printed, .attached(act))
        }
    }
}

extension MeasureReading {
    /// How a column of its own (累計) says that the measure is counted, where the ledger holds it as counted otherwise; nil where they agree, or one of them does not say.
    fileprivate func countedByColumn(_ held: Measure) -> Aggregation? {
        guard held.aggregation != .notStated, ["column-of-sum", "column-of-year"].contains(sense.rule), let said = sense.value?.aggregation,
            (said == .cumulative) != (held.aggregation == .cumulative)
        else { return nil }
        return said
    }
}
