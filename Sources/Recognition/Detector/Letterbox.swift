package import Imaging
package import Retail

/// Fits a region of a picture into the network's square input: scaled evenly, the rest filled with grey.
package struct Letterbox: Sendable {
    /// The part of the picture that is looked at.
    package let region: PixelRect
    /// Side of the square input, in pixels.
    package let side: Int
    /// Input pixels per picture pixel.
    package let scale: Double

    package init(region: PixelRect, side: Int) {
        self.region = region
        self.side = side
        scale = Double(side) / max(region.width, region.height)
    }

    /// The square input; the region sits in its upper left corner.
    package func apply(to picture: PictureView) -> RGBImage {
        let width = max(1, min(side, Int((region.width * scale).rounded())))
        let height = max(1, min(side, Int((region.height * scale).rounded())))
        let fitted = picture.cropped(region, to: PixelSize(width: width, height: height))
        guard width < side || height < side else { return fitted }
        var square = RGBImage(width: side, height: side, gray: 114)
        for row in 0..<height {
            let start = row * side * 3
            square.pixels.replaceSubrange(
                start..<(start + width * 3), with: fitted.pixels[(row * width * 3)..<((row + 1) * width * 3)])
        }
        return square
    }

    /// A box in input pixels as a box in the picture.
    package func restore(_ box: PixelRect) -> PixelRect {
        PixelRect(
            x: region.x + box.x / scale, y: region.y + box.y / scale, width: box.width / scale,
            height: box.height / scale)
    }
}
