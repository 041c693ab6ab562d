/// The outer size of one unit, standing as it is sold.
package struct PackageSize: Hashable, Sendable, Codable {
    package var widthMM: Double
    package var heightMM: Double
    package var depthMM: Double

    package init(widthMM: Double, heightMM: Double, depthMM: Double) {
        self.widthMM = widthMM
        self.heightMM = heightMM
        self.depthMM = depthMM
    }

    enum CodingKeys: String, CodingKey {
        case widthMM = "width_mm"
        case heightMM = "height_mm"
        case depthMM = "depth_mm"
    }
}

/// The shape of a package.
package enum PackageForm: String, CaseIterable, Sendable, Codable {
    case box, can, bottle, bag
    /// Glass with a metal lid.
    case jar
    /// A cup or a flat bowl of plastic with a lid.
    case tub
    /// Squeezed empty; stands on its cap.
    case tube
    /// A flat bowl under clear film.
    case tray
    /// Several units sold as one.
    case multipack
    /// A card or a bag with a hole to hang it by.
    case hanging
}

/// One stock keeping unit: its key, its place in the tree, its package.
package struct CatalogueEntry: Hashable, Sendable, Codable {
    package let gtin: GTIN
    /// Full path: department, category, brand, product, SKU.
    package let path: SKUPath
    package let form: PackageForm
    package let size: PackageSize

    package init(gtin: GTIN, path: SKUPath, form: PackageForm, size: PackageSize) {
        self.gtin = gtin
        self.path = path
        self.form = form
        self.size = size
    }
}

/// SKUs by their place in tree order and by key, wherever they are kept.
package protocol SKUTable: Sendable {
    var count: Int { get }

    /// The SKU at `place`, 0 ..< `count`.
    func entry(at place: Int) -> CatalogueEntry

    /// The place of `gtin`; `nil` if it is not among the SKUs.
    func index(of gtin: GTIN) -> Int?
}

extension SKUTable {
    package subscript(gtin: GTIN) -> CatalogueEntry? { index(of: gtin).map(entry) }
}

/// SKUs listed in memory, in tree order: each subtree is one contiguous run of entries.
package struct Catalogue: SKUTable {
    package let entries: [CatalogueEntry]
    private let indices: [GTIN: Int]

    /// Sorts `entries` into tree order.
    ///
    /// Throws at the first GTIN given twice and at the first path that does not lead down to a SKU or is given twice.
    package init(_ entries: [CatalogueEntry]) throws(CatalogueError) {
        var indices: [GTIN: Int] = [:]
        indices.reserveCapacity(entries.count)
        var previous: SKUPath?
        let sorted = entries.sorted { $0.path.names.lexicographicallyPrecedes($1.path.names) }
        for (index, entry) in sorted.enumerated() {
            guard entry.path.level == .sku else { throw .incompletePath(entry.gtin, entry.path) }
            guard entry.path != previous else { throw .duplicatePath(entry.gtin, entry.path) }
            guard indices.updateValue(index, forKey: entry.gtin) == nil else {
                throw .duplicateGTIN(entry.gtin)
            }
            previous = entry.path
        }
        self.entries = sorted
        self.indices = indices
    }

    package var count: Int { entries.count }

    package func entry(at place: Int) -> CatalogueEntry { entries[place] }

    package func index(of gtin: GTIN) -> Int? { indices[gtin] }

    /// How many places of the tree there are at `level`.
    package func count(at level: TreeLevel) -> Int {
        var previous: SKUPath?
        return entries.reduce(0) { count, entry in
            let ancestor = entry.path.ancestor(at: level)
            defer { previous = ancestor }
            return count + (ancestor == previous ? 0 : 1)
        }
    }
}

/// Why a list of SKUs is no catalogue.
package enum CatalogueError: Error, Equatable, CustomStringConvertible {
    case duplicateGTIN(GTIN)
    case duplicatePath(GTIN, SKUPath)
    case incompletePath(GTIN, SKUPath)

    package var description: String {
        switch self {
        case .duplicateGTIN(let gtin): "GTIN \(gtin) is given twice: keep one of its entries"
        case .duplicatePath(let gtin, let path):
            "GTIN \(gtin): the path \(path) belongs to another GTIN too: give the SKU a name of its own"
        case .incompletePath(let gtin, let path):
            "GTIN \(gtin): the path \"\(path)\" does not have the five names from department to SKU"
        }
    }
}
