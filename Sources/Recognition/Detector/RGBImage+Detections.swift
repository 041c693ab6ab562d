package import Imaging
package import Retail

extension RGBImage {
    /// Draws the outline of each box: products green, empty facings red, price tags blue, occluders yellow.
    package mutating func draw(_ detections: [Detection]) {
        // The surest last, so that they lie on top.
        for detection in detections.reversed() {
            draw(detection.box, color: detection.objectClass.color, thickness: Swift.max(2, width / 640))
        }
    }
}

extension ObjectClass {
    /// The colour that the class is drawn in.
    package var color: RGBColor {
        switch self {
        case .product: RGBColor(red: 40, green: 220, blue: 60)
        case .emptyFacing: RGBColor(red: 240, green: 40, blue: 40)
        case .priceTag: RGBColor(red: 60, green: 120, blue: 255)
        case .occluder: RGBColor(red: 250, green: 200, blue: 0)
        }
    }
}
