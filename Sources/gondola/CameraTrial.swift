internal import Appliance
internal import Capture
internal import Foundation
internal import Imaging
internal import Retail
internal import Synthesis

/// What one camera did while it was tried out, as a line of text and as JSON.
struct CameraTrial: Encodable, Sendable {
    let camera: String
    /// Each state that it was in, in order, with spaces between them.
    private(set) var states = ""
    /// The last one, with its cause and what to do about it.
    private(set) var state = CameraState.starting
    private(set) var detail = ""
    private(set) var hint = ""
    private(set) var frames = 0
    private(set) var framesPerSecond = 0.0
    private(set) var outOfOrder = 0
    private(set) var corrupt = 0
    private(set) var lostByDriver = 0
    private(set) var droppedBecauseSlow = 0
    private(set) var opened = 0
    private(set) var last: Frame?

    private var first: Frame?

    private enum CodingKeys: String, CodingKey {
        case camera, states, state, detail, hint, frames, outOfOrder, corrupt, lostByDriver
        case droppedBecauseSlow, opened, framesPerSecond
    }

    private init(camera: String) { self.camera = camera }

    /// Runs all cameras at once, as the daemon does, for `seconds`.
    static func run(_ cameras: [CameraSettings], seconds: Double) async -> [CameraTrial] {
        let turns = CameraSources.turns(of: cameras) { group in
            print("the cameras of \(group) take turns: it can't carry them all at once")
        }
        return await withTaskGroup { group in
            for (place, camera) in cameras.enumerated() {
                group.addTask {
                    let loop = CameraSources.loop(for: camera, turns: turns) { path, name in
                        try RenderedStore.open(path: path, camera: name)
                    }
                    return (place, await run(loop, called: camera.id, seconds: seconds))
                }
            }
            var trials = [CameraTrial?](repeating: nil, count: cameras.count)
            for await (place, trial) in group { trials[place] = trial }
            return trials.compactMap(\.self)
        }
    }

    private static func run(_ loop: CameraLoop, called camera: String, seconds: Double) async -> CameraTrial {
        loop.start()
        async let frames = CameraTrial(camera: camera).adding(loop.frames)
        async let states = CameraTrial(camera: camera).adding(loop.states)
        // Nobody cancels the wait.
        try? await Task.sleep(for: .seconds(seconds))
        loop.stop()
        var trial = await frames
        let last = await states
        (trial.states, trial.state, trial.detail, trial.hint) = (
            last.states, last.state, last.detail, last.hint
        )
        let counters = loop.counters
        (trial.corrupt, trial.lostByDriver) = (counters.corrupt, counters.lostByDriver)
        (trial.droppedBecauseSlow, trial.opened) = (counters.droppedBecauseSlow, counters.opened)
        return trial
    }

    private consuming func adding(_ frames: AsyncStream<Frame>) async -> CameraTrial {
        var trial = self
        for await frame in frames {
            trial.frames += 1
            if let last = trial.last, last.monotonic >= frame.monotonic { trial.outOfOrder += 1 }
            trial.first = trial.first ?? frame
            trial.last = frame
        }
        if let first = trial.first, let last = trial.last, trial.frames > 1 {
            let seconds = first.monotonic.duration(to: last.monotonic).seconds
            trial.framesPerSecond = Double(trial.frames - 1) / max(seconds, 1e-6)
        }
        return trial
    }

    private consuming func adding(_ states: AsyncStream<CameraStatus>) async -> CameraTrial {
        var trial = self
        for await status in states {
            trial.states += trial.states.isEmpty ? status.state.rawValue : " \(status.state.rawValue)"
            (trial.state, trial.detail, trial.hint) = (status.state, status.detail, status.hint)
        }
        return trial
    }

    /// Whether it delivered, and did to the end.
    var isFine: Bool { frames > 0 && [.streaming, .ended].contains(state) }

    var summary: String {
        let rate = (framesPerSecond * 10).rounded() / 10
        let figures =
            "\(camera)  \(state.rawValue)  \(frames) frames, \(rate) a second; lost by the driver \(lostByDriver), "
            + "damaged \(corrupt), opened \(opened)x"
        return ([figures] + [detail, hint].filter { !$0.isEmpty }.map { "    \($0)" }).joined(separator: "\n")
    }
}

/// One picture with the last frame of each camera, its name and its state under it.
struct CameraSheet {
    private static let cell = PixelSize(width: 384, height: 216)
    private static let margin = 6
    private static let scale = 2

    let trials: [CameraTrial]

    var picture: RGBImage {
        let columns = max(1, min(4, Int(Double(trials.count).squareRoot().rounded(.up))))
        let letters = (Self.cell.width - Self.margin) / (DotLetters.pitch.x * Self.scale)
        let caption = Self.margin * 2 + DotLetters.pitch.y * Self.scale * 2
        var sheet = ContactSheet(
            cell: PixelSize(width: Self.cell.width, height: Self.cell.height + caption), columns: columns)
        for trial in trials {
            var part = RGBImage(width: Self.cell.width, height: Self.cell.height + caption, gray: 255)
            part.fill(
                PixelRect(x: 0, y: 0, width: Double(Self.cell.width), height: Double(Self.cell.height)),
                color: RGBColor(red: 205, green: 205, blue: 205))
            // A frame that can't be read leaves its place empty: the state under it says why.
            if let frame = trial.last, let image = try? frame.decoded() {
                let fitted = image.fitted(into: Self.cell)
                part.paste(
                    fitted, x: (Self.cell.width - fitted.width) / 2, y: (Self.cell.height - fitted.height) / 2
                )
            }
            let isFine = trial.isFine
            let colors = [
                RGBColor(red: 0, green: 0, blue: 0),
                isFine ? RGBColor(red: 0, green: 110, blue: 0) : RGBColor(red: 190, green: 0, blue: 0),
            ]
            let size = trial.last.flatMap { try? FramePixels($0).size }.map { "  \($0)" } ?? ""
            let lines = [trial.camera, trial.state.rawValue + size]
            for (line, text) in lines.enumerated() {
                part.write(
                    String(text.prefix(letters)), x: Self.margin,
                    y: Self.cell.height + Self.margin + line * DotLetters.pitch.y * Self.scale,
                    scale: Self.scale,
                    color: colors[line])
            }
            sheet.add([part])
        }
        return sheet.picture
    }
}
