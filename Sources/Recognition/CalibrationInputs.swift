package import Imaging
package import Inference
internal import Retail

/// Pictures as a network of this project takes them, for observing the ranges of its values.
package struct CalibrationInputs: Sendable {
    private let size: PixelSize
    private let isDetector: Bool

    /// `model`: a detector or an embedder that `scripts/train export` wrote.
    package init(model path: String) throws(RecognitionError) {
        let model: Model
        do {
            model = try Model.load(path: path)
        } catch {
            throw .inference(error)
        }
        guard let shape = model.inputs.first?.shape, shape.count == 4, let height = shape[2],
            let width = shape[3]
        else { throw .wrongModel(path: path, reason: "it does not take pictures of one size") }
        size = PixelSize(width: width, height: height)
        isDetector = model.metadata["task"] == "detector"
    }

    /// A detector's picture is letterboxed, a product's picture is stretched: as in use.
    package func tensor(of picture: RGBImage) -> Tensor {
        guard isDetector else { return Tensor(pictures: [picture.resized(to: size)]) }
        let whole = PixelRect(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
        return Tensor(pictures: [Letterbox(region: whole, side: size.width).apply(to: PictureView(picture))])
    }
}
