/// A point in a picture: pixels, x to the right, y down, (0, 0) is the outer corner of the first pixel.
package struct PixelPoint: Hashable, Sendable, Codable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle in a picture, in pixels.
package struct PixelRect: Hashable, Sendable, Codable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    /// `x`, `y` is the upper left corner.
    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var area: Double { max(0, width) * max(0, height) }
    package var center: PixelPoint { PixelPoint(x: x + width / 2, y: y + height / 2) }

    /// The part that both rectangles cover; of no area if they are apart.
    package func intersection(_ other: PixelRect) -> PixelRect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let right = min(x + width, other.x + other.width)
        let bottom = min(y + height, other.y + other.height)
        return PixelRect(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
    }

    /// Intersection over union, 0...1.
    package func overlap(with other: PixelRect) -> Double {
        let shared = intersection(other).area
        return shared > 0 ? shared / (area + other.area - shared) : 0
    }
}

/// A point on the front plane of a bay: millimetres, x to the right, y up, origin at the bay's lower left.
package struct ShelfPoint: Hashable, Sendable, Codable {
    package var xMM: Double
    package var yMM: Double

    package init(xMM: Double, yMM: Double) {
        self.xMM = xMM
        self.yMM = yMM
    }

    enum CodingKeys: String, CodingKey {
        case xMM = "x_mm"
        case yMM = "y_mm"
    }
}

/// An upright rectangle on the front plane of a bay, in millimetres; `xMM`, `yMM` is its lower left corner.
package struct ShelfRect: Hashable, Sendable, Codable {
    package var xMM: Double
    package var yMM: Double
    package var widthMM: Double
    package var heightMM: Double

    package init(xMM: Double, yMM: Double, widthMM: Double, heightMM: Double) {
        self.xMM = xMM
        self.yMM = yMM
        self.widthMM = widthMM
        self.heightMM = heightMM
    }

    package var center: ShelfPoint { ShelfPoint(xMM: xMM + widthMM / 2, yMM: yMM + heightMM / 2) }

    /// The smallest rectangle around both.
    package func union(_ other: ShelfRect) -> ShelfRect {
        let (left, low) = (min(xMM, other.xMM), min(yMM, other.yMM))
        return ShelfRect(
            xMM: left, yMM: low, widthMM: max(xMM + widthMM, other.xMM + other.widthMM) - left,
            heightMM: max(yMM + heightMM, other.yMM + other.heightMM) - low)
    }

    enum CodingKeys: String, CodingKey {
        case xMM = "x_mm"
        case yMM = "y_mm"
        case widthMM = "width_mm"
        case heightMM = "height_mm"
    }
}
