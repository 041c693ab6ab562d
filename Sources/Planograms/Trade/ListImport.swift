import Retail

/// Makes one planogram of a list with one position a row, whatever table it came in.
struct ListImport {
    /// A row for each of so many positions: more is no planogram.
    static let mostRows = 200_000

    private let options: ImportOptions
    private let places: [ListColumn: Int]
    private var reader: FieldReader
    private var bays: [BayDraft] = []
    /// Numbers of shelves and bays as the list names them, in order of appearance.
    private var bayIndices: [String: Int] = [:]
    private var shelfIndices: [[String]: Int] = [:]
    /// Rank of each position on its shelf, where the list numbers them.
    private var ranks: [[Int]: [(rank: Double, draft: PositionDraft)]] = [:]

    static func plan(
        _ rows: [CSVText.Row], format: TradeFormat, hasDecimalComma: Bool, file: String,
        options: ImportOptions
    ) throws(ImportError) -> ImportedPlan {
        guard let header = rows.first else { throw ImportError(file: file, "the list is empty") }
        guard rows.count <= mostRows else { throw ImportError(file: file, "more than \(mostRows) rows") }
        switch ListColumn.map(header, given: options.columns) {
        case .failure(let fault): throw ImportError(file: file, faults: [fault])
        case .success(let places):
            var importer = ListImport(
                options: options, places: places, reader: FieldReader(hasDecimalComma: hasDecimalComma))
            for row in rows.dropFirst() where row.fields.contains(where: { !$0.isEmpty }) {
                importer.read(row)
            }
            return try importer.finish(format: format, file: file)
        }
    }

    private init(options: ImportOptions, places: [ListColumn: Int], reader: FieldReader) {
        self.options = options
        self.places = places
        self.reader = reader
    }

    private mutating func read(_ row: CSVText.Row) {
        let bay = bayIndex(row)
        guard let shelf = shelfIndex(row, bay: bay) else { return }
        let key = reader.text(row, places[.gtin])
        if key.isEmpty { reader.fault(row, "column gtin", "the product has no key") }
        var draft = PositionDraft(
            line: row.line, keys: [key, ProductKey.withLeadingZeros(key)].compactMap(\.self))
        let name = reader.text(row, places[.name])
        if !name.isEmpty { draft.name = name }
        draft.facings = whole(row, .facings) ?? 1
        draft.unitsHigh = whole(row, .unitsHigh) ?? 1
        draft.presentation.unitsDeep = whole(row, .unitsDeep)
        draft.tolerance = whole(row, .tolerance, from: 0) ?? 0
        draft.worth = Worth(
            rank: whole(row, .rank, upTo: 1_000_000),
            value: reader.number(row, places[.value], "column value", in: 0...1e9))
        draft.xMM = length(row, .x, from: 0)
        draft.widthMM = length(row, .width, from: 1e-3)
        readPresentation(row, &draft)
        if draft.xMM != nil, draft.widthMM == nil {
            draft.widthMM = draft.presentation.unitSize.map { $0.widthMM * Double(draft.facings) }
            if draft.widthMM == nil, reader.text(row, places[.width]).isEmpty {
                reader.fault(
                    row, "column width", "x is given: the width of the position or of its unit is needed too")
            }
        }
        let rank = reader.number(row, places[.position], "column position", in: -1e9...1e9)
        let rows = ranks[[bay, shelf], default: []]
        ranks[[bay, shelf], default: []].append((rank ?? Double(rows.count), draft))
    }

    private mutating func readPresentation(_ row: CSVText.Row, _ draft: inout PositionDraft) {
        let face = reader.text(row, places[.orientation]).lowercased()
        if !face.isEmpty {
            if let orientation = Orientation(face) {
                draft.presentation.orientation = orientation
            } else {
                reader.fault(
                    row, "column orientation", "\"\(face.prefix(40))\": expected as \"front\" or \"left 90\"")
            }
        }
        let style = reader.text(row, places[.style]).lowercased()
        if !style.isEmpty {
            if let known = Presentation.Style(rawValue: style) {
                draft.presentation.style = known
            } else {
                let words = Presentation.Style.allCases.map(\.rawValue).joined(separator: ", ")
                reader.fault(row, "column style", "\"\(style.prefix(40))\": expected one of \(words)")
            }
        }
        // The list gives sizes of the product as it is sold.
        if let width = length(row, .unitWidth, from: 1e-3), let height = length(row, .unitHeight, from: 1e-3)
        {
            let depth = length(row, .unitDepth, from: 1e-3) ?? width
            draft.presentation.unitSize = draft.presentation.orientation.turned(
                PackageSize(widthMM: width, heightMM: height, depthMM: depth))
        }
    }

    private mutating func bayIndex(_ row: CSVText.Row) -> Int {
        let name = reader.text(row, places[.bay])
        let id = name.isEmpty ? "1" : name
        if let index = bayIndices[id] { return index }
        let width = length(row, .bayWidth, from: 1) ?? options.bayWidthMM
        let height = length(row, .bayHeight, from: 1) ?? options.bayHeightMM
        if width == nil || height == nil {
            reader.fault(
                row, "columns bay_width and bay_height",
                "the list has no size of bay \(id.prefix(40)): give --bay-width and --bay-height")
        }
        bays.append(BayDraft(id: id, widthMM: width ?? 1, heightMM: height ?? 1))
        bayIndices[id] = bays.count - 1
        return bays.count - 1
    }

    private mutating func shelfIndex(_ row: CSVText.Row, bay: Int) -> Int? {
        let id = reader.text(row, places[.shelf])
        guard !id.isEmpty else {
            reader.fault(row, "column shelf", "the position stands on no shelf")
            return nil
        }
        if let index = shelfIndices[[String(bay), id]] { return index }
        let surface = length(row, .surface, from: 0)
        bays[bay].shelves.append(
            ShelfDraft(
                id: id, surfaceMM: surface ?? .nan, undersideMM: surface ?? .nan,
                roomMM: length(row, .clearance, from: 1)))
        let index = bays[bay].shelves.count - 1
        shelfIndices[[String(bay), id]] = index
        return index
    }

    private mutating func finish(format: TradeFormat, file: String) throws(ImportError) -> ImportedPlan {
        if reader.faults.isEmpty, bays.isEmpty {
            throw ImportError(file: file, "the list has a header and no positions")
        }
        guard reader.faults.isEmpty else { throw ImportError(file: file, faults: reader.faults) }
        for (place, positions) in ranks {
            let ordered = positions.enumerated().sorted {
                ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
            }
            bays[place[0]].shelves[place[1]].positions = ordered.map(\.element.draft)
        }
        var plan = ImportedPlan(format: format)
        var spread = 0
        for index in bays.indices { spread += bays[index].spreadShelves() }
        if spread > 0 {
            plan.notes.append(
                "\(spread) shelves have no height in the list and are spread evenly over their bays")
        }
        try plan.add(bays, id: options.fallbackID, name: nil, file: file, options: options)
        return plan
    }

    private mutating func whole(
        _ row: CSVText.Row, _ column: ListColumn, from least: Int = 1, upTo most: Int = 9999
    ) -> Int? {
        reader.whole(row, places[column], "column \(column.rawValue)", in: least...most)
    }

    private mutating func length(_ row: CSVText.Row, _ column: ListColumn, from least: Double) -> Double? {
        reader.number(row, places[column], "column \(column.rawValue)", in: least...1e6).map {
            ($0 * options.lengthUnitMM * 1e6).rounded() / 1e6
        }
    }
}

extension BayDraft {
    /// Gives shelves without a height one, from the bottom up by their numbers; answers how many there are.
    mutating func spreadShelves() -> Int {
        let open = shelves.indices.filter { shelves[$0].surfaceMM.isNaN }
        guard !open.isEmpty else { return 0 }
        let numbers = shelves.map { Double($0.id ?? "") }
        // Numbered shelves count from the bottom; named ones stay in the order of the list.
        let order =
            numbers.allSatisfy { $0 != nil }
            ? shelves.indices.sorted { (numbers[$0] ?? 0) < (numbers[$1] ?? 0) } : Array(shelves.indices)
        let pitch = heightMM / Double(shelves.count)
        for (level, index) in order.enumerated() where shelves[index].surfaceMM.isNaN {
            shelves[index].surfaceMM = (Double(level) * pitch * 10).rounded() / 10
            shelves[index].undersideMM = shelves[index].surfaceMM
        }
        return open.count
    }
}

extension ImportedPlan {
    /// Adds one planogram with its bays.
    mutating func add(
        _ bays: [BayDraft], id: String, name: String?, file: String, options: ImportOptions
    ) throws(ImportError) {
        for draft in bays { try draft.refuseTooMany(file: file) }
        var builder = BayBuilder(planogram: id, options: options)
        for draft in bays {
            planograms.append(
                Planogram(
                    id: id, revision: options.revision, name: name, validity: options.validity ?? .always,
                    bay: builder.bay(draft)))
        }
        unplaced += builder.unplaced
        lines.merge(builder.lines) { first, _ in first }
        if builder.laidOut > 0 {
            notes.append(
                "\(builder.laidOut) positions have no place in millimetres and are laid out in their order")
        }
        if builder.squeezed > 0 {
            notes.append("\(builder.squeezed) positions cut to where the next one begins")
        }
    }
}
