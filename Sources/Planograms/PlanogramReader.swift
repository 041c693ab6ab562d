import Retail

/// Turns JSON into a planogram and notes every problem with its place instead of stopping at the first.
///
/// A value that cannot be read is replaced by a stand-in (not a number, an empty text), so that indices stay
/// right and the rest is read too; whoever asks must look at `problems` before using the answer.
struct PlanogramReader {
    private(set) var problems: [PlanogramProblem] = []

    mutating func planogram(_ json: JSONValue) -> Planogram {
        let object = fields(of: json, at: "", known: ["$schema", "schema_version", "id", "revision", "bay"])
        return Planogram(
            id: text("id", of: object, at: ""), revision: whole("revision", of: object, at: "", from: 1),
            bay: bay(object["bay"]))
    }

    private mutating func bay(_ json: JSONValue?) -> Bay {
        let object = fields(of: json, at: "bay", known: ["id", "width_mm", "height_mm", "shelves"])
        var shelves: [Shelf] = []
        for (index, item) in list("shelves", of: object, at: "bay").enumerated() {
            shelves.append(shelf(item, at: "bay.shelves[\(index)]"))
        }
        return Bay(
            id: text("id", of: object, at: "bay"), widthMM: number("width_mm", of: object, at: "bay"),
            heightMM: number("height_mm", of: object, at: "bay"), shelves: shelves)
    }

    private mutating func shelf(_ json: JSONValue, at place: String) -> Shelf {
        let object = fields(of: json, at: place, known: ["id", "surface_mm", "clearance_mm", "positions"])
        var positions: [Position] = []
        for (index, item) in list("positions", of: object, at: place).enumerated() {
            positions.append(position(item, at: "\(place).positions[\(index)]"))
        }
        return Shelf(
            id: text("id", of: object, at: place), surfaceMM: number("surface_mm", of: object, at: place),
            clearanceMM: number("clearance_mm", of: object, at: place), positions: positions)
    }

    private mutating func position(_ json: JSONValue, at place: String) -> Position {
        let object = fields(
            of: json, at: place,
            known: ["id", "gtin", "x_mm", "width_mm", "facings", "units_high", "tolerance"])
        return Position(
            id: text("id", of: object, at: place), gtin: gtin("gtin", of: object, at: place),
            xMM: number("x_mm", of: object, at: place), widthMM: number("width_mm", of: object, at: place),
            facings: whole("facings", of: object, at: place, from: 1),
            unitsHigh: whole("units_high", of: object, at: place, from: 1, default: 1),
            tolerance: whole("tolerance", of: object, at: place, from: 0, default: 0))
    }

    // MARK: Values

    private mutating func fields(of json: JSONValue?, at place: String, known: Set<String>) -> [String:
        JSONValue]
    {
        guard case .object(let object) = json else {
            note(
                place.isEmpty ? PlanogramProblem.wholeFile : place, "an object { } is expected", instead: json
            )
            // The stand-ins for its members would only repeat this one problem.
            return Dictionary(uniqueKeysWithValues: known.map { ($0, .null) })
        }
        for key in object.keys.sorted() where !known.contains(key) {
            note(path(place, key), "this key is not known: remove it or correct its spelling")
        }
        return object
    }

    private mutating func list(_ key: String, of object: [String: JSONValue], at place: String) -> [JSONValue]
    {
        if case .list(let items) = object[key] { return items }
        note(path(place, key), "a list [ ] is expected", instead: object[key])
        return []
    }

    private mutating func text(_ key: String, of object: [String: JSONValue], at place: String) -> String {
        if case .text(let value) = object[key] { return value }
        note(path(place, key), "a text is expected", instead: object[key])
        return ""
    }

    private mutating func number(_ key: String, of object: [String: JSONValue], at place: String) -> Double {
        if case .number(let value) = object[key] { return value }
        note(path(place, key), "a number (millimetres) is expected", instead: object[key])
        return .nan
    }

    private mutating func whole(
        _ key: String, of object: [String: JSONValue], at place: String, from least: Int,
        default fallback: Int? = nil
    ) -> Int {
        if object[key] == nil, let fallback { return fallback }
        if case .number(let value) = object[key], let whole = Int(exactly: value),
            (least...9999).contains(whole)
        {
            return whole
        }
        note(path(place, key), "a whole number from \(least) to 9999 is expected", instead: object[key])
        return least
    }

    private mutating func gtin(_ key: String, of object: [String: JSONValue], at place: String) -> GTIN {
        guard case .text(let value) = object[key] else {
            note(
                path(place, key), "a GTIN of 8, 12, 13 or 14 digits in quotes is expected",
                instead: object[key])
            return GTIN(restrictedCirculationItem: 0)
        }
        do {
            return try GTIN(value)
        } catch {
            note(path(place, key), error.description)
            return GTIN(restrictedCirculationItem: 0)
        }
    }

    private mutating func note(_ place: String, _ message: String, instead found: JSONValue?) {
        note(place, message + (found.map { ", not \($0.summary)" } ?? ": it is missing"))
    }

    private mutating func note(_ place: String, _ message: String) {
        // Members of something that is no object have been answered for already.
        guard !problems.contains(where: { $0.place != place && $0.covers(place) }) else { return }
        problems.append(PlanogramProblem(place: place, message: message))
    }

    private func path(_ place: String, _ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
}
