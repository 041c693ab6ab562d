import Retail

/// Turns JSON into a planogram and notes every problem with its place instead of stopping at the first.
///
/// A value that cannot be read is replaced by a stand-in (not a number, an empty text), so that indices stay
/// right and the rest is read too; whoever asks must look at `problems` before using the answer.
struct PlanogramReader {
    private(set) var problems: [PlanogramProblem] = []

    /// One planogram for each bay of the file.
    mutating func planograms(_ json: JSONValue) -> [Planogram] {
        let object = fields(
            of: json, at: "",
            known: [
                "$schema", "schema_version", "id", "revision", "name", "valid_from", "valid_to", "bay",
                "bays",
            ])
        let id = text("id", of: object, at: "")
        let revision = whole("revision", of: object, at: "", from: 1)
        let name = optionalText("name", of: object, at: "")
        let validity = Validity(
            from: time("valid_from", of: object, at: ""), to: time("valid_to", of: object, at: ""))
        if let from = validity.from, let to = validity.to, from >= to {
            note("valid_to", "\(to) is not after valid_from: correct one of them")
        }
        return bays(of: object).map {
            Planogram(id: id, revision: revision, name: name, validity: validity, bay: $0)
        }
    }

    /// The bay under `bay`, or those listed under `bays`.
    private mutating func bays(of object: [String: JSONValue]) -> [Bay] {
        guard let listed = object["bays"] else { return [bay(object["bay"], at: "bay")] }
        if object["bay"] != nil { note("bay", "bays are listed under \"bays\": give one of the two") }
        guard case .list(let items) = listed, !items.isEmpty else {
            note("bays", "a list [ ] of bays is expected", instead: listed)
            return []
        }
        return items.enumerated().map { bay($1, at: "bays[\($0)]") }
    }

    private mutating func bay(_ json: JSONValue?, at place: String) -> Bay {
        let object = fields(of: json, at: place, known: ["id", "name", "width_mm", "height_mm", "shelves"])
        var shelves: [Shelf] = []
        for (index, item) in list("shelves", of: object, at: place).enumerated() {
            shelves.append(shelf(item, at: "\(place).shelves[\(index)]"))
        }
        return Bay(
            id: text("id", of: object, at: place), name: optionalText("name", of: object, at: place),
            widthMM: number("width_mm", of: object, at: place),
            heightMM: number("height_mm", of: object, at: place), shelves: shelves)
    }

    private mutating func shelf(_ json: JSONValue, at place: String) -> Shelf {
        let object = fields(
            of: json, at: place,
            known: ["id", "kind", "surface_mm", "clearance_mm", "x_mm", "width_mm", "depth_mm", "positions"])
        var positions: [Position] = []
        for (index, item) in list("positions", of: object, at: place).enumerated() {
            positions.append(position(item, at: "\(place).positions[\(index)]"))
        }
        let hasSpan = object["x_mm"] != nil || object["width_mm"] != nil
        return Shelf(
            id: text("id", of: object, at: place),
            kind: word("kind", of: object, at: place, default: .shelf),
            surfaceMM: number("surface_mm", of: object, at: place),
            clearanceMM: number("clearance_mm", of: object, at: place),
            span: hasSpan
                ? Shelf.Span(
                    xMM: number("x_mm", of: object, at: place),
                    widthMM: number("width_mm", of: object, at: place)) : nil,
            depthMM: optionalNumber("depth_mm", of: object, at: place), positions: positions)
    }

    private mutating func position(_ json: JSONValue, at place: String) -> Position {
        let object = fields(
            of: json, at: place,
            known: [
                "id", "gtin", "name", "x_mm", "width_mm", "facings", "units_high", "tolerance", "orientation",
                "style", "block", "caps", "units_deep", "peg_id", "raised_mm", "unit_size",
                "rank", "value",
            ])
        return Position(
            id: text("id", of: object, at: place), gtin: gtin("gtin", of: object, at: place),
            name: optionalText("name", of: object, at: place),
            xMM: number("x_mm", of: object, at: place), widthMM: number("width_mm", of: object, at: place),
            facings: whole("facings", of: object, at: place, from: 1),
            unitsHigh: whole("units_high", of: object, at: place, from: 1, default: 1),
            tolerance: whole("tolerance", of: object, at: place, from: 0, default: 0),
            presentation: presentation(of: object, at: place), worth: worth(of: object, at: place))
    }

    private mutating func worth(of object: [String: JSONValue], at place: String) -> Worth {
        Worth(
            rank: object["rank"] == nil ? nil : whole("rank", of: object, at: place, from: 1),
            value: optionalNumber("value", of: object, at: place))
    }

    private mutating func presentation(of object: [String: JSONValue], at place: String) -> Presentation {
        var presentation = Presentation()
        if let text = optionalText("orientation", of: object, at: place) {
            if let orientation = Orientation(text) {
                presentation.orientation = orientation
            } else {
                let faces = Orientation.Face.allCases.map(\.rawValue).joined(separator: ", ")
                note(
                    path(place, "orientation"),
                    "\"\(text.prefix(40))\" is no orientation: expected one of \(faces), then 90, 180 or 270 if turned"
                )
            }
        }
        presentation.style = word("style", of: object, at: place, default: .unit)
        if let json = object["block"] {
            let place = path(place, "block")
            let block = fields(of: json, at: place, known: ["wide", "high", "deep"])
            presentation.block = Presentation.Block(
                wide: whole("wide", of: block, at: place, from: 1),
                high: whole("high", of: block, at: place, from: 1),
                deep: whole("deep", of: block, at: place, from: 1))
        }
        if let json = object["caps"] {
            let place = path(place, "caps")
            let caps = fields(of: json, at: place, known: ["beside", "above", "before"])
            presentation.caps.beside = whole("beside", of: caps, at: place, from: 0, default: 0)
            presentation.caps.above = whole("above", of: caps, at: place, from: 0, default: 0)
            presentation.caps.before = whole("before", of: caps, at: place, from: 0, default: 0)
        }
        if object["units_deep"] != nil {
            presentation.unitsDeep = whole("units_deep", of: object, at: place, from: 1)
        }
        presentation.pegID = optionalText("peg_id", of: object, at: place)
        presentation.raisedMM = optionalNumber("raised_mm", of: object, at: place) ?? 0
        if let json = object["unit_size"] {
            let place = path(place, "unit_size")
            let size = fields(of: json, at: place, known: ["width_mm", "height_mm", "depth_mm"])
            presentation.unitSize = PackageSize(
                widthMM: number("width_mm", of: size, at: place),
                heightMM: number("height_mm", of: size, at: place),
                depthMM: number("depth_mm", of: size, at: place))
        }
        return presentation
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

    private mutating func optionalText(
        _ key: String, of object: [String: JSONValue], at place: String
    ) -> String? {
        object[key] == nil ? nil : text(key, of: object, at: place)
    }

    private mutating func optionalNumber(
        _ key: String, of object: [String: JSONValue], at place: String
    ) -> Double? {
        object[key] == nil ? nil : number(key, of: object, at: place)
    }

    private mutating func time(
        _ key: String, of object: [String: JSONValue], at place: String
    ) -> UTCTime? {
        guard let text = optionalText(key, of: object, at: place) else { return nil }
        let time = UTCTime(text)
        if time == nil {
            note(
                path(place, key),
                "\"\(text.prefix(40))\" is no time: expected with its offset, as 2026-12-01T06:00:00+01:00")
        }
        return time
    }

    /// One of the words that `Word` knows.
    private mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, of object: [String: JSONValue], at place: String, default fallback: Word
    ) -> Word where Word.RawValue == String {
        guard let text = optionalText(key, of: object, at: place) else { return fallback }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        note(path(place, key), "\"\(text.prefix(40))\" is not known: expected one of \(known)")
        return fallback
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
