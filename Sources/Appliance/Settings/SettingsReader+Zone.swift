internal import Retail

extension SettingsReader {
    /// One zone: where its camera sees a bay, and how.
    mutating func zone() -> Zone {
        let id = identifier("id")
        let camera = text("camera")
        let planogram = text("planogram")
        let bay = contains("bay") ? text("bay") : nil
        let size = numbers("picture_size", count: 2)
        if size.contains(where: { !(1...16384).contains($0) }) {
            report("picture_size", "expected width and height in pixels")
        }
        var zone = Zone(
            id: id, camera: camera, planogram: planogram, bay: bay, pointPairs: [],
            pictureSize: PixelSize(
                width: Int(min(max(1, size.first ?? 1), 16384)),
                height: Int(min(max(1, size.last ?? 1), 16384))))
        if contains("points") == contains("corners") {
            report(nil, "expected either points, each with pixel and mm, or the four corners")
        }
        if contains("points") { zone.pointPairs = points("points") }
        if contains("corners") { zone.corners = corners("corners") }
        zone.lens = lens("lens")
        zone.residualLimitMM = number("max_residual_mm", in: 0.1...1000, default: zone.residualLimitMM)
        zone.followShare = number("follow_share", in: 0...0.5, default: zone.followShare)
        zone.priceTags = word("price_tags", default: zone.priceTags)
        zone.outline = outline("outline", within: zone.pictureSize)
        zone.masks = parts("masks", required: false).map { part in
            var part = part
            let mask = part.mask(within: zone.pictureSize)
            adopt(part.finish())
            return mask
        }
        return zone
    }

    private mutating func mask(within size: PixelSize) -> ZoneMask {
        if !contains("kind") {
            report(nil, "kind is missing: privacy (black in every picture) or ignore (not observed)")
        }
        if !contains("outline") { report(nil, "outline is missing: a list of points, each as [x, y]") }
        return ZoneMask(
            kind: word("kind", default: .privacy), outline: outline("outline", within: size))
    }

    /// A polygon of the picture; empty if the key is not there.
    private mutating func outline(_ key: String, within size: PixelSize) -> [PixelPoint] {
        let before = problems.count
        let points = pairs(key).map { PixelPoint(x: $0.0, y: $0.1) }
        guard contains(key), problems.count == before else { return points }
        if points.count < 3 {
            report(key, "expected at least three points, each as [x, y]")
            return points
        }
        for (index, point) in points.enumerated() {
            let isInside =
                (0...Double(size.width)).contains(point.x) && (0...Double(size.height)).contains(point.y)
            if !isInside {
                report(
                    key, item: index, "is outside the picture, which is \(size.width) x \(size.height) pixels"
                )
            }
        }
        if let (first, second) = Polygon(points).crossing {
            let last = (second + 1) % points.count
            report(
                key, item: second,
                "the edge from here to point \(last + 1) crosses the edge from point \(first + 1) to point "
                    + "\(first + 2): give the points in their order around the outline")
        }
        return points
    }

    private mutating func points(_ key: String) -> [PointPair] {
        let pairs = parts(key).map { part in
            var part = part
            let pixel = part.point("pixel")
            let shelf = part.numbers("mm", count: 2)
            adopt(part.finish())
            return PointPair(
                pixel: pixel, shelf: ShelfPoint(xMM: shelf.first ?? 0, yMM: shelf.last ?? 0))
        }
        if pairs.count < 4 { report(key, "expected at least four points, each with pixel and mm") }
        return pairs
    }

    private mutating func corners(_ key: String) -> [PixelPoint] {
        guard var part = part(key) else { return [] }
        let corners = ["lower_left", "lower_right", "upper_right", "upper_left"].map { part.point($0) }
        adopt(part.finish())
        return corners
    }

    private mutating func point(_ key: String) -> PixelPoint {
        let numbers = numbers(key, count: 2)
        return PixelPoint(x: numbers.first ?? 0, y: numbers.last ?? 0)
    }

    /// The lens as OpenCV's calibration gives it; `nil` if there is none.
    private mutating func lens(_ key: String) -> Lens? {
        guard var part = part(key) else { return nil }
        let camera = part.numbers("camera_matrix", count: 4)
        let bends = part.contains("distortion") ? part.numbers("distortion", counts: 4...5) : []
        if camera.prefix(2).contains(where: { $0 <= 0 }) {
            part.report(
                "camera_matrix", "expected fx, fy, cx, cy in pixels of picture_size, fx and fy above 0")
        }
        adopt(part.finish())
        guard camera.count == 4 else { return nil }
        var lens = Lens(focalX: camera[0], focalY: camera[1], centerX: camera[2], centerY: camera[3])
        if bends.count >= 4 {
            (lens.k1, lens.k2, lens.p1, lens.p2) = (bends[0], bends[1], bends[2], bends[3])
        }
        if bends.count == 5 { lens.k3 = bends[4] }
        return lens
    }
}
