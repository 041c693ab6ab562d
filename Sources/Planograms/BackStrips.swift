import Retail

/// Units of the second row and further back, of which a strip shows between a front unit and the camera's side.
///
/// Seen from the middle, what stands further back moves towards the middle; beside the last front unit of a position a strip
/// of it appears, and takes nobody's place.
struct BackStrips {
    /// Further back than this nothing stands on a shelf, in millimetres.
    private static let deepestMM = 400.0
    /// Boxes are a little off, and packages do not quite touch.
    private static let slackMM = 15.0

    /// The units that stand in front.
    let fronts: [SeenUnit]

    /// Sorts the units of one row, given from left to right.
    ///
    /// Without the camera's place all are taken to stand in front.
    init(
        _ slots: [PlannedSlot], _ units: [SeenUnit], eye: ShelfEye?,
        seen: (Identification?) -> PlannedNames.Seen
    ) {
        guard let eye else {
            fronts = units
            return
        }
        let names = units.map { seen($0.identification) }
        fronts = units.indices.filter { index in
            !slots.contains { slot in
                guard slot.stance.hasOutline, Agreement(names[index], slot.expected).isLikely,
                    units[index].place.widthMM < SeenUnit.wholeShare * slot.unitWidthMM
                else { return false }
                return [index - 1, index + 1].contains { neighbour in
                    units.indices.contains(neighbour)
                        && Agreement(names[neighbour], slot.expected).isLikely
                        && units[neighbour].place.widthMM >= SeenUnit.wholeShare * slot.unitWidthMM
                        && Self.isBehind(units[index].place, units[neighbour].place, eye)
                }
            }
        }.map { units[$0] }
    }

    /// Whether `strip` lies right beside `front`, on the camera's side, and is as narrow as what shows from further back.
    private static func isBehind(_ strip: ShelfRect, _ front: ShelfRect, _ eye: ShelfEye) -> Bool {
        let aside = eye.xMM - front.center.xMM
        let gap =
            aside > 0
            ? strip.xMM - front.xMM - front.widthMM : front.xMM - strip.xMM - strip.widthMM
        let widest = abs(aside) * deepestMM / (eye.zMM + deepestMM) + slackMM
        return abs(gap) <= slackMM && strip.widthMM <= widest
    }
}

extension Agreement {
    /// Whether the unit may well be of the slot.
    fileprivate var isLikely: Bool {
        switch self {
        case .same: true
        case .ancestor(let level): level.rawValue >= TreeLevel.brand.rawValue
        case .open, .other: false
        }
    }
}
