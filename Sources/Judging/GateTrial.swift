internal import Foundation
package import Gate
internal import Imaging
internal import Planograms
package import Retail
package import Synthesis

/// Shows the gate what changes in a rendered store, and how the light of a day passes over it at rest.
package struct GateTrial {
    /// A change of the goods, and whether the gate asked for a look because of it.
    package struct Change: Hashable, Sendable {
        package let kind: DeviationKind
        package let position: String
        package let frame: Int
        package let isSeen: Bool
    }

    /// What became of frames on which nothing has changed.
    package struct Rest: Hashable, Sendable {
        package internal(set) var frames = 0
        package internal(set) var looks = 0
        /// Frames with a view that was named as spoilt, or not trusted.
        package internal(set) var falseStates = 0
    }

    /// Frames shown before a change, all alike, and how many after it may pass before the look.
    private static let (before, after) = (3, 3)

    private var source: RenderedStore
    private let registration: Registration
    private let regions: [ShelfRect]

    /// `definition` without disturbances of the view; several frames a second tell changes apart.
    package init(_ definition: StoreDefinition) throws {
        source = try RenderedStore(definition, camera: "gate")
        let store = source.store
        registration = try Registration(zone: store.zone)
        let comparison = ShelfComparison(
            planogram: store.planogram, zone: store.zone.id, catalogue: store.catalogue)
        let bay = store.planogram.bay
        let boards = bay.shelves.map {
            ShelfRect(xMM: 0, yMM: $0.surfaceMM, widthMM: bay.widthMM, heightMM: $0.clearanceMM)
        }
        regions = comparison.regions + boards
    }

    /// Plays each change that the camera can see, while no shopper stands before the shelf, to a gate of its own.
    package mutating func changes(_ progress: (Int, Int) -> Void) throws -> [Change] {
        var events: [(frame: Int, kind: DeviationKind, position: String)] = []
        let rate = source.store.definition.framesPerSecond
        for fact in source.scenario.truth.intervals {
            for time in [fact.openedAt, fact.closedAt].compactMap(\.self) {
                events.append((Int((time * rate).rounded(.up)), fact.kind, fact.position))
            }
        }
        events.sort { ($0.frame, $0.position) < ($1.frame, $1.position) }
        let last = Int(source.store.definition.durationSeconds * rate) - Self.after
        var found: [Change] = []
        for (index, event) in events.enumerated() {
            progress(index + 1, events.count)
            let span = (event.frame - Self.before)..<(event.frame + Self.after)
            guard span.lowerBound >= 0, event.frame < last, isInView(event.position),
                !span.contains(where: { source.scenario.moment(at: Double($0) / rate).isShopperPresent })
            else { continue }
            var gate = CameraGate(ChangeGate.Settings(looks: 1, lookAgainSeconds: 1e9))
            var isSeen = false
            for frame in span {
                let picture = try picture(of: source.jpeg(frame: frame))
                let verdict = judge(picture, at: Double(frame) / rate, by: &gate).verdict
                if frame >= event.frame, case .look = verdict { isSeen = true }
            }
            found.append(
                Change(kind: event.kind, position: event.position, frame: event.frame, isSeen: isSeen))
        }
        return found
    }

    /// Shows the shelf at rest in `frames` pictures of a day of ten hours: lamps and sun come and go, the light wanders from
    /// side to side, the camera balances its white, and its sensor is noisy.
    package mutating func rest(frames: Int, _ progress: (Int, Int) -> Void) throws -> Rest {
        let still = try JPEG.decode(source.jpeg(frame: 0))
        var gate = CameraGate(ChangeGate.Settings(looks: 1, lookAgainSeconds: 1e9))
        var rest = Rest()
        for index in 0..<frames {
            progress(index + 1, frames)
            let picture = still.inLight(of: Double(index) / Double(max(1, frames)), seed: UInt64(index))
            let judgement = judge(
                try self.picture(of: JPEG.encode(picture, quality: 85)),
                at: Double(index) * 36000 / Double(frames),
                by: &gate)
            // The first frame is what the others are compared with.
            guard index > 0 else { continue }
            rest.frames += 1
            if case .look = judgement.verdict { rest.looks += 1 }
            if judgement.view.state != .clear || !judgement.view.isTrusted { rest.falseStates += 1 }
        }
        return rest
    }

    private func isInView(_ position: String) -> Bool {
        source.store.planogram.bay.shelves.contains { shelf in
            shelf.positions.contains { planned in
                let space = ShelfRect(
                    xMM: planned.xMM, yMM: shelf.surfaceMM, widthMM: planned.widthMM,
                    heightMM: shelf.clearanceMM)
                return planned.id == position && registration.visibleShare(of: space) >= 0.75
            }
        }
    }

    private func picture(of bytes: [UInt8]) throws(ImagingError) -> GatePicture {
        GatePicture(try JPEG.decodeColours(bytes, scale: GateScale.scale(for: registration.pictureSize)))
    }

    private func judge(_ picture: GatePicture, at time: Double, by gate: inout CameraGate)
        -> CameraGate.Judgement
    {
        let across = Double(picture.light.width) / Double(registration.pictureSize.width)
        let areas = regions.compactMap { registration.pixelRect(for: $0) }.map {
            PixelRect(
                x: $0.x * across, y: $0.y * across, width: $0.width * across, height: $0.height * across)
        }
        return gate.judge(picture, areas: areas, digest: nil, at: time)
    }
}

extension RGBImage {
    /// The same scene at another hour, 0...1 of the day; `seed` for the sensor's noise.
    fileprivate func inLight(of hour: Double, seed: UInt64) -> RGBImage {
        let turns = hour * 2 * Double.pi
        let gain = 0.9 + 0.2 * sin(turns) + 0.03 * sin(turns * 131)
        let slope = 0.2 * sin(turns * 3)
        let warmth = 0.05 * sin(turns * 7)
        let across: [Double] = (0..<width).map { column in
            gain * (1 + slope * (2 * Double(column) / Double(width) - 1))
        }
        let balance: [Double] = [1 + warmth, 1, 1 - warmth]
        var copy = self
        var target = copy.pixels.mutableSpan
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        for row in 0..<height {
            for column in 0..<width {
                for channel in 0..<3 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    // Three dice of five bits: a bell of 3 levels.
                    let sum: UInt64 = (state >> 59) + (state >> 54 & 31) + (state >> 49 & 31)
                    let dice: Double = Double(sum) / 5 - 9.3
                    let place = (row * width + column) * 3 + channel
                    let value: Double = Double(target[place]) * across[column] * balance[channel] + dice
                    target[place] = UInt8(max(0, min(255, value)))
                }
            }
        }
        return copy
    }
}
