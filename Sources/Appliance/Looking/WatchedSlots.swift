internal import Gate
internal import Imaging
internal import Retail

/// The slots of all zones of one camera, as the gate sees them.
struct WatchedSlots {
    private var places: [(zone: Int, place: ShelfRect)] = []
    /// In pixels of the small picture, in the order of the zones and their slots.
    private(set) var areas: [PixelRect] = []

    /// `size` of the frame; `small` of the picture that the gate judges.
    init(of zones: [ZoneWatch], in size: PixelSize, small: GrayImage) {
        let across = Double(small.width) / Double(size.width)
        let down = Double(small.height) / Double(size.height)
        func area(of place: ShelfRect, in zone: ZoneWatch) -> PixelRect? {
            zone.pixels(of: place, in: size).map { area in
                PixelRect(
                    x: area.x * across, y: area.y * down, width: area.width * across,
                    height: area.height * down)
            }
        }
        for (index, zone) in zones.enumerated() {
            for place in zone.regions {
                guard let area = area(of: place, in: zone) else { continue }
                places.append((index, place))
                areas.append(area)
            }
        }
        // What stands between the slots is seen as well; whatever moves there hides none of them.
        areas += zones.flatMap { zone in zone.rowAreas.compactMap { area(of: $0, in: zone) } }
        // Without a plan the whole picture is watched.
        if areas.isEmpty {
            areas = [PixelRect(x: 0, y: 0, width: Double(small.width), height: Double(small.height))]
        }
    }

    /// The slots of the zone at `index` among those at `positions` in `areas`.
    func places(of index: Int, at positions: [Int]) -> [ShelfRect] {
        positions.compactMap {
            places.indices.contains($0) && places[$0].zone == index ? places[$0].place : nil
        }
    }
}
