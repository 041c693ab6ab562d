import Retail

/// What the columns of a list of positions hold.
package enum ListColumn: String, CaseIterable, Sendable {
    case bay, shelf, position, gtin, name, facings, orientation, style
    case unitsHigh = "units_high"
    case unitsDeep = "units_deep"
    case x, width
    case unitWidth = "unit_width"
    case unitHeight = "unit_height"
    case unitDepth = "unit_depth"
    case surface, clearance
    case bayWidth = "bay_width"
    case bayHeight = "bay_height"
    case tolerance, rank, value

    static let required: [ListColumn] = [.shelf, .gtin]

    /// Headers that mean the column, in the form of `plain`, beside its own name.
    private var usualNames: [String] {
        switch self {
        case .bay: ["baynumber", "bayno", "segment", "section", "module", "gondola"]
        case .shelf: ["shelfnumber", "shelfno", "row", "fixture", "shelfrow"]
        case .position: ["positionnumber", "horizontalid", "sequence", "locationid", "order"]
        case .gtin: ["ean", "ean13", "upc", "barcode", "gtin14", "productcode", "reference", "jan"]
        case .name: ["productname", "description", "product"]
        case .facings: ["facingswide", "hfacings", "facingshorizontal", "faces"]
        case .unitsHigh: ["facingshigh", "vfacings", "facingsvertical", "layers"]
        case .unitsDeep: ["facingsdeep", "dfacings"]
        case .x: ["xmm", "left"]
        case .width: ["widthmm", "positionwidth"]
        case .unitWidth: ["productwidth"]
        case .unitHeight: ["productheight"]
        case .unitDepth: ["productdepth"]
        case .surface: ["surfacemm", "shelfheight", "shelfy"]
        case .clearance: ["clearancemm", "merchheight"]
        case .style: ["merchstyle", "merchandisingstyle"]
        case .orientation: ["face"]
        case .rank: ["salesrank"]
        case .value: ["price", "retailprice", "salesvalue"]
        case .bayWidth, .bayHeight, .tolerance: []
        }
    }

    /// Which column of `header` holds what: by the names that the user gave, else by the usual ones.
    ///
    /// Throws a fault for a name that is not in the header, for two columns that may hold the same, and if a required one
    /// is missing.
    static func map(
        _ header: CSVText.Row, given: [ListColumn: String]
    ) -> Result<[ListColumn: Int], ImportFault> {
        func fault(_ column: ListColumn, _ reason: String) -> Result<[ListColumn: Int], ImportFault> {
            .failure(ImportFault(line: header.line, field: "column \(column.rawValue)", reason: reason))
        }
        var places: [ListColumn: Int] = [:]
        for column in allCases {
            if let name = given[column] {
                guard let place = header.fields.firstIndex(where: { plain($0) == plain(name) }) else {
                    return fault(
                        column, "no header is \"\(name)\"; there are \(header.fields.joined(separator: ", "))"
                    )
                }
                places[column] = place
                continue
            }
            let names = [plain(column.rawValue)] + column.usualNames
            let found = header.fields.indices.filter { place in
                names.contains(plain(header.fields[place])) && !given.values.contains(header.fields[place])
            }
            if found.count > 1 {
                let headers = found.map { header.fields[$0] }.joined(separator: ", ")
                return fault(
                    column,
                    "the headers \(headers) can all mean it: name one by --column \(column.rawValue)=HEADER")
            }
            if let place = found.first { places[column] = place }
        }
        for column in required where places[column] == nil {
            return fault(
                column,
                "no header means it: name one by --column \(column.rawValue)=HEADER; there are "
                    + header.fields.joined(separator: ", "))
        }
        return .success(places)
    }

    /// A header without what people write in different ways: case, spaces, points, dashes.
    private static func plain(_ header: String) -> String {
        header.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
