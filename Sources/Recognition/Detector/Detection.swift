package import Retail

/// One object that the detector found.
package struct Detection: Hashable, Sendable {
    /// In the pixels of the picture that was looked at.
    package var box: PixelRect
    package let objectClass: ObjectClass
    /// 0...1.
    package let score: Double

    package init(box: PixelRect, objectClass: ObjectClass, score: Double) {
        self.box = box
        self.objectClass = objectClass
        self.score = score
    }
}
