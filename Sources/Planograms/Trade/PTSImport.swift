import Retail

/// Makes a planogram of a PTS file (Planogram Transporting Specification, versions 1 to 3), as Japan's tools exchange them.
///
/// Version 1 lists positions only; 2 and 3 list bays, shelves and positions, each part under a row of titles that begins
/// with the bay's number. All lengths are millimetres; shelves count from the bottom, bays from the left.
struct PTSImport {
    static let signature = "共通棚割情報"
    /// What the first title of every part ends with: "bay number".
    private static let bayTitle = "台番号"

    private let file: String
    private let options: ImportOptions
    private let version: Int
    private var reader = FieldReader()
    private var bays: [Int: BayDraft] = [:]
    /// Shelves by bay and number.
    private var shelves: [[Int]: ShelfDraft] = [:]
    private var positions: [[Int]: [(rank: Int, draft: PositionDraft)]] = [:]

    static func plan(
        _ text: String, file: String, options: ImportOptions
    ) throws(ImportError) -> ImportedPlan {
        let rows: [CSVText.Row]
        do {
            rows = try CSVText.rows(of: text)
        } catch {
            throw ImportError(file: file, "\(error): the file may be cut off")
        }
        guard let first = rows.first, first.fields.first == signature else {
            throw ImportError(file: file, line: 1, "the first field is not \(signature): this is no PTS file")
        }
        let name = first.fields.count > 1 ? first.fields[1] : ""
        guard let version = ["V1.0": 1, "V2.0": 2, "V3.0": 3][name] else {
            throw ImportError(
                file: file, line: first.line, field: "field 2 (version)",
                "\"\(name.prefix(40))\" is not known: expected V1.0, V2.0 or V3.0")
        }
        var importer = PTSImport(file: file, options: options, version: version)
        return try importer.plan(rows)
    }

    private init(file: String, options: ImportOptions, version: Int) {
        self.file = file
        self.options = options
        self.version = version
    }

    private mutating func plan(_ rows: [CSVText.Row]) throws(ImportError) -> ImportedPlan {
        let parts = version == 1 ? 1 : 3
        var part = 0
        var model = ""
        for row in rows.dropFirst() {
            if row.fields.first?.hasSuffix(Self.bayTitle) == true {
                part += 1
                guard part <= parts else {
                    throw ImportError(file: file, line: row.line, "a part more than version \(version) has")
                }
            } else if part == 0 {
                model = row.fields.joined(separator: " ")
            } else {
                switch parts - part {
                case 2: readBay(row)
                case 1: readShelf(row)
                default: readPosition(row)
                }
            }
        }
        guard part == parts else {
            throw ImportError(
                file: file, line: rows.last?.line,
                "the file ends after \(part) of \(parts) parts: it may be cut off")
        }
        try refuseFaults()
        return try finish(model: model)
    }

    // MARK: Rows

    private mutating func readBay(_ row: CSVText.Row) {
        guard let number = number(row, 0, "bay"), let height = size(row, 1, "height"),
            let width = size(row, 2, "width")
        else { return }
        if bays[number] != nil { reader.fault(row, "field 1 (bay)", "bay \(number) is given twice") }
        let name = reader.text(row, 4)
        bays[number] = BayDraft(
            id: String(number), name: name.isEmpty ? nil : name, widthMM: width, heightMM: height)
    }

    private mutating func readShelf(_ row: CSVText.Row) {
        guard let bay = number(row, 0, "bay"), let number = number(row, 1, "shelf"),
            let height = reader.number(row, 2, "field 3 (height)", in: 0...100_000)
        else { return }
        if shelves[[bay, number]] != nil {
            reader.fault(row, "field 2 (shelf)", "shelf \(number) is given twice")
        }
        let thickness = reader.number(row, 5, "field 6 (thickness)", in: 0...1000) ?? 0
        let width = reader.number(row, 3, "field 4 (width)", in: 0...100_000)
        let depth = reader.number(row, 4, "field 5 (depth)", in: 0...100_000)
        var shelf = ShelfDraft(
            id: String(number), surfaceMM: height, undersideMM: max(0, height - thickness),
            depthMM: depth.flatMap { $0 > 0 ? $0 : nil })
        // Nothing says where a narrower board begins: at the left.
        if let width, width > 0, let bay = bays[bay], width < bay.widthMM - 1 {
            shelf.span = Shelf.Span(xMM: 0, widthMM: width)
        }
        shelves[[bay, number]] = shelf
    }

    private mutating func readPosition(_ row: CSVText.Row) {
        guard let bay = number(row, 0, "bay"), let shelf = number(row, 1, "shelf"),
            let rank = number(row, 2, "position")
        else { return }
        let code = reader.text(row, 3)
        // An empty place is listed without a product.
        if code.isEmpty { return }
        var draft = PositionDraft(line: row.line, keys: [code])
        draft.facings = reader.whole(row, 4, "field 5 (facings)", in: 1...9999) ?? 1
        draft.unitsHigh = reader.whole(row, 7, "field 8 (stacked)", in: 1...9999) ?? 1
        let face = reader.whole(row, 5, "field 6 (face)", in: 0...6) ?? 1
        let turn = reader.whole(row, 6, "field 7 (turn)", in: 0...270) ?? 0
        draft.presentation.orientation = Self.orientation(face: face, turn: turn)
        if version == 3 {
            draft.presentation.unitsDeep = reader.whole(row, 11, "field 12 (deep)", in: 1...9999)
        }
        positions[[bay, shelf], default: []].append((rank, draft))
    }

    // Faces are numbered from 1: front, top, right, left, back, bottom. Turns are quarters or degrees.
    private static func orientation(face: Int, turn: Int) -> Orientation {
        let faces: [Orientation.Face] = [.front, .front, .top, .right, .left, .back, .bottom]
        return Orientation(faces[face], quarterTurns: turn < 4 ? turn : turn / 90)
    }

    private mutating func number(_ row: CSVText.Row, _ index: Int, _ name: String) -> Int? {
        if reader.text(row, index).isEmpty {
            reader.fault(row, "field \(index + 1) (\(name))", "a number is missing: the file may be cut off")
            return nil
        }
        return reader.whole(row, index, "field \(index + 1) (\(name))", in: 1...999)
    }

    private mutating func size(_ row: CSVText.Row, _ index: Int, _ name: String) -> Double? {
        let value = reader.number(row, index, "field \(index + 1) (\(name))", in: 1...100_000)
        if value == nil, reader.text(row, index).isEmpty {
            reader.fault(row, "field \(index + 1) (\(name))", "a length in millimetres is missing")
        }
        return value
    }

    // MARK: Result

    private mutating func finish(model: String) throws(ImportError) -> ImportedPlan {
        guard !positions.isEmpty else {
            throw ImportError(file: file, "the file lists no positions: it may be cut off")
        }
        if version == 1 { try inventFixtures() }
        for place in shelves.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) where bays[place[0]] == nil
        {
            throw ImportError(file: file, "shelf \(place[1]) stands in bay \(place[0]), which is not listed")
        }
        for (place, listed) in positions.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard shelves[place] != nil else {
                throw ImportError(
                    file: file, line: listed.first?.draft.line, field: "field 2 (shelf)",
                    "bay \(place[0]) has no shelf \(place[1])")
            }
            let ordered = listed.enumerated().sorted {
                ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
            }
            shelves[place]?.positions = ordered.map(\.element.draft)
        }
        for (place, shelf) in shelves.sorted(by: { $0.key[1] < $1.key[1] }) {
            bays[place[0]]?.shelves.append(shelf)
        }
        var plan = ImportedPlan(format: .pts)
        var drafts = bays.sorted { $0.key < $1.key }.map(\.value).filter { !$0.shelves.isEmpty }
        var spread = 0
        for index in drafts.indices { spread += drafts[index].spreadShelves() }
        if spread > 0 {
            plan.notes.append("\(spread) shelves have no height in version 1 and are spread evenly")
        }
        try plan.add(
            drafts, id: model.isEmpty ? options.fallbackID : model, name: model.isEmpty ? nil : model,
            file: file,
            options: options)
        return plan
    }

    /// Version 1 knows neither bays nor shelves: the user gives the size, and heights are spread.
    private mutating func inventFixtures() throws(ImportError) {
        guard let width = options.bayWidthMM, let height = options.bayHeightMM else {
            throw ImportError(
                file: file, "version 1 has no sizes of bays: give --bay-width and --bay-height in millimetres"
            )
        }
        for place in positions.keys {
            bays[place[0]] = BayDraft(id: String(place[0]), widthMM: width, heightMM: height)
            shelves[place] = ShelfDraft(id: String(place[1]), surfaceMM: .nan, undersideMM: .nan)
        }
    }

    private func refuseFaults() throws(ImportError) {
        if !reader.faults.isEmpty { throw ImportError(file: file, faults: reader.faults) }
    }
}
