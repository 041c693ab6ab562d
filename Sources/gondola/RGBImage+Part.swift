internal import Imaging
internal import Retail

extension RGBImage {
    /// What lies under `rect`, at its own size and only as far as the picture goes; `nil` where they do not meet.
    func part(under rect: PixelRect) -> RGBImage? {
        let inside = rect.intersection(PixelRect(x: 0, y: 0, width: Double(width), height: Double(height)))
        guard inside.width >= 1, inside.height >= 1 else { return nil }
        return cropped(
            inside, to: PixelSize(width: Int(inside.width.rounded()), height: Int(inside.height.rounded())))
    }
}
