import Foundation
import Yams

/// One node of a mapping's YAML with the path to it: reads what it is asked for, strictly.
struct YAMLItem {
    let node: Node
    /// `columns[3].heading`; counts from 1, as people do.
    let path: String

    var line: Int { node.mark?.line ?? 0 }

    static let byteLimit = 256 * 1_024

    /// The one document of a text.
    /// - Throws: also for anchors: a few lines of them stand for gigabytes.
    static func document(_ yaml: String) throws(MappingFault) -> YAMLItem {
        let bytes = yaml.utf8.count
        guard bytes <= byteLimit else { throw MappingFault(.tooLarge, "\(bytes)", "\(byteLimit)") }
        try refuseAnchors(yaml)
        do {
            guard let node = try compose(yaml: yaml) else { throw MappingFault(.missingKey, "mapping") }
            return YAMLItem(node: node, path: "")
        } catch let fault as MappingFault {
            throw fault
        } catch {
            throw fault(of: error)
        }
    }

    /// Looks at the characters, since the composed tree no longer tells an alias from what it names. `&` is taken for an anchor wherever one
    /// could stand, also inside quotes.
    private static func refuseAnchors(_ yaml: String) throws(MappingFault) {
        let blank = UInt8(ascii: " ")
        var line = 1
        var previous = blank
        var isComment = false
        var rest = yaml.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\n") {
                line += 1
                isComment = false
                previous = blank
                continue
            }
            if byte == UInt8(ascii: "#"), previous <= blank { isComment = true }
            let couldStand = previous <= blank || previous == UInt8(ascii: "[") || previous == UInt8(ascii: "{") || previous == UInt8(ascii: ",")
            if byte == UInt8(ascii: "&"), !isComment, couldStand, let next = rest.first, next > blank {
                throw MappingFault(.anchor, line: line, String(rest.prefix { $0 > blank }) ?? "")
            }
            previous = byte
        }
    }

    private static func fault(of error: any Error) -> MappingFault {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            MappingFault(.notYAML, line: mark.line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            MappingFault(.duplicateKey, line: context.mark.line, key: duplicates.first ?? "", duplicates.first ?? "")
        case .reader(let problem, _, _, _): MappingFault(.notYAML, problem)
        default: MappingFault(.notYAML, "\(error)")
        }
    }

    // MARK: What it is

    func text() throws(MappingFault) -> String {
        guard case .scalar(let scalar) = node else { throw fault(.wrongType, "text") }
        return scalar.string
    }

    /// Text that says something.
    func filledText() throws(MappingFault) -> String {
        let text = try text()
        guard text.contains(where: { !$0.isWhitespace }) else { throw fault(.wrongType, "text") }
        return text
    }

    func number(_ range: ClosedRange<Int>) throws(MappingFault) -> Int {
        guard let number = Int(try text()) else { throw fault(.wrongType, "number") }
        guard range.contains(number) else { throw fault(.badValue, "\(number)", "\(range.lowerBound)…\(range.upperBound)") }
        return number
    }

    func bool() throws(MappingFault) -> Bool {
        switch try text() {
        case "true", "yes": true
        case "false", "no": false
        default: throw fault(.wrongType, "yes-or-no")
        }
    }

    /// One of a fixed set of words.
    func word<Meaning>(_ words: KeyValuePairs<String, Meaning>) throws(MappingFault) -> Meaning {
        let text = try text()
        guard let found = words.first(where: { $0.key == text }) else {
            throw fault(.badValue, text, words.map(\.key).joined(separator: ", "))
        }
        return found.value
    }

    /// A list, or a single one in place of a list of one.
    func list() throws(MappingFault) -> [YAMLItem] {
        guard case .sequence(let sequence) = node else { return [self] }
        guard !sequence.isEmpty else { throw fault(.wrongType, "list") }
        return sequence.enumerated().map { YAMLItem(node: $0.element, path: "\(path)[\($0.offset + 1)]") }
    }

    /// Keys and what stands under them, in their order. A key may be any text, but stands there once.
    func entries() throws(MappingFault) -> [(key: String, keyItem: YAMLItem, item: YAMLItem)] {
        guard case .mapping(let mapping) = node else { throw fault(.wrongType, "keys") }
        var found: [(key: String, keyItem: YAMLItem, item: YAMLItem)] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            let keyItem = YAMLItem(node: key, path: path)
            let name = try keyItem.text()
            let inner = path.isEmpty ? name : "\(path).\(name)"
            guard seen.insert(name).inserted else { throw MappingFault(.duplicateKey, line: keyItem.line, key: inner, name) }
            found.append((name, YAMLItem(node: key, path: inner), YAMLItem(node: value, path: inner)))
        }
        return found
    }

    /// The entries of a fixed set of keys.
    func fields(_ known: [String]) throws(MappingFault) -> YAMLFields {
        var items: [String: YAMLItem] = [:]
        for (key, keyItem, item) in try entries() {
            guard known.contains(key) else {
                throw MappingFault(.unknownKey, line: keyItem.line, key: keyItem.path, key, known.joined(separator: ", "))
            }
            items[key] = item
        }
        return YAMLFields(whole: self, items: items)
    }

    func fault(_ code: MappingFault.Code, _ first: String, _ second: String? = nil) -> MappingFault {
        guard let second else { return MappingFault(code, line: line, key: path, first) }
        return MappingFault(code, line: line, key: path, first, second)
    }
}

struct YAMLFields {
    let whole: YAMLItem
    let items: [String: YAMLItem]

    subscript(_ key: String) -> YAMLItem? { items[key] }

    func required(_ key: String) throws(MappingFault) -> YAMLItem {
        guard let item = items[key] else {
            throw MappingFault(.missingKey, line: whole.line, key: whole.path.isEmpty ? key : "\(whole.path).\(key)", key)
        }
        return item
    }
}
