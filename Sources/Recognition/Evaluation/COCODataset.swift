package import Retail

/// A labelled data set in COCO's JSON form: the parts that detection and recognition need.
package struct COCODataset: Sendable {
    package struct Image: Sendable {
        package let id: Int
        package let fileName: String
        /// In pixels; `nil` where the labels do not say.
        package let size: PixelSize?
    }

    package struct Category: Sendable {
        package let id: Int
        package let name: String
    }

    package struct Annotation: Sendable {
        package let imageID: Int
        package let categoryID: Int
        package let box: PixelRect
        /// Marks a region where nothing is counted.
        package let isCrowd: Bool
        /// The SKU, in data sets that the project renders.
        package let gtin: GTIN?
        /// Width and height on the shelf's front plane, in data sets that the project renders.
        package let measuredMM: (width: Double, height: Double)?
        /// How much of the object is seen, 0...1, in data sets that the project renders.
        package let visibleShare: Double?
    }

    /// In the order of their ids: of equal scores the one in the lower id counts first, in COCO's own tool too.
    package let images: [Image]
    package let annotations: [Annotation]
    package let categories: [Category]
}
