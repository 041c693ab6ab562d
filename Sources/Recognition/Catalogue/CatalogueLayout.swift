internal import Retail

/// How the compiled catalogue lies in its file.
///
/// All numbers are little-endian.
///
///     bytes 0..<4     "GCAT"
///     4..<8           version
///     8..<16          checksum of all that follows
///     16..<24         length of the file
///     24..<32         fingerprint of the embedder that made the prototypes
///     32..<36         numbers of a prototype
///     36..<40         SKUs
///     40..<44         prototypes
///     44..<48         what one of a tail's numbers stands for, 32-bit float
///     48..            offset and length (64 bits each) of every section
///     then            the sections, each at a multiple of 64 bytes; the file's length is one too
///
/// SKUs are in tree order, so that each node of the tree is one run of them, and prototypes are counted in the order of
/// their SKUs. What of them is searched lies in rows, those that look alike beside each other.
enum CatalogueLayout {
    static let magic = Array("GCAT".utf8)
    static let version: UInt32 = 3
    static let alignment = 64
    static let sectionTable = 48
    static let headerEnd = sectionTable + Section.allCases.count * 16
    /// Each so manyth SKU has the number of its first prototype written down; those between are counted.
    static let startsEvery = 64

    /// What a part of the file holds.
    enum Section: Int, CaseIterable {
        /// 64 bits a SKU.
        case gtins
        /// Width, height and depth, 16 bits each, in tenths of a millimetre.
        case sizes
        /// 8 bits a SKU: the place of the form among `PackageForm.allCases`.
        case forms
        /// 8 bits a SKU, 1 and more.
        case prototypeCounts
        /// 32 bits for each 64th SKU: its first prototype.
        case prototypeStarts
        /// The bytes of all names.
        case text
        /// 32 bits a SKU and one more: where its own name begins in the text, and so where the one before it ends.
        case skuNames
        /// The first SKU of each node of a level, 32 bits, and one more; then the nodes' names in the same way.
        case departments, departmentNames, categories, categoryNames
        case brands, brandNames, products, productNames
        /// The principal axes of prototypes, 32-bit floats, axis after axis.
        case axes
        /// Middles of the groups of look-alikes: heads packed as `RowScan` reads them, and their scales of 16 bits.
        case middles, middleScales
        /// The first row of each group, 32 bits, and one more.
        case groupStarts
        /// Heads of prototypes, packed as `RowScan` reads them, their scales of 16 bits, and their tails.
        case heads, scales, tails
        /// 32 bits each: the SKU of each row, and the row of each prototype.
        case rowSKUs, prototypeRows

        /// First SKUs of the nodes of `level`; nil for SKUs, which are their own nodes.
        static func nodes(of level: TreeLevel) -> Section? {
            switch level {
            case .department: .departments
            case .category: .categories
            case .brand: .brands
            case .product: .products
            case .sku: nil
            }
        }

        /// Names of the nodes of `level`.
        static func names(of level: TreeLevel) -> Section {
            switch level {
            case .department: .departmentNames
            case .category: .categoryNames
            case .brand: .brandNames
            case .product: .productNames
            case .sku: .skuNames
            }
        }
    }
}
