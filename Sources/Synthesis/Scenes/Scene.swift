package import Retail

/// Everything that one picture shows, as values: shelving, packages, tags, what is in the way, light and
/// camera.
package struct Scene: Sendable {
    package var camera: Camera
    var light: Light
    var film: Film
    /// `nil` for packages that float before `ground`.
    var shelving: Shelving?
    var ground = Colour.black
    var units: [Unit]
    var tags: [Tag]
    var gaps: [Gap]
    var props: [Prop] = []
    /// What was planned; `nil` for packages that stand nowhere.
    package var plan: ScenePlan?
    var occluders: [Occluder]
    /// Drives noise and everything else that is drawn at random while the picture is made.
    var seed: UInt64
    /// Quality of the camera's JPEG, 1...100.
    package var jpegQuality: Int

    /// One package that stands somewhere.
    struct Unit: Sendable {
        let entry: CatalogueEntry
        /// Middle of the front edge that it stands on.
        var base: Vector
        /// Turned about the upright axis, leaning back, tilted sideways; radians.
        var yaw: Float = 0
        var lean: Float = 0
        var roll: Float = 0
        /// How it stands or lies; turns above come on top.
        var posture = Posture.upright
        /// 0 is the row in front; units stacked on the front row are in it too.
        var row: Int
        /// Underside of the board above.
        var ceilingMM: Float
    }

    /// A place where a unit should stand in front and does not.
    struct Gap: Sendable {
        let rect: ShelfRect
        let gtin: GTIN
    }

    /// A price tag on a rail.
    struct Tag: Sendable {
        /// On the rail's front.
        let rect: ShelfRect
        let zMM: Float
        /// Which of the shop's tags it is.
        let print: UInt64
        let style: Int
    }
}

/// How a package stands or lies on its board.
package enum Posture: String, Codable, CaseIterable, Sendable {
    case upright
    /// A side or the back to the front.
    case turnedLeft = "turned_left"
    case turnedRight = "turned_right"
    case turnedBack = "turned_back"
    /// Lying with the front to the shopper, its top to the left or to the right.
    case onLeftSide = "on_left_side"
    case onRightSide = "on_right_side"
    case onBack = "on_back"
    case onHead = "on_head"

    /// Turn about the upright axis, lean back, tilt sideways, in radians.
    var turn: (yaw: Float, lean: Float, roll: Float) {
        switch self {
        case .upright: (0, 0, 0)
        case .turnedLeft: (-.pi / 2, 0, 0)
        case .turnedRight: (.pi / 2, 0, 0)
        case .turnedBack: (.pi, 0, 0)
        case .onLeftSide: (0, 0, .pi / 2)
        case .onRightSide: (0, 0, -.pi / 2)
        case .onBack: (0, .pi / 2, 0)
        case .onHead: (0, 0, .pi)
        }
    }

    /// What the shopper sees of it.
    package var orientation: Orientation {
        switch self {
        case .upright: .front
        case .turnedLeft: Orientation(.right)
        case .turnedRight: Orientation(.left)
        case .turnedBack: Orientation(.back)
        case .onLeftSide: Orientation(.front, quarterTurns: 3)
        case .onRightSide: Orientation(.front, quarterTurns: 1)
        case .onBack: Orientation(.bottom)
        case .onHead: Orientation(.front, quarterTurns: 2)
        }
    }

    /// Width, height and depth that a package of `size` takes so.
    func extent(of size: PackageSize) -> Vector {
        let (width, height, depth) = (Float(size.widthMM), Float(size.heightMM), Float(size.depthMM))
        switch self {
        case .upright, .turnedBack, .onHead: return [width, height, depth]
        case .turnedLeft, .turnedRight: return [depth, height, width]
        case .onLeftSide, .onRightSide: return [height, width, depth]
        case .onBack: return [width, depth, height]
        }
    }
}

/// Boards, rails, back and uprights of a run of shelving.
struct Shelving: Sendable {
    struct Board: Sendable {
        /// Height of the surface above the floor.
        let surfaceMM: Float
        let thicknessMM: Float
    }

    var boards: [Board]
    var leftMM: Float
    var rightMM: Float
    /// From the front plane to the back panel.
    var depthMM: Float
    /// Upper end of back and uprights.
    var topMM: Float
    /// Rails reach from `railBelowMM` below the surface to `lipMM` above it and stand `railProudMM` before
    /// the front.
    var railBelowMM: Float
    var lipMM: Float
    var railProudMM: Float
    var boardColour: Colour
    var railColour: Colour
    var railStripe: Colour
    var backColour: Colour
    var uprightColour: Colour
    /// Left edges of the uprights between bays.
    var uprightsMM: [Float]
    var uprightWidthMM: Float
    /// Kinds of rail and back print, and the picture of the shop behind.
    var style: Int
    var wallSeed: UInt64
}

/// Something between camera and shelf.
struct Occluder: Sendable {
    /// A grip is an arm whose hand holds something by its left or its right edge.
    enum Kind: Sendable { case person, arm, leftGrip, rightGrip, trolley, post }

    let kind: Kind
    /// For people and arms the point reached for, for grips the edge; else the middle.
    let place: Vector
    let seed: UInt64
}

/// Something on, at or before the shelf that is neither goods for sale nor a price tag.
struct Prop: Sendable {
    enum Kind: Int, CaseIterable, Sendable {
        /// A closed shipping carton.
        case carton
        /// The front and the sides of a shelf-ready carton that goods stand in.
        case tray
        /// A clear plate between two runs of goods.
        case divider
        /// A printed panel in the price rail.
        case railPanel
        /// A printed sheet: a poster, a banner across the aisle, a card that hangs into the picture.
        case sheet
        /// A clear strip before the rail and the feet of the goods.
        case guardStrip
        /// A pane in a frame before all.
        case glassDoor
        /// A wire that packages hang on.
        case hook
        /// A wooden bin's front, floor and sides.
        case bin
    }

    let kind: Kind
    /// The lower left corner of its front.
    let origin: Vector
    /// Width, height, and depth towards the back.
    let size: Vector
    /// Underside of the board above.
    let ceilingMM: Float
    let seed: UInt64
}
