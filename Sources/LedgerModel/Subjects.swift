extension Subject: Comparable {
    package init(_ kind: Subject.Kind, _ id: String) {
        self.init()
        self.kind = kind
        self.id = id
    }

    /// The ledger itself.
    package static var ledger: Subject { Subject(.ledger, "ledger") }

    package static func < (a: Subject, b: Subject) -> Bool {
        a.kind.rawValue != b.kind.rawValue ? a.kind.rawValue < b.kind.rawValue : a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
    }

    /// 1 to 64 of `[A-Za-z0-9._-]`.
    package static func isIdentifier(_ id: String) -> Bool {
        (1...Limits.identifierBytes).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == 45 || byte == 46 || byte == 95
            }
    }

    /// `7/indicator-id`: how a subject stands in the path of a fact.
    package var path: String { "\(kind.rawValue)/\(id)" }

    /// Kind, identifier and a zero: the prefix of its rows. No prefix of one subject starts another's.
    package var storageKey: [UInt8] { [UInt8(truncatingIfNeeded: kind.rawValue)] + Array(id.utf8) + [0] }

    /// Reads `storageKey`.
    package init?(storageKey key: some Collection<UInt8>) {
        guard key.count > 2, let first = key.first, let kind = Subject.Kind(rawValue: Int(first)), key.dropFirst().firstIndex(of: 0) == key.index(key.endIndex, offsetBy: -1)
        else { return nil }
        self.init(kind, String(decoding: key.dropFirst().dropLast(), as: UTF8.self))
    }

    /// As printed in messages: `indicator:airport-users`.
    package var label: String { "\(kind.word):\(id)" }

    /// Reads `indicator:airport-users`.
    package init?(label: String) {
        let parts = label.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = Subject.Kind.allCases.first(where: { $0.word == parts[0] }), kind != .unspecified,
            Subject.isIdentifier(String(parts[1]))
        else { return nil }
        self.init(kind, String(parts[1]))
    }
}

extension Subject.Kind {
    package var word: String {
        switch self {
        case .unspecified, .UNRECOGNIZED: "unspecified"
        case .ledger: "ledger"
        case .actor: "actor"
        case .unit: "unit"
        case .plan: "plan"
        case .section: "section"
        case .programme: "programme"
        case .indicator: "indicator"
        case .body: "body"
        case .meeting: "meeting"
        case .opinion: "opinion"
        case .response: "response"
        case .point: "point"
        case .rule: "rule"
        case .edition: "edition"
        }
    }
}

extension TextField {
    /// Its name in the stored format: BODY_TEXT.
    package var word: String {
        "\(self)".reduce(into: "") { word, letter in
            if letter.isUppercase { word.append("_") }
            word.append(contentsOf: letter.uppercased())
        }
    }
}
