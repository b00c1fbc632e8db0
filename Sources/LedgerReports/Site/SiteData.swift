/// What `check.html` knows, as JSON inside it.
enum SiteData {
    /// Bytes of changes and figures that a page may carry. Beyond them it says that a comparison needs the program.
    static let limit = 2_000_000

    /// Safe inside a `script` element: no `<`, and so neither an end tag nor a comment.
    static func json(_ site: Site) -> String {
        // Every member is text, number or a list of these.
        let text = (try? JSONText.line(Page(site))) ?? "{}"
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            guard isEscaped(scalar) else { return result.unicodeScalars.append(scalar) }
            for unit in String(scalar).utf16 {
                let hex = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
            }
        }
    }

    /// Also what could hide or turn the page's source for those who read it.
    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: "<>&".unicodeScalars.contains(scalar)
        }
    }

    private struct Page: Encodable {
        let name: String
        let editions: [Edition]
        let names: [String: String]
        let words: [String: [String: [String]]]
        let undeclared: [String]

        init(_ site: Site) {
            name = site.name
            words = SiteWords.tables.mapValues { $0.mapValues { [$0.ja, $0.en] } }
            undeclared = [SiteWords.undeclared.ja, SiteWords.undeclared.en]
            var left = SiteData.limit
            let changes = site.editions.map { $0.alterations.map(Change.init) }
            let carriesChanges = zip(site.editions, changes).map { edition, lines in
                SiteData.take(lines.reduce(0) { $0 + $1.cost }, from: &left)
            }
            let figures = SiteData.figures(site, &left)
            names = site.names
            editions = site.editions.indices.map { i in
                Edition(site.editions[i], changes: carriesChanges[i] ? changes[i] : nil, figures: figures.contains(i) ? site.editions[i].figures : nil)
            }
        }
    }

    private struct Edition: Encodable {
        let id, label, recorded: String
        let entry: UInt64
        let supersedes, reason, against: String?
        let files: [File]
        let additions, alterations: Int
        let changes: [Change]?
        let figures: String?

        init(_ edition: Site.Edition, changes: [Change]?, figures: String?) {
            (id, label, recorded, entry) = (edition.id, edition.label, edition.recorded, edition.entry)
            (supersedes, reason, against) = (edition.supersedes, edition.reason, edition.against)
            files = edition.files.map { File(path: $0.path, sha256: $0.sha256, bytes: $0.bytes, title: [$0.title.ja, $0.title.en]) }
            (additions, alterations) = (edition.additions, edition.alterations.count)
            self.changes = changes
            self.figures = figures
        }
    }

    private struct File: Encodable {
        let path, sha256: String
        let bytes: Int?
        let title: [String]
    }

    private struct Change: Encodable {
        let subject, kind, measure, part, plan, period, old, new, verdict, change, reason: String
        let entry: UInt64?

        init(_ change: Site.Change) {
            (subject, kind, measure, part, plan, period) = (change.subject, change.kind, change.measure, change.part, change.plan, change.period)
            (old, new, verdict, self.change, reason, entry) = (
                change.old, change.new, change.verdict.rawValue, change.change, change.reason, change.entry
            )
        }

        /// Bytes, roughly: the texts and the names of the members.
        var cost: Int { 150 + [subject, part, plan, period, old, new, change, reason].reduce(0) { $0 + $1.utf8.count } }
    }

    /// Editions whose figures the page carries: of each set of plans the newest first, then older ones while there is room.
    private static func figures(_ site: Site, _ left: inout Int) -> Set<Int> {
        var seen: Set<[String]> = []
        let newest = site.editions.indices.filter { seen.insert(site.editions[$0].plans).inserted }
        let order = newest + site.editions.indices.filter { !newest.contains($0) }
        var taken: Set<Int> = []
        for i in order {
            if let figures = site.editions[i].figures, take(figures.utf8.count, from: &left) { taken.insert(i) }
        }
        return taken
    }

    private static func take(_ cost: Int, from left: inout Int) -> Bool {
        guard cost <= left else { return false }
        left -= cost
        return true
    }
}
