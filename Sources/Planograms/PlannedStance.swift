import Foundation
import Retail

/// How the units of a position should stand, and what shows that one does not.
struct PlannedStance: Sendable {
    /// Outlines this much apart, as a factor, are not confused: boxes are some percent off.
    private static let clearFactor = 1.3
    /// What an outline may be off in each direction to be recognised.
    private static let likeFactor = 1.12

    let orientation: Orientation
    /// The package as it is sold, if its outline tells how it stands.
    private let package: PackageSize?
    /// Units of other orientations are planned too.
    private let isMixed: Bool

    init(_ position: Position, entry: CatalogueEntry?) {
        orientation = position.presentation.orientation
        isMixed = position.presentation.caps != Presentation.Caps()
        let isSingle = position.presentation.style == .unit
        package = isSingle ? entry.flatMap { $0.form.isStiff ? $0.size : nil } : nil
    }

    /// Whether every unit that is seen whole is as wide as the next.
    var hasOutline: Bool { package != nil }

    /// How a unit of the right SKU stands if that is not as planned; `nil` if it is, or nobody can tell.
    func turned(_ unit: SeenUnit) -> Orientation? {
        guard !isMixed else { return nil }
        if let seen = unit.orientation { return seen == orientation ? nil : seen }
        guard let package else { return nil }
        let planned = misfit(unit.place, orientation.turned(package))
        guard planned > log(Self.clearFactor) else { return nil }
        let others = Orientation.Face.allCases.flatMap { face in
            (0..<2).map { Orientation(face, quarterTurns: $0) }
        }
        let misfits = others.map { misfit(unit.place, $0.turned(package)) }
        guard let best = misfits.indices.min(by: { misfits[$0] < misfits[$1] }),
            misfits[best] < log(Self.likeFactor)
        else { return nil }
        return others[best]
    }

    /// The larger of the two factors by which width and height differ, as a logarithm.
    private func misfit(_ place: ShelfRect, _ size: PackageSize) -> Double {
        guard place.widthMM > 0, place.heightMM > 0 else { return .infinity }
        return max(abs(log(place.widthMM / size.widthMM)), abs(log(place.heightMM / size.heightMM)))
    }
}

extension PackageForm {
    /// Whether every unit has the outline that its size says.
    fileprivate var isStiff: Bool {
        switch self {
        case .box, .can, .bottle, .jar, .tub, .tray, .multipack: true
        case .bag, .tube, .hanging: false
        }
    }
}
