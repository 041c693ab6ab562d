import Imaging
package import Retail

/// The labels of rendered pictures in the form of a COCO detection data set.
package struct COCO: Encodable, Sendable {
    package struct Image: Encodable, Sendable {
        let id: Int
        let fileName: String
        let width: Int
        let height: Int

        enum CodingKeys: String, CodingKey {
            case id, width, height
            case fileName = "file_name"
        }
    }

    package struct Annotation: Encodable, Sendable {
        package let id: Int
        package let imageID: Int
        package let categoryID: Int
        /// x, y, width, height in pixels.
        package let bbox: [Double]
        package let area: Double
        /// 1: too little of it is seen for it to be asked for; finding it is no mistake either.
        package let iscrowd: Int
        package let visibleShare: Double
        package let gtin: GTIN?
        /// Width and height on the shelf's front plane, as a registered camera measures them; products only.
        package let measuredMM: [Double]?
        /// How a product stands or lies.
        package let orientation: Posture?
        /// The pixels in which it is seen.
        package let segmentation: RunLengthMask?

        enum CodingKeys: String, CodingKey {
            case id, bbox, area, iscrowd, gtin, orientation, segmentation
            case imageID = "image_id"
            case categoryID = "category_id"
            case visibleShare = "visible_share"
            case measuredMM = "measured_mm"
        }
    }

    package struct Category: Encodable, Sendable {
        let id: Int
        let name: String
    }

    package var images: [Image] = []
    package var annotations: [Annotation] = []
    package var categories = ObjectClass.allCases.map { Category(id: $0.rawValue + 1, name: $0.name) }

    package init() {}

    /// Adds the labels of one picture of `scene`.
    ///
    /// - Front-row units (and those stacked on them) are `product`; with less than a quarter visible they are
    ///   marked `iscrowd`.
    /// - A unit of a row behind is a `product` if 0.3 of it is seen, which happens when the one before it is gone;
    ///   else it has no label.
    /// - `empty_facing` needs half of the gap open to the eye and no unit behind it that has a label of its own.
    /// - Things smaller than 3 pixels are left out.
    package mutating func add(_ rendering: Rendering, of scene: Scene, imageID: Int, fileName: String) {
        images.append(
            Image(
                id: imageID, fileName: fileName, width: rendering.image.width, height: rendering.image.height)
        )
        let behind = rendering.objects.filter {
            $0.objectClass == .product && !$0.isFront && $0.visibleShare >= 0.3
        }
        for object in rendering.objects where object.box.width >= 3 && object.box.height >= 3 {
            var isCrowd = false
            let share = (object.visibleShare * 1000).rounded() / 1000
            switch object.objectClass {
            case .product:
                guard object.isFront || object.visibleShare >= 0.3 else { continue }
                isCrowd = share < 0.25
            case .emptyFacing:
                guard object.visibleShare >= 0.5 else { continue }
                let covered = behind.contains {
                    $0.box.intersection(object.box).area > 0.35 * object.box.area
                }
                if covered { continue }
            case .priceTag: isCrowd = share < 0.25
            case .occluder: break
            }
            let isProduct = object.objectClass == .product
            let size = isProduct ? scene.camera.sizeOnFrontPlane(of: object.box) : nil
            annotations.append(
                Annotation(
                    id: annotations.count + 1, imageID: imageID, categoryID: object.objectClass.rawValue + 1,
                    bbox: [object.box.x, object.box.y, object.box.width, object.box.height],
                    area: object.mask.map { Double($0.area) } ?? object.box.area,
                    iscrowd: isCrowd ? 1 : 0, visibleShare: share,
                    gtin: object.gtin,
                    measuredMM: size.map { [$0.widthMM.rounded(), $0.heightMM.rounded()] },
                    orientation: isProduct ? scene.units[object.index].posture : nil,
                    segmentation: object.mask)
            )
        }
    }
}
