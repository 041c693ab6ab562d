import Retail

/// Makes a planogram of the JSON that Azure's planogram matching took (preview 2023-04-01, retired in 2025).
///
/// Its lengths have no unit and y counts down from the top; positions are one a facing and name their product and fixture
/// by id. Neighbouring facings of one product become one position.
struct AzureImport {
    private let file: String
    private let options: ImportOptions
    private var faults: [ImportFault] = []
    private var names: [String: (name: String, width: Double, height: Double)] = [:]

    static func plan(
        _ text: String, file: String, options: ImportOptions
    ) throws(ImportError) -> ImportedPlan {
        let json: JSONValue
        do {
            json = try JSONText.parse(Array(text.utf8))
        } catch {
            throw ImportError(file: file, line: error.line, field: "column \(error.column)", error.message)
        }
        guard case .object(let object) = json else {
            throw ImportError(file: file, "an object { } is expected")
        }
        var importer = AzureImport(file: file, options: options)
        if case .object(let planogram) = object["planogram"] { return try importer.plan(planogram) }
        return try importer.plan(object)
    }

    /// Whether this JSON has the parts of such a planogram.
    static func recognises(_ json: JSONValue) -> Bool {
        guard case .object(let object) = json else { return false }
        if case .object(let inner) = object["planogram"] { return inner["fixtures"] != nil }
        return object["fixtures"] != nil && object["positions"] != nil
    }

    private init(file: String, options: ImportOptions) {
        self.file = file
        self.options = options
    }

    private mutating func plan(_ object: [String: JSONValue]) throws(ImportError) -> ImportedPlan {
        let width = number("width", of: object, at: "planogram") * options.lengthUnitMM
        let height = number("height", of: object, at: "planogram") * options.lengthUnitMM
        for (index, item) in list("products", of: object).enumerated() {
            let place = "products[\(index)]"
            guard let product = members(item, at: place) else { continue }
            names[text("id", of: product, at: place)] = (
                text("name", of: product, at: place),
                number("w", of: product, at: place) * options.lengthUnitMM,
                number("h", of: product, at: place) * options.lengthUnitMM
            )
        }
        var bay = BayDraft(id: "1", widthMM: width, heightMM: height)
        var shelves: [String: Int] = [:]
        for (index, item) in list("fixtures", of: object).enumerated() {
            let place = "fixtures[\(index)]"
            guard let fixture = members(item, at: place) else { continue }
            let top = height - number("y", of: fixture, at: place) * options.lengthUnitMM
            let x = number("x", of: fixture, at: place) * options.lengthUnitMM
            let own = number("w", of: fixture, at: place) * options.lengthUnitMM
            let thickness = number("h", of: fixture, at: place) * options.lengthUnitMM
            let id = text("id", of: fixture, at: place)
            if shelves.updateValue(bay.shelves.count, forKey: id) != nil {
                fault("\(place).id", "\"\(id)\" is given twice")
            }
            bay.shelves.append(
                ShelfDraft(
                    kind: .shelf, surfaceMM: max(0, top), undersideMM: max(0, top - thickness),
                    span: x <= 1 && own >= width - 1 ? nil : Shelf.Span(xMM: x, widthMM: own)))
        }
        for (index, item) in list("positions", of: object).enumerated() {
            let place = "positions[\(index)]"
            guard let position = members(item, at: place) else { continue }
            add(position, at: place, line: index + 1, to: &bay, shelves)
        }
        if faults.isEmpty, bay.shelves.isEmpty { fault("fixtures", "at least one is needed") }
        guard faults.isEmpty else { throw ImportError(file: file, faults: faults) }
        for index in bay.shelves.indices {
            bay.shelves[index].positions = Self.joined(bay.shelves[index].positions)
        }
        var plan = ImportedPlan(format: .azure)
        plan.notes.append("lengths have no unit in this form: taken as \(options.lengthUnitMM) mm each")
        try plan.add([bay], id: options.fallbackID, name: nil, file: file, options: options)
        return plan
    }

    private mutating func add(
        _ position: [String: JSONValue], at place: String, line: Int, to bay: inout BayDraft,
        _ shelves: [String: Int]
    ) {
        let product = text("productId", of: position, at: place)
        let fixture = text("fixtureId", of: position, at: place)
        let x = number("x", of: position, at: place) * options.lengthUnitMM
        guard let known = names[product] else {
            fault("\(place).productId", "no product has the id \"\(product.prefix(40))\"")
            return
        }
        guard let shelf = shelves[fixture] else {
            fault("\(place).fixtureId", "no fixture has the id \"\(fixture.prefix(40))\"")
            return
        }
        var draft = PositionDraft(line: line, keys: [product, known.name], name: known.name, xMM: x)
        draft.widthMM = known.width
        if known.width > 0, known.height > 0 {
            draft.presentation.unitSize = PackageSize(
                widthMM: known.width, heightMM: known.height, depthMM: known.width)
        }
        bay.shelves[shelf].positions.append(draft)
    }

    /// Facings of one product that touch become one position.
    private static func joined(_ facings: [PositionDraft]) -> [PositionDraft] {
        var joined: [PositionDraft] = []
        for facing in facings.sorted(by: { ($0.xMM ?? 0) < ($1.xMM ?? 0) }) {
            let pitch = facing.widthMM ?? 0
            if let last = joined.last, last.keys == facing.keys,
                (facing.xMM ?? 0) - (last.xMM ?? 0) - (last.widthMM ?? 0) < 0.25 * pitch
            {
                joined[joined.count - 1].facings += 1
                joined[joined.count - 1].widthMM = (facing.xMM ?? 0) + pitch - (last.xMM ?? 0)
            } else {
                joined.append(facing)
            }
        }
        return joined
    }

    // MARK: Values

    private mutating func list(_ key: String, of object: [String: JSONValue]) -> [JSONValue] {
        if case .list(let items) = object[key] { return items }
        fault(key, "a list [ ] is expected")
        return []
    }

    private mutating func members(_ json: JSONValue, at place: String) -> [String: JSONValue]? {
        if case .object(let object) = json { return object }
        fault(place, "an object { } is expected, not \(json.summary)")
        return nil
    }

    private mutating func text(_ key: String, of object: [String: JSONValue], at place: String) -> String {
        switch object[key] {
        case .text(let text): return text
        case .number(let value) where value == value.rounded() && abs(value) < 1e15: return String(Int(value))
        default:
            fault("\(place).\(key)", "a text is expected")
            return ""
        }
    }

    private mutating func number(_ key: String, of object: [String: JSONValue], at place: String) -> Double {
        if case .number(let value) = object[key], (0...1e6).contains(value) { return value }
        fault("\(place).\(key)", "a number from 0 to 1000000 is expected")
        return 0
    }

    private mutating func fault(_ place: String, _ reason: String) {
        faults.append(ImportFault(line: nil, field: place, reason: reason))
    }
}
