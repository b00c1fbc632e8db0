/// A `c` element before it is understood.
struct RawCell {
    struct Unreadable: Error {
        let found: String
    }

    var type = "n"
    var style = 0
    /// Nil without a `v`.
    var value: String?
    var inline: String?
    var hasFormula = false

    /// - Parameter report: hears what ought to be known about the cell.
    func read(_ context: SheetContext, _ report: (SheetNotice.Kind) -> Void) throws(Unreadable) -> SheetCell {
        // A formula that gives an empty text stores an empty `v` of type `str`; without one, or with another type, there is no result.
        if hasFormula, inline == nil, value == nil || (value == "" && type != "str") {
            report(.formulaWithoutResult)
            return SheetCell("", .formulaWithoutResult)
        }
        switch type {
        case "s": return try sharedString(context)
        case "str": return SheetCell(StringItem.unescaped(value ?? ""))
        case "inlineStr": return SheetCell(inline ?? value ?? "")
        case "n": return try number(context, report)
        case "d": return try date(context, report)
        case "b":
            guard let value, !value.isEmpty else { return .blank }
            guard ["0", "1", "true", "false"].contains(value) else { throw Unreadable(found: value) }
            return SheetCell(value == "1" || value == "true" ? "TRUE" : "FALSE", .boolean)
        case "e":
            report(.fault)
            return SheetCell(value ?? "", .fault)
        default: throw Unreadable(found: type)
        }
    }

    private func sharedString(_ context: SheetContext) throws(Unreadable) -> SheetCell {
        guard let value, !value.isEmpty else { return .blank }
        guard let index = Int(value), context.strings.indices.contains(index) else { throw Unreadable(found: value) }
        return SheetCell(context.strings[index])
    }

    private func number(_ context: SheetContext, _ report: (SheetNotice.Kind) -> Void) throws(Unreadable) -> SheetCell {
        guard let value, !value.isEmpty else { return .blank }
        let format = format(context)
        if format.isGeneral, isPlainInteger(value) { return SheetCell(value, .number(exact: value)) }
        guard let exact = PlainDecimal.exact(value) else { throw Unreadable(found: value) }
        return shown(exact, format, context.outline.system, report)
    }

    /// Most numbers of a table: what is stored, what is meant and what is shown are the same.
    private func isPlainInteger(_ value: String) -> Bool {
        let bytes = value.utf8
        return bytes.count <= 15 && bytes.allSatisfy { (0x30...0x39).contains($0) } && (bytes.first != 0x30 || bytes.count == 1)
    }

    private func date(_ context: SheetContext, _ report: (SheetNotice.Kind) -> Void) throws(Unreadable) -> SheetCell {
        guard let value, !value.isEmpty else { return .blank }
        guard let serial = SerialDay.serial(iso: value), let exact = PlainDecimal(serial.description) else { throw Unreadable(found: value) }
        let own = format(context)
        let isDate = own.section(for: serial)?.section.isDate ?? false
        return shown(exact, isDate ? own : NumberFormat("yyyy-mm-dd"), .from1900, report)
    }

    private func format(_ context: SheetContext) -> NumberFormat {
        context.formats.indices.contains(style) ? context.formats[style] : .general
    }

    private func shown(
        _ exact: PlainDecimal, _ format: NumberFormat, _ system: SerialDay.System, _ report: (SheetNotice.Kind) -> Void
    ) -> SheetCell {
        let shown = NumberText(exact, format, system)
        if shown.isNoSuchDay { report(.noSuchDay) }
        if shown.text.isEmpty { report(.hiddenValue) }
        return SheetCell(shown.text, shown.kind)
    }
}
