package import Retail

/// A picture or a part of it, at some scale; places in it are told in pixels of the whole picture at full size.
package struct PictureView: Sendable {
    /// Of the whole picture.
    package let size: PixelSize
    /// What `image` shows of it.
    package let area: PixelRect
    package let image: RGBImage

    package init(size: PixelSize, area: PixelRect, image: RGBImage) {
        self.size = size
        self.area = area
        self.image = image
    }

    /// A whole picture at full size.
    package init(_ image: RGBImage) {
        size = PixelSize(width: image.width, height: image.height)
        area = PixelRect(x: 0, y: 0, width: Double(image.width), height: Double(image.height))
        self.image = image
    }

    /// The part under `rect`, stretched to `size` as `RGBImage.cropped` does; outside the view its edge repeats.
    package func cropped(_ rect: PixelRect, to size: PixelSize) -> RGBImage {
        let across = Double(image.width) / area.width
        let down = Double(image.height) / area.height
        return image.cropped(
            PixelRect(
                x: (rect.x - area.x) * across, y: (rect.y - area.y) * down, width: rect.width * across,
                height: rect.height * down), to: size)
    }
}
