internal import Foundation
package import Imaging
internal import Inference
package import Retail

/// Turns product crops into directions: what looks alike points the same way.
package final class Embedder: Sendable {
    /// Length of an embedding.
    package let dimensions: Int
    private let model: Model
    /// Of the model's file: embeddings of different models do not compare.
    package let fingerprint: UInt64
    let path: String
    private let inputSize: PixelSize

    /// Loads an embedder that `scripts/train export` wrote, in float or quantized.
    package init(path: String, threads: Int = 1) throws(RecognitionError) {
        do {
            model = try Model.load(path: path, threads: threads)
        } catch {
            throw .inference(error)
        }
        guard model.metadata["task"] == "embedder",
            let dimensions = model.metadata["dimensions"].flatMap({ Int($0) }),
            dimensions > 0, let shape = model.inputs.first?.shape, shape.count == 4,
            let height = shape[2], let width = shape[3]
        else { throw .wrongModel(path: path, reason: "its metadata does not say that it is an embedder") }
        self.dimensions = dimensions
        self.path = path
        fingerprint = FileManager.default.contents(atPath: path)?.stableHash ?? 0
        inputSize = PixelSize(width: width, height: height)
    }

    /// The embeddings of the parts of `picture` under `boxes`, one row of `dimensions` numbers of length 1 each.
    package func embed(_ boxes: [PixelRect], of picture: RGBImage) throws(RecognitionError) -> [[Float]] {
        try embed(boxes, of: PictureView(picture))
    }

    /// The same from a view that shows all of `boxes`.
    package func embed(_ boxes: [PixelRect], of picture: PictureView) throws(RecognitionError) -> [[Float]] {
        try embed(boxes.map { picture.cropped($0, to: inputSize) })
    }

    /// The embedding of each whole picture.
    package func embed(whole pictures: [RGBImage]) throws(RecognitionError) -> [[Float]] {
        try embed(pictures.map { $0.resized(to: inputSize) })
    }

    private func embed(_ crops: [RGBImage]) throws(RecognitionError) -> [[Float]] {
        var rows: [[Float]] = []
        for start in stride(from: 0, to: crops.count, by: Embedder.batch) {
            let batch = Array(crops[start..<min(start + Embedder.batch, crops.count)])
            let answer: [Tensor]
            do {
                answer = try model.run([Tensor(pictures: batch)])
            } catch {
                throw .inference(error)
            }
            guard let values = answer.first?.values, values.count == batch.count * dimensions else {
                throw .wrongModel(
                    path: path, reason: "it does not answer with \(dimensions) numbers for each crop")
            }
            guard values.allSatisfy(\.isFinite) else {
                throw .wrongModel(path: path, reason: "it answers with numbers that are infinite or none")
            }
            for index in batch.indices {
                rows.append(normalized(Array(values[(index * dimensions)..<((index + 1) * dimensions)])))
            }
        }
        return rows
    }

    /// Crops looked at together: enough to keep the kernels busy, few enough to stay in the cache.
    private static let batch = 16
}

/// `vector` at length 1; a vector of zeros stays as it is.
func normalized(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
}
