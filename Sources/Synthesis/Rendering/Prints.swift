import Foundation

/// What one shop has printed: signs, cartons, price tags; a few of each kind, which it uses again and again.
///
/// Each is painted when it is first seen. How it looks follows from the shop, its kind and its number alone, so that a
/// picture does not depend on what was drawn before it.
struct Prints: Sendable {
    enum Kind: UInt64, Sendable { case carton, cartonSide, tray, sheet, railPanel, pane, wood, tag, wall }

    private struct Key: Hashable {
        let kind: Kind
        let number: Int
        let style: Int
        let shape: Int
        let pixelsHigh: Int
    }

    /// How many of a kind a shop has.
    private static let variety = 12
    /// Widths over heights that prints come in differ by this factor; they are stretched to what they are laid on.
    private static let shapeStep: Float = 1.35

    private let shop: UInt64
    private var textures: [Key: Texture] = [:]

    init(shop: UInt64) { self.shop = shop }

    /// The numbers that print `number` of a kind is made of; numbers beyond the shop's variety begin again.
    func random(_ kind: Kind, _ number: UInt64) -> Random {
        Random(shop, 0x9419, kind.rawValue, number % UInt64(Prints.variety))
    }

    /// Print `number` of a kind for about this width over height; `paint` gets those it is painted for.
    ///
    /// What else `paint` makes it depend on must follow from the number, or be told as `style` and `pixelsHigh`.
    mutating func texture(
        _ kind: Kind, _ number: UInt64, style: Int = 0, aspect: Float = 1,
        pixelsHigh: Int = 0, paint: (_ aspect: Float, inout Random) -> Texture
    ) -> Texture {
        let shape = Int((log(max(0.01, aspect)) / log(Prints.shapeStep)).rounded())
        let key = Key(
            kind: kind, number: Int(number % UInt64(Prints.variety)), style: style, shape: shape,
            pixelsHigh: pixelsHigh)
        if let known = textures[key] { return known }
        var random = random(kind, number)
        let texture = paint(pow(Prints.shapeStep, Float(shape)), &random)
        textures[key] = texture
        return texture
    }
}
