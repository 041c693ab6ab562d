package import Retail

/// A bay as a file describes it, before its shelves are numbered and its products are placed.
struct BayDraft {
    var id: String
    var name: String?
    var widthMM: Double
    var heightMM: Double
    var shelves: [ShelfDraft] = []

    /// Throws if it has more shelves than any bay: what compares them with each other would take very long.
    func refuseTooMany(file: String) throws(ImportError) {
        guard shelves.count <= 500 else {
            throw ImportError(
                file: file, "bay \(id.prefix(40)) has \(shelves.count) shelves: at most 500 are read")
        }
    }
}

struct ShelfDraft {
    /// The retailer's own number, if the file has one.
    var id: String?
    var kind = Shelf.Kind.shelf
    var surfaceMM: Double
    /// Lower edge of the board: where the room of the shelf below ends.
    var undersideMM: Double
    /// As far as products may reach above the surface; `nil`: up to the next board.
    var roomMM: Double?
    /// `nil`: the bay's whole width.
    var span: Shelf.Span?
    var depthMM: Double?
    var positions: [PositionDraft] = []
}

struct PositionDraft {
    var line: Int
    /// What the file names the product by, the likeliest first.
    var keys: [String]
    var name: String?
    /// From the bay's left side; `nil`: after the one before.
    var xMM: Double?
    /// Of all facings; `nil`: as wide as they are.
    var widthMM: Double?
    var facings = 1
    var unitsHigh = 1
    var tolerance = 0
    var worth = Worth()
    var presentation = Presentation()
}

/// What the user adds to a file that does not say everything.
package struct ImportOptions: Sendable {
    /// The planogram's id where the file names none; its name without folder and extension.
    package var fallbackID = "planogram"
    package var revision = 1
    /// Takes the place of what the file says.
    package var validity: Validity?
    /// Of every bay, for lists that have no bays.
    package var bayWidthMM: Double?
    package var bayHeightMM: Double?
    /// Headers of a list's columns, by what they hold; those that are left out are known by their usual names.
    package var columns: [ListColumn: String] = [:]
    /// The sheet of a workbook; `nil`: the first.
    package var sheet: String?
    /// Millimetres to one unit of a list's lengths.
    package var lengthUnitMM = 1.0
    /// Sizes of products for lists that have none.
    package var catalogue: (any SKUTable)?

    package init() {}
}
