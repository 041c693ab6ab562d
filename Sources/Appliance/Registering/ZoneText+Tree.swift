internal import Retail

/// Zones as trees of keys.
extension ZoneText {
    /// In which a zone's keys are written.
    private static let order = [
        "id", "camera", "planogram", "bay", "picture_size", "points", "corners", "lens", "outline", "masks",
        "max_residual_mm", "follow_share", "price_tags",
    ]

    /// The keys of `zone`; those of `old` that mean the same stay as they are written.
    ///
    /// `keys`: the others are those of `old`; `nil`: all are those of `zone`.
    static func tree(
        _ zone: Zone, over old: (tree: YAMLTree, zone: Zone)?, keys: Set<String>?
    ) -> YAMLTree {
        var tree = old?.tree ?? .map([])
        let standard = Zone(
            id: "", camera: "", planogram: "", pointPairs: [], pictureSize: PixelSize(width: 1, height: 1))
        func put<Value: Equatable>(
            _ key: String, _ value: (Zone) -> Value, isOptional: Bool = true, _ text: YAMLTree?
        ) {
            if let keys, !keys.contains(key) { return }
            let path = SettingsPath([.key(key)])
            if let old, tree[path] != nil, value(old.zone) == value(zone), text != nil { return }
            if tree[path] == nil, isOptional, value(zone) == value(standard) { return }
            tree.put(text, at: key, in: order)
        }
        let points = zone.corners.count == 4 ? nil : YAMLTree.list(zone.pointPairs.map(pair))
        let corners = zone.corners.count == 4 ? Self.corners(zone.corners) : nil
        put("id", \.id, .text(zone.id))
        put("camera", \.camera, .text(zone.camera))
        put("planogram", \.planogram, .text(zone.planogram))
        put("bay", \.bay, zone.bay.map { .text($0) })
        put(
            "picture_size", \.pictureSize, isOptional: false,
            .numbers([Double(zone.pictureSize.width), Double(zone.pictureSize.height)]))
        put("points", \.pointPairs, points)
        put("corners", \.corners, corners)
        put("lens", \.lens, zone.lens.map(lens))
        put("outline", \.outline, zone.outline.isEmpty ? nil : outline(zone.outline))
        put("masks", \.masks, zone.masks.isEmpty ? nil : .list(zone.masks.map(mask)))
        put("max_residual_mm", \.residualLimitMM, .number(zone.residualLimitMM))
        put("follow_share", \.followShare, .number(zone.followShare))
        put("price_tags", \.priceTags, .text(zone.priceTags.rawValue))
        return tree
    }

    /// With pixels and millimetres to a tenth, but for what is the same in `old`.
    static func rounded(_ zone: Zone, keeping old: Zone?) -> Zone {
        func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        func tenth(_ point: PixelPoint) -> PixelPoint { PixelPoint(x: tenth(point.x), y: tenth(point.y)) }
        var zone = zone
        // Corners are worth nothing beside points.
        if zone.corners.count == 4 { zone.pointPairs = [] } else { zone.corners = [] }
        if zone.pointPairs != old?.pointPairs {
            zone.pointPairs = zone.pointPairs.map { pair in
                PointPair(
                    pixel: tenth(pair.pixel),
                    shelf: ShelfPoint(xMM: tenth(pair.shelf.xMM), yMM: tenth(pair.shelf.yMM)))
            }
        }
        if zone.corners != old?.corners { zone.corners = zone.corners.map(tenth) }
        if zone.outline != old?.outline { zone.outline = zone.outline.map(tenth) }
        if zone.masks != old?.masks {
            for index in zone.masks.indices {
                zone.masks[index].outline = zone.masks[index].outline.map(tenth)
            }
        }
        return zone
    }

    private static func point(_ point: PixelPoint) -> YAMLTree { .numbers([point.x, point.y]) }

    private static func outline(_ points: [PixelPoint]) -> YAMLTree { .list(points.map(point)) }

    private static func pair(_ pair: PointPair) -> YAMLTree {
        .map([("pixel", point(pair.pixel)), ("mm", .numbers([pair.shelf.xMM, pair.shelf.yMM]))])
    }

    private static func corners(_ points: [PixelPoint]) -> YAMLTree {
        let names = ["lower_left", "lower_right", "upper_right", "upper_left"]
        return .map(zip(names, points).map { (key: $0, value: point($1)) })
    }

    private static func mask(_ mask: ZoneMask) -> YAMLTree {
        .map([("kind", .text(mask.kind.rawValue)), ("outline", outline(mask.outline))])
    }

    private static func lens(_ lens: Lens) -> YAMLTree {
        let bends = [lens.k1, lens.k2, lens.p1, lens.p2, lens.k3]
        var pairs = [
            (
                key: "camera_matrix",
                value: YAMLTree.numbers([lens.focalX, lens.focalY, lens.centerX, lens.centerY])
            )
        ]
        if bends.contains(where: { $0 != 0 }) { pairs.append(("distortion", .numbers(bends))) }
        return .map(pairs)
    }
}
