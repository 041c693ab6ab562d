// The native JSON form is flat and leaves out what has its ordinary value, so that a plan written by hand is short.
// Reading is `Planograms`' business: it names every problem with its place.

extension Planogram: Encodable {
    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case id, revision, name, bay
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Planogram.schemaVersion, forKey: .schemaVersion)
        try container.encode(id, forKey: .id)
        try container.encode(revision, forKey: .revision)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encodeIfPresent(validity.from, forKey: .validFrom)
        try container.encodeIfPresent(validity.to, forKey: .validTo)
        try container.encode(bay, forKey: .bay)
    }
}

extension Shelf: Encodable {
    enum CodingKeys: String, CodingKey {
        case id, kind, positions
        case surfaceMM = "surface_mm"
        case clearanceMM = "clearance_mm"
        case xMM = "x_mm"
        case widthMM = "width_mm"
        case depthMM = "depth_mm"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        if kind != .shelf { try container.encode(kind.rawValue, forKey: .kind) }
        try container.encode(surfaceMM, forKey: .surfaceMM)
        try container.encode(clearanceMM, forKey: .clearanceMM)
        try container.encodeIfPresent(span?.xMM, forKey: .xMM)
        try container.encodeIfPresent(span?.widthMM, forKey: .widthMM)
        try container.encodeIfPresent(depthMM, forKey: .depthMM)
        try container.encode(positions, forKey: .positions)
    }
}

extension Position: Encodable {
    enum CodingKeys: String, CodingKey {
        case id, gtin, name, facings, tolerance, orientation, style, block, caps, rank, value
        case xMM = "x_mm"
        case widthMM = "width_mm"
        case unitsHigh = "units_high"
        case unitsDeep = "units_deep"
        case pegID = "peg_id"
        case raisedMM = "raised_mm"
        case unitSize = "unit_size"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(gtin, forKey: .gtin)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encode(xMM, forKey: .xMM)
        try container.encode(widthMM, forKey: .widthMM)
        try container.encode(facings, forKey: .facings)
        try container.encode(unitsHigh, forKey: .unitsHigh)
        try container.encode(tolerance, forKey: .tolerance)
        if presentation.orientation != .front {
            try container.encode(presentation.orientation.description, forKey: .orientation)
        }
        if presentation.style != .unit { try container.encode(presentation.style.rawValue, forKey: .style) }
        try container.encodeIfPresent(presentation.block, forKey: .block)
        if presentation.caps != Presentation.Caps() { try container.encode(presentation.caps, forKey: .caps) }
        try container.encodeIfPresent(presentation.unitsDeep, forKey: .unitsDeep)
        try container.encodeIfPresent(presentation.pegID, forKey: .pegID)
        if presentation.raisedMM != 0 { try container.encode(presentation.raisedMM, forKey: .raisedMM) }
        try container.encodeIfPresent(presentation.unitSize, forKey: .unitSize)
        try container.encodeIfPresent(worth.rank, forKey: .rank)
        try container.encodeIfPresent(worth.value, forKey: .value)
    }
}
