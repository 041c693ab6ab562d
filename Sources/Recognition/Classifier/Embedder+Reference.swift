package import Imaging
internal import Retail

extension Embedder {
    /// The direction that stands for a SKU, from one clean picture of it.
    ///
    /// On the shelf the same package is small, blurred, and cut a little off by its box. The reference is looked at in
    /// such ways too, and the mean is kept: nearer to what will be seen than the clean picture alone.
    package func embed(reference picture: RGBImage) throws(RecognitionError) -> [Float] {
        let rows = try embed(whole: Self.views(of: picture))
        var sum = [Float](repeating: 0, count: dimensions)
        for row in rows { for index in sum.indices { sum[index] += row[index] } }
        return normalized(sum)
    }

    /// The picture as it is, as a far camera sees it, and through boxes that are a little off.
    private static func views(of picture: RGBImage) -> [RGBImage] {
        let small = picture.resized(
            to: PixelSize(width: max(8, picture.width * 56 / picture.height), height: 56))
        let (width, height) = (Double(picture.width), Double(picture.height))
        let boxes = [
            PixelRect(x: width * 0.04, y: height * 0.04, width: width * 0.92, height: height * 0.92),
            PixelRect(x: -width * 0.03, y: height * 0.03, width: width, height: height),
            PixelRect(x: width * 0.03, y: -height * 0.03, width: width, height: height),
        ]
        return [picture, small]
            + boxes.map { picture.cropped($0, to: PixelSize(width: picture.width, height: picture.height)) }
    }
}
