/// What the pages of a published log say: everything in it is published already.
package struct Site: Sendable {
    /// Origin of the log.
    package var name: String
    /// The log's key as a C2SP verifier key, `name+hash+base64`.
    package var key: String
    /// Where the site will stand, for the commands that people copy; nil where that is unknown.
    package var address: String?
    /// File name of the independent script that checks a published directory.
    package var script: String
    /// Entries in the published checkpoint, and its root as the checkpoint writes it.
    package var size: UInt64
    package var root: String
    /// Newest first.
    package var editions: [Edition]
    /// How many texts were taken away after redactions.
    package var removedTexts: Int
    /// Open names by subject label (`indicator:k-001`), as of the newest edition. A subject without one is shown by its label.
    package var names: [String: String]

    package init(
        name: String, key: String, address: String? = nil, script: String, size: UInt64, root: String, editions: [Edition], removedTexts: Int = 0,
        names: [String: String] = [:]
    ) {
        self.name = name
        self.key = key
        self.address = address
        self.script = script
        self.size = size
        self.root = root
        self.editions = editions
        self.removedTexts = removedTexts
        self.names = names
    }

    package struct Edition: Sendable {
        package var id: String
        package var label: String
        /// Number of the entry that published it; what it holds is from the entries before.
        package var entry: UInt64
        /// RFC 3339, at the ledger's offset.
        package var recorded: String
        /// Names of its plans.
        package var plans: [String]
        /// Edition that it supersedes, and why, where that may be shown.
        package var supersedes: String?
        package var reason: String?
        package var files: [File]
        /// The edition before it for the same plans, which `changes` are against; nil for the first.
        package var against: String?
        /// As in changes.json: without the unchanged ones.
        package var changes: [Change]
        /// Its `figures.csv`, for comparison in the page; nil where that is not wanted.
        package var figures: String?

        package init(
            id: String, label: String, entry: UInt64, recorded: String, plans: [String], supersedes: String? = nil, reason: String? = nil,
            files: [File], against: String? = nil, changes: [Change] = [], figures: String? = nil
        ) {
            self.id = id
            self.label = label
            self.entry = entry
            self.recorded = recorded
            self.plans = plans
            self.supersedes = supersedes
            self.reason = reason
            self.files = files
            self.against = against
            self.changes = changes
            self.figures = figures
        }

        /// Changes to what the edition before had said. A figure that is new takes nothing back.
        var alterations: [Change] { changes.filter { $0.verdict != .added } }
        var additions: Int { changes.count - alterations.count }
    }

    package struct File: Sendable {
        /// Relative to the site: `editions/h28/figures.csv`.
        package var path: String
        /// 64 lower-case hexadecimal digits.
        package var sha256: String
        /// Nil where it was removed after a redaction.
        package var bytes: Int?
        package var title: Words

        package init(path: String, sha256: String, bytes: Int?, title: Words) {
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
            self.title = title
        }
    }

    /// One figure that is not as it was in the edition before.
    package struct Change: Sendable {
        package enum Verdict: String, Sendable, CaseIterable { case declared, undeclared, added, removed }

        /// Label of the subject, and the other columns of the figure's key.
        package var subject: String
        package var kind: String
        package var measure: String
        package var part: String
        package var plan: String
        package var period: String
        /// As people read them; empty where there was none.
        package var old: String
        package var new: String
        package var verdict: Verdict
        /// Names of the enumerations `Change` and `Reason`, as in the figures; empty where none was given.
        package var change: String
        package var reason: String
        package var entry: UInt64?

        package init(
            subject: String, kind: String, measure: String = "", part: String = "", plan: String = "", period: String, old: String, new: String,
            verdict: Verdict, change: String = "", reason: String = "", entry: UInt64? = nil
        ) {
            self.subject = subject
            self.kind = kind
            self.measure = measure
            self.part = part
            self.plan = plan
            self.period = period
            self.old = old
            self.new = new
            self.verdict = verdict
            self.change = change
            self.reason = reason
            self.entry = entry
        }
    }
}
