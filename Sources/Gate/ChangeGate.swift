internal import Imaging
internal import Retail

/// Decides what each frame of a camera is worth: a look, or nothing because the shelf shows what it showed.
///
/// No clock and no I/O. A look is asked for when something in the watched areas has changed and come to rest, several
/// times, so that one noisy answer does not count alone; what still moves (a shopper, a hand) is not observed.
package struct ChangeGate: Sendable {
    /// What to do with a frame.
    package enum Verdict: Equatable, Sendable {
        /// Look at it; `moving` holds the places in the list of areas at which something moves.
        case look(moving: [Int])
        /// Everything watched is as it was at the last look.
        case unchanged
        /// Something moves where it has changed: wait until it rests or is gone.
        case wait
    }

    /// How it decides.
    package struct Settings: Equatable, Sendable {
        /// Looks at a view that has changed, before it rests.
        package var looks: Int
        /// After this many seconds even an unchanged view is looked at; 0: each frame is.
        package var lookAgainSeconds: Double

        package init(looks: Int, lookAgainSeconds: Double) {
            self.looks = looks
            self.lookAgainSeconds = lookAgainSeconds
        }
    }

    /// What moves for longer than this, in seconds, is looked past: it may be a screen or a fan.
    private static let patience = 8.0

    private let settings: Settings
    /// What each block showed when it was last looked at, at rest.
    private var reference: GatePicture?
    private var looksDue = 0
    private var hidSome = false
    private var lastLook = -Double.infinity
    private var waitingSince: Double?

    init(settings: Settings) { self.settings = settings }

    /// The next frame is looked at, whatever it shows: what is known of the shelf no longer holds.
    mutating func forget() { reference = nil }

    /// Judges a frame by its small picture.
    ///
    /// `step`: what has changed since the frame before, if there was one; `noise`: the variance of a pixel's noise.
    /// `areas`: what is watched, in pixels of the small picture. `time` in seconds, from any start.
    mutating func judge(
        _ picture: GatePicture, since step: BlockComparison?, noise: Double, areas: [PixelRect],
        at time: Double
    ) -> Verdict {
        guard settings.lookAgainSeconds > 0 else { return .look(moving: []) }
        guard let reference, let step, reference.isAsLarge(as: picture) else {
            looksDue = settings.looks
            reference = picture
            return look([], at: time)
        }
        let moving = step.changedPlaces(among: areas)
        let change = BlockComparison(reference, picture, noise: noise)
        let changed = change.changedPlaces(among: areas).filter { !moving.contains($0) }
        if !changed.isEmpty { looksDue = settings.looks }
        // What was hidden at the last look is looked at as soon as it is not.
        if moving.isEmpty, hidSome { looksDue = max(looksDue, 1) }
        let isStale = time - lastLook >= settings.lookAgainSeconds
        if looksDue == 0, !isStale {
            guard !moving.isEmpty else {
                waitingSince = nil
                return .unchanged
            }
            let since = waitingSince ?? time
            waitingSince = since
            guard time - since >= Self.patience else { return .wait }
            waitingSince = time
        }
        adopt(picture, except: step)
        return look(moving, at: time)
    }

    private mutating func look(_ moving: [Int], at time: Double) -> Verdict {
        lastLook = time
        looksDue = max(0, looksDue - 1)
        hidSome = !moving.isEmpty
        return .look(moving: moving)
    }

    /// Takes what is at rest as what has been looked at.
    private mutating func adopt(_ picture: GatePicture, except step: BlockComparison) {
        reference?.replaceBlocks(of: step, by: picture) { !step.changed[$0] }
    }
}

extension BlockComparison {
    /// Less of an area than this may differ without a look.
    private static let leastShare = 0.12
    /// Of a large area so much is enough, in pixels of the small picture: one unit of many.
    private static let enough = 2.5 * Double(side * side)

    /// The places in the list at which enough has changed; an area smaller than a block counts with all of it.
    fileprivate func changedPlaces(among areas: [PixelRect]) -> [Int] {
        areas.indices.filter { index in
            let share = min(Self.leastShare, Self.enough / max(1, areas[index].area))
            return changedShare(of: areas[index]) >= share
        }
    }
}

extension GrayImage {
    func isAsLarge(as other: GrayImage) -> Bool { width == other.width && height == other.height }

    /// Takes those blocks of `other` for which `holds` says so, and the margin that no block covers.
    mutating func replaceBlocks(of grid: BlockComparison, by other: GrayImage, where holds: (Int) -> Bool) {
        let side = BlockComparison.side
        for row in 0..<height {
            let line = row * width
            guard row / side < grid.rows else {
                pixels.replaceSubrange(line..<line + width, with: other.pixels[line..<line + width])
                continue
            }
            for column in 0..<grid.columns where holds(row / side * grid.columns + column) {
                let span = (line + column * side)..<(line + (column + 1) * side)
                pixels.replaceSubrange(span, with: other.pixels[span])
            }
        }
    }
}
