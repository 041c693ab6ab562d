import Retail

/// The records of a ProSpace file that matter here, as they stand in it; lengths already in millimetres.
struct PSAFile {
    struct Product {
        /// A tray, carton, display or alternate package of this product.
        struct Block {
            var size: PackageSize
            var count: Presentation.Block
        }

        var upc: String
        var id: String
        var name: String
        var size: PackageSize
        /// What one unit costs, in the planner's currency; `nil`: not given.
        var price: Double?
        /// By merchandising style: 1 tray, 2 case, 3 display, 4 alternate.
        var blocks: [Int: Block]
    }

    struct Segment {
        var name: String
        /// Place in the planogram, and the size.
        var xMM: Double
        var widthMM: Double
        var heightMM: Double
    }

    struct Fixture {
        var line: Int
        var type: Int
        var xMM: Double
        var widthMM: Double
        var yMM: Double
        /// Of the board.
        var thicknessMM: Double
        var depthMM: Double
        /// Room for products above the board; 0: up to the next one.
        var roomMM: Double
        /// The retailer's shelf number, if it is above 0.
        var locationID: Int
        var positions: [Position] = []
    }

    struct Position {
        var line: Int
        var upc: String
        var id: String
        var xMM: Double
        var widthMM: Double
        var yMM: Double
        var heightMM: Double
        var style: Int
        var facings: Int
        var unitsHigh: Int
        var unitsDeep: Int
        var capsBeside: Int
        var capsAbove: Int
        var capsBefore: Int
        var orientation: Orientation
        /// Of one piece of the style, where the position overrules the product.
        var blockSize: PackageSize?
        var pegID: String
    }

    struct Planogram {
        var line: Int
        var name: String
        var key: String
        var widthMM: Double
        var heightMM: Double
        var effective: String
        var finished: String
        var segments: [Segment] = []
        var fixtures: [Fixture] = []
    }

    /// What products are told apart by.
    enum PrimaryKey: Int {
        case upc, id, both
    }

    var version = ""
    var primaryKey = PrimaryKey.upc
    var products: [String: Product] = [:]
    var planograms: [Planogram] = []
    /// Rows that were passed over, by kind.
    var skipped: [String: Int] = [:]
    /// Positions before any fixture, and fixtures before any planogram.
    var strays = 0
    /// Whether the last line ends without a line end, so that nobody can say if it is whole.
    var isOpenEnded = false

    func product(upc: String, id: String) -> Product? { products[key(upc: upc, id: id)] }

    func key(upc: String, id: String) -> String {
        switch primaryKey {
        case .upc: upc
        case .id: id
        case .both: "\(upc)\u{1F}\(id)"
        }
    }
}
