/// What one look at one zone tells: the deviations, and which positions could be judged at all.
package struct ShelfLook: Hashable, Sendable {
    package let zone: String
    /// In plan order; only of positions in `observed`, at most one for each position and kind.
    package let findings: [Finding]
    /// The positions that could be seen.
    package let observed: Set<PositionReference>
    /// The positions that were hidden: nothing is known of them, neither good nor bad.
    package let unobserved: Set<PositionReference>
    /// Positions, of those observed, of which only the place of the price tag was hidden.
    package var tagsHidden: Set<PositionReference> = []
    package let figures: ZoneFigures

    package init(
        zone: String, findings: [Finding], observed: Set<PositionReference>,
        unobserved: Set<PositionReference>,
        figures: ZoneFigures
    ) {
        self.zone = zone
        self.findings = findings
        self.observed = observed
        self.unobserved = unobserved
        self.figures = figures
    }
}
