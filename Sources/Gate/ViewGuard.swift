internal import Foundation
internal import Imaging

/// Watches whether a camera still shows what it was set up to show.
///
/// No clock and no I/O. What is wrong with a frame is named once it has lasted; until then, and while it lasts, frames are
/// not trusted. What the view is compared with follows the shelf as its goods change, block by block, but not the camera:
/// where most of the view is as it was, the rest is taken over.
struct ViewGuard: Sendable {
    /// A fault must last for so many frames and so many seconds before it is named.
    private static let framesToName = 3
    private static let secondsToName = 3.0
    private static let framesToClear = 2
    /// So many seconds of the very same bytes are no camera's noise.
    private static let secondsToFreeze = 10.0
    private static let framesToFreeze = 5
    /// A shift smaller than this part of the picture's width is left to the tolerance of the zones.
    private static let leastShift = 0.004

    /// More of a view is not found again by chance in another one.
    private static let chance = 0.08
    /// More of a picture is not as bright as can be by itself.
    private static let mostSaturated = 0.3

    private var reference: GrayImage?
    private var usual: UsualLight
    private var state = ViewState.clear
    private var shift: PixelShift?
    private var suspicion: (state: ViewState, since: Double, frames: Int)?
    private var clearFrames = 0
    private var repeated: (digest: UInt64, since: Double, frames: Int)?

    /// `reference`: the view that an earlier run was set up with, if there is one.
    init(reference: GrayImage? = nil) {
        self.reference = reference
        usual = UsualLight(reference.map(Brightness.init))
    }

    /// The view that frames are compared with; keep it over a restart.
    var view: GrayImage? { reference }

    /// Judges a frame by its small picture.
    ///
    /// `step`: what has changed since the frame before, if there was one; `noise`: the variance of a pixel's noise.
    /// `digest` tells the frame's bytes from others; `nil` for a source that may repeat itself. `time` in seconds, from any
    /// start.
    mutating func judge(
        _ picture: GrayImage, since step: BlockComparison?, noise: Double, digest: UInt64?, at time: Double
    ) -> ViewJudgement {
        let found = diagnose(picture, since: step, noise: noise, digest: digest, at: time)
        if found == .clear {
            clearFrames += 1
            suspicion = nil
            if clearFrames >= Self.framesToClear { state = .clear }
        } else {
            clearFrames = 0
            suspect(found, at: time)
        }
        return ViewJudgement(
            state: state, suspected: found, isTrusted: found == .clear && state == .clear,
            shift: state == .moved ? shift : nil)
    }

    private mutating func suspect(_ found: ViewState, at time: Double) {
        guard let earlier = suspicion, earlier.state == found else {
            suspicion = (found, time, 1)
            return
        }
        suspicion = (found, earlier.since, earlier.frames + 1)
        if earlier.frames + 1 >= Self.framesToName, time - earlier.since >= Self.secondsToName {
            state = found
        }
    }

    /// What is wrong with this one frame.
    private mutating func diagnose(
        _ picture: GrayImage, since step: BlockComparison?, noise: Double, digest: UInt64?, at time: Double
    ) -> ViewState {
        let light = Brightness(picture)
        if usual.isDark(light, at: time) { return .dark }
        if light.low > 215 || light.saturatedShare > Self.mostSaturated { return .bright }
        if isFrozen(digest, at: time) { return .frozen }
        guard let reference, reference.isAsLarge(as: picture) else { return setUp(with: picture, light) }
        let change = BlockComparison(reference, picture, noise: noise)
        if change.keptShare >= 0.4, change.sharpness > 0.4 {
            if let step { follow(picture, change, step) }
            return .clear
        }
        return compareClosely(reference, picture, change, noise)
    }

    /// Takes the first picture that shows something as the view.
    private mutating func setUp(with picture: GrayImage, _ light: Brightness) -> ViewState {
        guard light.high - light.low >= 25 else { return .covered }
        reference = picture
        return .clear
    }

    private mutating func compareClosely(
        _ reference: GrayImage, _ picture: GrayImage, _ change: BlockComparison, _ noise: Double
    ) -> ViewState {
        guard let found = ShiftSearch(reference, picture).find() else {
            return change.keptShare >= 0.4 ? .clear : .covered
        }
        let staysPut = found.agreementAtRest > max(0.5, found.agreement - 0.06)
        if staysPut, change.sharpness < 0.4 { return .blurred }
        let least = Self.leastShift * Double(picture.width)
        // A turned camera moves each part of the view by its own.
        let isFound = found.agreement >= 0.5 || found.typicalMove >= 2 * least
        if isFound, max(found.shift.length, found.typicalMove) >= least, change.keptShare < 0.4 {
            shift = found.shift
            return .moved
        }
        if staysPut || found.agreement >= 0.5 { return .clear }
        // Part of the view is there: someone stands before the rest of it.
        if change.keptShare >= 0.25 { return .clear }
        let textured = BlockComparison(picture, picture, noise: noise).textured.count { $0 }
        shift = nil
        let isOtherView =
            change.sharpness >= 0.25 && textured * 2 >= change.textured.count { $0 }
            && change.keptShare < Self.chance
        return isOtherView ? .moved : .covered
    }

    /// Takes over what has changed in a view that is otherwise as it was, when it is at rest.
    private mutating func follow(_ picture: GrayImage, _ change: BlockComparison, _ step: BlockComparison) {
        reference?.replaceBlocks(of: change, by: picture) { change.changed[$0] && !step.changed[$0] }
    }

    private mutating func isFrozen(_ digest: UInt64?, at time: Double) -> Bool {
        guard let digest else { return false }
        guard let earlier = repeated, earlier.digest == digest else {
            repeated = (digest, time, 1)
            return false
        }
        repeated = (digest, earlier.since, earlier.frames + 1)
        return earlier.frames + 1 >= Self.framesToFreeze && time - earlier.since >= Self.secondsToFreeze
    }
}

/// How bright a view is while the lights are on.
private struct UsualLight {
    /// Less of the usual brightness is too little to tell look-alikes from each other: in a picture's values, where light of
    /// a fifth gives 0.48.
    private static let leastShare = 0.47
    /// No product can be told in a picture whose brightest part is darker.
    private static let leastHigh = 45.0
    /// So long after the lights were turned down for good, what they gave before counts half.
    private static let halfLifeSeconds = 6 * 3600.0

    private var high: Double
    private var last: Double?

    init(_ brightness: Brightness?) { high = Double(brightness?.high ?? 0) }

    /// Takes note of a picture's brightness; `time` in seconds.
    mutating func isDark(_ light: Brightness, at time: Double) -> Bool {
        let passed = max(0, time - (last ?? time))
        last = time
        high = max(Double(light.high), high * exp2(-passed / Self.halfLifeSeconds))
        return Double(light.high) < max(Self.leastHigh, Self.leastShare * high)
    }
}

/// How a picture's brightness is spread.
private struct Brightness {
    /// Below it are 5 % of the pixels.
    let low: Int
    /// Above it are 5 % of the pixels.
    let high: Int
    /// The share of pixels as bright as can be.
    let saturatedShare: Double

    init(_ picture: GrayImage) {
        var counts = [Int](repeating: 0, count: 256)
        for pixel in picture.pixels { counts[Int(pixel)] += 1 }
        let limit = picture.pixels.count / 20
        func reach(_ values: some Sequence<Int>) -> Int {
            var sum = 0
            for value in values {
                sum += counts[value]
                if sum > limit { return value }
            }
            return 0
        }
        low = reach(0...255)
        high = reach((0...255).reversed())
        saturatedShare = Double(counts[250...].reduce(0, +)) / Double(max(1, picture.pixels.count))
    }
}
