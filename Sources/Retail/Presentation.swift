/// How the units of a position are presented, beyond how many there are.
package struct Presentation: Hashable, Sendable {
    /// What is put on the shelf as one piece.
    package enum Style: String, CaseIterable, Sendable {
        case unit
        /// A shelf-ready carton or tray whose front shows its units.
        case tray
        /// A closed carton.
        case `case`
        case display, alternate
        /// Poured, not arranged.
        case loose
        case logStack = "log_stack"
    }

    /// The units in one tray or carton.
    package struct Block: Hashable, Sendable, Encodable {
        package var wide: Int
        package var high: Int
        package var deep: Int

        package init(wide: Int, high: Int, deep: Int) {
            self.wide = wide
            self.high = high
            self.deep = deep
        }
    }

    /// Units that fill what space the regular ones leave, usually turned.
    package struct Caps: Hashable, Sendable, Encodable {
        /// Among the facings: those at the side.
        package var beside = 0
        /// On top of the others.
        package var above = 0
        /// In front of the others.
        package var before = 0

        package init() {}
    }

    package var orientation = Orientation.front
    package var style = Style.unit
    package var block: Block?
    package var caps = Caps()
    /// Units behind each other in one facing; `nil` if the plan does not say.
    package var unitsDeep: Int?
    /// The retailer's name of the hook that the units hang on.
    package var pegID: String?
    /// Height of the lowest unit above the shelf's surface: 0 unless it stands on another product or hangs.
    package var raisedMM = 0.0
    /// The outer size of one unit as it stands there, where the plan says it.
    package var unitSize: PackageSize?

    package init() {}
}
