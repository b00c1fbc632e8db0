/// `early-attainment` for `earlyAttainment`.
package enum Kebab {
    package static func name(_ value: some Any) -> String {
        let name = "\(value)"
        // The generator takes the enumeration's name off its cases: MARKED_ONLY of Mark.
        if name == "edOnly" { return "marked-only" }
        return name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }
}
