/// From when to when a planogram holds; open at a side that is `nil`.
package struct Validity: Hashable, Sendable {
    package static let always = Validity()

    package var from: UTCTime?
    /// The first moment at which it holds no more.
    package var to: UTCTime?

    package init(from: UTCTime? = nil, to: UTCTime? = nil) {
        self.from = from
        self.to = to
    }

    package func contains(_ time: UTCTime) -> Bool {
        from.map { $0 <= time } ?? true && to.map { time < $0 } ?? true
    }
}
