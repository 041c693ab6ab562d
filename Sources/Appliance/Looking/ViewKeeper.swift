internal import Foundation
internal import Imaging
internal import Retail

/// Keeps the view that a camera was set up with in a file, so that a camera that is moved while nobody watches is noticed.
struct ViewKeeper: Sendable {
    private static let period = Duration.seconds(600)

    private let path: String?
    private var lastKept: ContinuousClock.Instant?

    /// Beside the file at `statePath`; nowhere without one.
    ///
    /// Zones that are drawn anew mean a view that is accepted anew, in a file of another name.
    /// What is private is not kept, and half a view would pass for a covered one: with a privacy mask there is no file.
    init(statePath: String?, camera: String, zones: [Zone]) {
        let revision = String("\(zones)".utf8.stableHash, radix: 36)
        let isPrivate = !CameraMasks(zones).privacy.isEmpty
        path = isPrivate ? nil : statePath.map { "\($0)-view-\(camera)-\(revision).jpg" }
    }

    /// The view that an earlier run has kept; `nil` if there is none that can be read.
    var kept: GrayImage? {
        guard let path, let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JPEG.decodeGray([UInt8](data))
    }

    /// Forgets the view: the next one is kept at once.
    mutating func forget() {
        lastKept = nil
        // Nothing there is as good as nothing left.
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Writes `view` if it is time to; it changes slowly.
    mutating func keep(_ view: GrayImage?) {
        guard let path, let view, lastKept.map({ $0.duration(to: .now) > Self.period }) ?? true else {
            return
        }
        lastKept = .now
        let pixels = view.pixels.flatMap { [$0, $0, $0] }
        let picture = RGBImage(width: view.width, height: view.height, pixels: pixels)
        // Without the file only a move while nobody watches goes unnoticed: no reason not to look.
        guard let bytes = try? JPEG.encode(picture, quality: 95) else { return }
        try? Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
