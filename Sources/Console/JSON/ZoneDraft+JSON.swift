extension ZoneDraft {
    private static let pointLimit = 500

    /// Reads what a page has drawn; what is missing has its standard.
    init(_ value: JSONValue) throws(Refusal) {
        var fields = try JSONFields(value)
        let id = try fields.neededText("id", length: 1...100)
        let camera = try fields.neededText("camera", length: 1...100)
        let planogram = try fields.neededText("planogram", length: 1...100)
        let bay = try fields.text("bay", length: 1...100)
        guard let size = fields.take("picture_size") else { throw .field("picture_size", "is missing") }
        self.init(
            id: id, camera: camera, planogram: planogram, bay: bay,
            pictureSize: try PictureSize(size, at: "picture_size"))
        corners = try fields.list("corners", count: 0...4, PicturePoint.read)
        points = try fields.list("points", count: 0...Self.pointLimit) { value, path throws(Refusal) in
            var pair = try JSONFields(value, at: path)
            guard let pixel = pair.take("pixel"), let mm = pair.take("mm") else {
                throw .field(path, "expected \"pixel\" and \"mm\"")
            }
            try pair.finish()
            return Pair(
                pixel: try PicturePoint.read(pixel, at: "\(path).pixel"),
                mm: try PicturePoint.read(mm, at: "\(path).mm"))
        }
        outline = try fields.list("outline", count: 0...Self.pointLimit, PicturePoint.read)
        masks = try fields.list("masks", count: 0...100) { value, path throws(Refusal) in
            var mask = try JSONFields(value, at: path)
            guard mask.has("outline") else { throw .field(mask.path(of: "outline"), "is missing") }
            let kind = try mask.neededText("kind", length: 1...20)
            let outline = try mask.list("outline", count: 0...Self.pointLimit, PicturePoint.read)
            try mask.finish()
            return Mask(kind: kind, outline: outline)
        }
        maxResidualMM = try fields.number("max_residual_mm", in: 0...10_000) ?? maxResidualMM
        followShare = try fields.number("follow_share", in: 0...1) ?? followShare
        priceTags = try fields.text("price_tags", length: 1...20) ?? priceTags
        try fields.finish()
    }
}

extension PicturePoint {
    /// Reads `[x, y]`.
    static func read(_ value: JSONValue, at path: String) throws(Refusal) -> PicturePoint {
        let numbers = try JSONFields.list(value, at: path, count: 2...2) { value, path throws(Refusal) in
            try JSONFields.number(value, at: path, in: -1_000_000...1_000_000)
        }
        return PicturePoint(x: numbers[0], y: numbers[1])
    }
}

extension PictureSize {
    /// Reads `{width, height}`.
    init(_ value: JSONValue, at path: String) throws(Refusal) {
        var fields = try JSONFields(value, at: path)
        guard let width = fields.take("width"), let height = fields.take("height") else {
            throw .field(path, "expected \"width\" and \"height\"")
        }
        try fields.finish()
        self.init(
            width: try JSONFields.integer(width, at: "\(path).width", in: 1...100_000),
            height: try JSONFields.integer(height, at: "\(path).height", in: 1...100_000))
    }
}

extension SettingsChange {
    /// Reads `{yaml}` or `{values}`.
    init(_ value: JSONValue) throws(Refusal) {
        guard case .object(var members) = value else { throw .field("", "expected an object") }
        let (yaml, values) = (members.removeValue(forKey: "yaml"), members.removeValue(forKey: "values"))
        if let key = members.keys.sorted().first {
            throw .field(String(key.prefix(100)), "is not known here")
        }
        switch (yaml, values) {
        case (.text(let text)?, nil):
            guard text.unicodeScalars.count <= 900_000 else {
                throw .field("yaml", "expected 900000 characters at most")
            }
            self = .yaml(text)
        case (nil, .object(let changes)?):
            guard changes.count <= 1000 else { throw .field("values", "expected 1000 values at most") }
            // Here `null` takes a key out.
            self = .values(changes.mapValues { $0 == .null ? nil : $0 })
        default: throw .field("", "expected either \"yaml\" with a text or \"values\" with an object")
        }
    }
}
