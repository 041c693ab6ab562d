internal import Console
internal import Dispatch
internal import Imaging
internal import Retail

/// Makes the pictures that pages show: one at a time, so that viewers take no more than one core, and each once for all of
/// them.
actor PictureDesk {
    private struct Key: Hashable {
        let camera: String
        let width: Int?
    }

    private static let quality = 80
    /// Sizes of the same camera that are kept.
    private static let mostKept = 24

    private let showcase: Showcase
    private let executor = InferenceExecutor()
    private var kept: [Key: (sequence: UInt64, masks: [ZoneMask], picture: HostPicture)] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(showcase: Showcase) { self.showcase = showcase }

    /// The newest picture, at most `width` pixels wide, black under `masks`.
    func picture(of camera: String, width: Int?, masks: CameraMasks) throws(HostFault) -> HostPicture {
        guard let frame = showcase.frame(of: camera) else {
            throw .unavailable("camera \"\(camera)\" has not delivered a picture yet")
        }
        let key = Key(camera: camera, width: width)
        if let known = kept[key], known.sequence == frame.sequence, known.masks == masks.privacy,
            known.picture.capturedAt == frame.wallSeconds
        {
            return known.picture
        }
        if kept.count >= Self.mostKept { kept.removeAll() }
        let made = try Self.picture(frame, width: width, masks: masks)
        kept[key] = (frame.sequence, masks.privacy, made)
        return made
    }

    static func size(of frame: Frame) throws(ImagingError) -> PictureSize {
        PictureSize(try FramePixels(frame).size)
    }

    private static func picture(
        _ frame: Frame, width: Int?, masks: CameraMasks
    ) throws(HostFault) -> HostPicture {
        do {
            let pixels = try FramePixels(frame)
            let size = pixels.size
            let wanted = min(max(width ?? size.width, 16), size.width)
            if wanted == size.width, masks.privacy.isEmpty, case .jpeg(let bytes) = frame.payload {
                return HostPicture(jpeg: bytes, capturedAt: frame.wallSeconds, cameraSize: PictureSize(size))
            }
            let scale = JPEG.Scale(atMost: Double(size.width) / Double(wanted))
            var image = try pixels.whole(shrunk: scale).image
            if image.width > wanted {
                let height = max(1, size.height * wanted / size.width)
                image = image.resized(to: PixelSize(width: wanted, height: height))
            }
            masks.blacken(&image)
            return HostPicture(
                jpeg: try JPEG.encode(image, quality: quality), capturedAt: frame.wallSeconds,
                cameraSize: PictureSize(size))
        } catch {
            throw .unavailable("the newest picture is damaged: \(error)")
        }
    }

    /// A small grey picture, black under `masks`.
    static func picture(_ view: GrayImage, masks: CameraMasks) throws(HostFault) -> HostPicture {
        var image = RGBImage(
            width: view.width, height: view.height, pixels: view.pixels.flatMap { [$0, $0, $0] })
        masks.blacken(&image)
        do {
            return HostPicture(
                jpeg: try JPEG.encode(image, quality: quality), capturedAt: 0,
                cameraSize: PictureSize(width: view.width, height: view.height))
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
