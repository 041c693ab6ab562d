/// How much a position matters to the shop, as far as its plan says.
package struct Worth: Hashable, Sendable, Codable {
    /// Place of its SKU in the order of sales: 1 sells best.
    package var rank: Int?
    /// What one facing brings, in the unit that the retailer's plans use.
    package var value: Double?

    package init(rank: Int? = nil, value: Double? = nil) {
        self.rank = rank
        self.value = value
    }
}
