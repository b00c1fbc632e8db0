import CExpat
import Glibc

/// What a consumer hears of one XML part. Elements of namespaces that the caller did not name are left out with all that they hold.
protocol XMLConsumer: AnyObject {
    func start(_ name: String, _ element: borrowing XMLElement) throws(SheetFault)
    func end(_ name: String, _ text: XMLText) throws(SheetFault)
}

/// The attributes of the element that starts, and what the consumer may ask for. Gone when `start` returns.
@safe
struct XMLElement: ~Copyable {
    private let attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>
    private let parser: XMLEvents

    fileprivate init(_ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>, _ parser: XMLEvents) {
        unsafe self.attributes = unsafe attributes
        self.parser = parser
    }

    /// The attribute with this local name, whatever its namespace.
    subscript(_ name: StaticString) -> String? {
        // SAFETY: expat gives pairs of C strings and a null at the end, valid during the callback; this value cannot be kept.
        var pair = unsafe attributes
        while let key = unsafe pair.pointee, let value = unsafe pair[1] {
            let local = unsafe strrchr(key, Int32(XMLEvents.separator)).map { unsafe UnsafePointer($0 + 1) } ?? key
            let isMatch = name.withUTF8Buffer { unsafe strlen(local) == $0.count && memcmp(local, $0.baseAddress!, $0.count) == 0 }
            if isMatch { return unsafe String(cString: value) }
            unsafe pair += 2
        }
        return nil
    }

    /// Collects the text from here to the element's end.
    func collectText() { parser.collect() }

    /// Leaves out what the element holds; its end is not heard of either.
    func skip() { parser.skip() }

    /// `ST_OnOff` and `xsd:boolean`.
    func isOn(_ name: StaticString) -> Bool {
        switch self[name] {
        case "1", "true", "on": true
        default: false
        }
    }
}

/// The characters between the last `collectText` and the end of that element.
struct XMLText {
    fileprivate let parser: XMLEvents

    var string: String { String(decoding: parser.text, as: UTF8.self) }
    var count: Int { parser.text.count }
}

/// Expat, fed in chunks. No document type is let in, so that there are no entities but the five.
@safe
final class XMLEvents {
    static let separator = UInt8(ascii: "|")

    private let parser: XML_Parser
    private let part: String
    private let consumer: any XMLConsumer
    private let namespaces: [String]
    private var fault: SheetFault?
    private var depth = 0
    private var skipFrom: Int?
    private var collectFrom: Int?
    private var fed = 0
    fileprivate var text: [UInt8] = []

    /// Reads one part to its end.
    static func read(_ part: String, of archive: ZipArchive, _ namespaces: [String], _ consumer: any XMLConsumer) throws(SheetFault) {
        let events = try XMLEvents(part, namespaces, consumer)
        try archive.read(part) { chunk throws(SheetFault) in try events.feed(chunk, isFinal: false) }
        try events.feed(Span(), isFinal: true)
    }

    private init(_ part: String, _ namespaces: [String], _ consumer: any XMLConsumer) throws(SheetFault) {
        guard let made = unsafe XML_ParserCreateNS(nil, XML_Char(Self.separator)) else { throw SheetFault(.badXML, part, "0", "out of memory") }
        unsafe parser = made
        self.part = part
        self.namespaces = namespaces
        self.consumer = consumer
        // SAFETY: expat hands the pointer back only within `feed`, during which `self` is alive.
        unsafe XML_SetUserData(made, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(made, { unsafe XMLEvents.of($0).started($1!, $2!) }, { data, _ in unsafe XMLEvents.of(data).ended() })
        unsafe XML_SetCharacterDataHandler(made) { unsafe XMLEvents.of($0).characters($1!, Int($2)) }
        unsafe XML_SetStartDoctypeDeclHandler(made) { data, _, _, _, _ in unsafe XMLEvents.of(data).documentType() }
    }

    deinit {
        unsafe XML_ParserFree(parser)
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLEvents {
        // SAFETY: see `init`.
        unsafe Unmanaged<XMLEvents>.fromOpaque(data!).takeUnretainedValue()
    }

    private func feed(_ chunk: Span<UInt8>, isFinal: Bool) throws(SheetFault) {
        fed += chunk.count
        // SAFETY: the chunk lives for the call; expat keeps a copy of what it has not finished.
        let status = unsafe chunk.withUnsafeBytes { bytes in
            unsafe XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isFinal ? 1 : 0)
        }
        if let fault { throw fault }
        guard status == XML_STATUS_OK else {
            let reason = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map { unsafe String(cString: $0) } ?? ""
            throw SheetFault(.badXML, part, lineNumber, reason)
        }
        // One tag, comment or instruction that does not end would be kept whole and scanned again with every chunk.
        let waiting = fed - max(0, Int(unsafe XML_GetCurrentByteIndex(parser)))
        guard isFinal || waiting <= SheetLimit.tokenBytes.value + chunk.count else { throw SheetLimit.tokenBytes.fault(at: part) }
    }

    private var lineNumber: String { unsafe String(XML_GetCurrentLineNumber(parser)) }

    fileprivate func collect() {
        text.removeAll(keepingCapacity: true)
        collectFrom = depth
    }

    fileprivate func skip() { skipFrom = depth }

    private func started(_ qualified: UnsafePointer<XML_Char>, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>) {
        depth += 1
        guard fault == nil else { return }
        guard depth <= SheetLimit.depth.value else { return stop(SheetLimit.depth.fault(at: part)) }
        guard skipFrom == nil else { return }
        guard let name = unsafe localName(qualified) else { return skip() }
        names.append(name)
        do throws(SheetFault) {
            try consumer.start(name, unsafe XMLElement(attributes, self))
            if skipFrom != nil { names.removeLast() }
        } catch {
            stop(error)
        }
    }

    /// The names of the elements that are open and heard of.
    private var names: [String] = []

    private func ended() {
        defer { depth -= 1 }
        if let from = skipFrom {
            if from == depth { skipFrom = nil }
            return
        }
        guard fault == nil, let name = names.popLast() else { return }
        do throws(SheetFault) {
            try consumer.end(name, XMLText(parser: self))
        } catch {
            stop(error)
        }
        if collectFrom == depth { collectFrom = nil }
    }

    private func characters(_ start: UnsafePointer<XML_Char>, _ count: Int) {
        guard fault == nil, skipFrom == nil, collectFrom != nil else { return }
        // SAFETY: expat gives this many bytes of UTF-8, valid during the callback.
        unsafe UnsafeBufferPointer(start: start, count: count).withMemoryRebound(to: UInt8.self) { unsafe text.append(contentsOf: $0) }
        if text.count > SheetLimit.cellBytes.value { stop(SheetLimit.cellBytes.fault(at: part)) }
    }

    private func documentType() {
        stop(SheetFault(.badXML, part, lineNumber, "document type declarations are not allowed"))
    }

    private func stop(_ reason: SheetFault) {
        if fault == nil { fault = reason }
        // SAFETY: called from within a handler, as expat asks.
        _ = unsafe XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    private func localName(_ qualified: UnsafePointer<XML_Char>) -> String? {
        // SAFETY: a C string, valid during the callback. A name without a namespace has no separator.
        guard let mark = unsafe strrchr(qualified, Int32(Self.separator)) else { return nil }
        let length = unsafe strlen(qualified) - strlen(mark)
        let isKnown = namespaces.contains { known in
            unsafe known.utf8.count == length && memcmp(known, qualified, length) == 0
        }
        return unsafe isKnown ? String(cString: mark + 1) : nil
    }
}
