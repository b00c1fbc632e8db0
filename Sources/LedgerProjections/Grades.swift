import LedgerModel

/// A judgement as it holds: a grade, or the kind of no grade.
package struct GradeLine: Sendable, Hashable {
    package let event: Event
    package let grade: GradeGiven
    /// How many entries stood before it under the same key.
    package let revisions: Int

    package var period: String { grade.period }
    package var isPrinted: Bool { grade.origin == .printed }
}

extension Facts {
    /// Grades of this programme or indicator, ascending by period; printed before derived. Without a plan: those of every plan.
    package func grades(plan: String? = nil, _ settings: Settings) -> [GradeLine] {
        let lines = keys(.grade).compactMap { key -> GradeLine? in
            guard let event = holds(key), let grade = event.grade, plan == nil || grade.plan == plan || grade.plan.isEmpty
            else { return nil }
            return GradeLine(event: event, grade: grade, revisions: timeline(key).count - 1)
        }
        return lines.sorted { a, b in
            if a.period == b.period { return a.grade.origin.rawValue < b.grade.origin.rawValue }
            guard let p = Period(a.period), let q = Period(b.period) else { return a.period < b.period }
            return p.ends(before: q, settings)
        }
    }

    /// The grade of a period: what the body printed, else what the ledger derived.
    package func grade(plan: String, period: String) -> GradeLine? {
        for (key, events) in keys(.grade).map({ ($0, timeline($0)) }) {  // printed (0) sorts before derived (1)
            guard let event = events.last, let grade = event.grade, grade.period == period else { continue }
            if plan.isEmpty || grade.plan == plan || grade.plan.isEmpty {
                return GradeLine(event: event, grade: grade, revisions: timeline(key).count - 1)
            }
        }
        return nil
    }
}

/// How often each grade was given in a period, counted over programmes, each once: without those listed again (再掲),
/// outside numeric targets (対象外), under survey or ended. The rule of the printed sheets.
package struct Scoreboard: Sendable {
    package struct Count: Sendable, Hashable {
        package let grade: String
        package let count: Int
    }

    package enum Verdict: Sendable, Equatable {
        case nothingPrinted
        case match
        /// Grades whose printed and counted numbers differ, ascending.
        case mismatch([Difference])
    }

    package struct Difference: Sendable, Equatable {
        package let grade: String
        package let printed: Int
        package let counted: Int
    }

    package let subject: Subject
    package let period: String
    package let counts: [Count]
    /// Programmes that were not counted, by the kind of no grade.
    package let excluded: [GradeGiven.NoGrade: [Subject]]
    /// Programmes listed there without any judgement in the period.
    package let ungraded: [Subject]
    package let printed: Event?
    package let verdict: Verdict

    /// - Parameter subject: a plan or a section. Cost: the entries of its sections and programmes.
    package init(_ source: some LedgerSource, of subject: Subject, period: String, asOf: AsOf = .now) throws {
        let facts = try source.facts(of: subject, asOf: asOf, about: .existence, .member, .total)
        let plan = subject.kind == .plan ? subject.id : facts.sectionAdded?.plan ?? ""
        var tally: [String: Int] = [:]
        var excluded: [GradeGiven.NoGrade: [Subject]] = [:]
        var ungraded: [Subject] = []
        for programme in try Scoreboard.programmes(source, facts, asOf) {
            guard let line = try source.facts(of: programme, asOf: asOf, about: .grade).grade(plan: plan, period: period) else {
                ungraded.append(programme)
                continue
            }
            if line.grade.noGrade == .graded { tally[line.grade.grade, default: 0] += 1 } else {
                excluded[line.grade.noGrade, default: []].append(programme)
            }
        }
        let printed = facts.holds(FactKey(.total, period))
        self.subject = subject
        self.period = period
        self.excluded = excluded
        self.ungraded = ungraded
        self.printed = printed
        counts = tally.sorted { $0.key < $1.key }.map { Count(grade: $0.key, count: $0.value) }
        verdict = Scoreboard.verdict(printed, tally)
    }

    private static func verdict(_ printed: Event?, _ tally: [String: Int]) -> Verdict {
        guard case .controlTotal(let total)? = printed?.statement.act else { return .nothingPrinted }
        let printed = Dictionary(total.counts.map { ($0.grade, Int($0.count)) }, uniquingKeysWith: +)
        let grades = Set(printed.keys).union(tally.keys).sorted()
        let differences = grades.compactMap { grade -> Difference? in
            let (a, b) = (printed[grade] ?? 0, tally[grade] ?? 0)
            return a == b ? nil : Difference(grade: grade, printed: a, counted: b)
        }
        return differences.isEmpty ? .match : .mismatch(differences)
    }

    /// Those listed for themselves in the subject or anything below it, each once, ascending.
    private static func programmes(_ source: some LedgerSource, _ top: Facts, _ asOf: AsOf) throws -> [Subject] {
        var found: Set<Subject> = []
        var seen: Set<Subject> = [top.subject]
        var open = [top]
        while let facts = open.popLast() {
            for member in facts.members {
                if member.subject.kind == .programme, member.mark == .listed { found.insert(member.subject) }
                guard member.subject.kind == .section, seen.insert(member.subject).inserted else { continue }
                open.append(try source.facts(of: member.subject, asOf: asOf, about: .member))
            }
        }
        return found.sorted()
    }
}

/// Printed control totals that the entries do not give. Reported by `verify`, not an error of the log.
package struct ControlCheck: Sendable {
    /// Every printed total with what the entries give, by subject and period.
    package let boards: [Scoreboard]
    package var mismatches: [Scoreboard] {
        boards.filter { if case .mismatch = $0.verdict { true } else { false } }
    }

    /// Cost: the entries of every plan and section, and of the programmes of those that print a total.
    package init(_ source: some LedgerSource, asOf: AsOf = .now) throws {
        var boards: [Scoreboard] = []
        for kind in [Subject.Kind.plan, .section] {
            for subject in try source.subjects(of: kind) {
                for key in try source.facts(of: subject, asOf: asOf, about: .total).keys(.total) {
                    boards.append(try Scoreboard(source, of: subject, period: key.path, asOf: asOf))
                }
            }
        }
        self.boards = boards
    }
}
