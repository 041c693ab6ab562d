package import Imaging
internal import Inference
internal import Retail

/// Finds objects in a picture of any size.
package final class Detector: Sendable {
    /// What may be tuned without training.
    package struct Settings: Hashable, Sendable {
        /// Objects with a lower score are left out.
        package var threshold = 0.35
        /// Overlap above which two boxes are the same object.
        package var overlap = 0.6

        package init() {}
    }

    /// Side of the network's square input, in pixels.
    package let inputSide: Int
    /// The instruction set in use.
    package var kernelName: String { model.kernelName }
    private let model: Model
    private let head: DetectionHead
    private let strides: [Int]

    /// Loads a detector that `scripts/train export` wrote, in float or quantized.
    package init(path: String, threads: Int = 1) throws(RecognitionError) {
        do {
            model = try Model.load(path: path, threads: threads)
        } catch {
            throw .inference(error)
        }
        let metadata = model.metadata
        let names = metadata["classes"]?.split(separator: ",").map(String.init) ?? []
        let classes = names.compactMap { name in ObjectClass.allCases.first { $0.name == name } }
        guard metadata["task"] == "detector", !classes.isEmpty, classes.count == names.count else {
            throw .wrongModel(path: path, reason: "its metadata does not name a detector's classes")
        }
        strides = metadata["strides"]?.split(separator: ",").compactMap { Int($0) } ?? []
        guard let bins = metadata["distance_bins"].flatMap({ Int($0) }), bins > 1,
            strides.count == model.outputs.count,
            let shape = model.inputs.first?.shape, shape.count == 4, let side = shape[3], shape[2] == side
        else {
            throw .wrongModel(path: path, reason: "its metadata, input and outputs do not fit each other")
        }
        head = DetectionHead(classes: classes, bins: bins)
        inputSide = side
    }

    /// All objects in one picture of an unknown camera, best first.
    package func detect(
        in picture: RGBImage, settings: Settings = Settings()
    ) throws(RecognitionError) -> [Detection] {
        var scale = WorkingScale()
        return try detect(in: picture, settings: settings, scale: &scale)
    }

    /// All objects in a camera's picture, best first.
    ///
    /// `scale` is the camera's own; keep it from picture to picture. A picture that shows it to be wrong is looked at
    /// twice.
    package func detect(
        in picture: RGBImage, settings: Settings, scale: inout WorkingScale
    ) throws(RecognitionError) -> [Detection] {
        let size = PixelSize(width: picture.width, height: picture.height)
        let found = try detect(in: picture, settings, scale.tiling(of: size, inputSide: inputSide))
        guard scale.adapt(to: found, in: size, inputSide: inputSide) else { return found }
        return try detect(in: picture, settings, scale.tiling(of: size, inputSide: inputSide))
    }

    private func detect(
        in picture: RGBImage, _ settings: Settings, _ tiling: Tiling
    ) throws(RecognitionError) -> [Detection] {
        var found: [Detection] = []
        for tile in tiling.tiles {
            found += try look(at: picture, through: Letterbox(region: tile, side: inputSide), settings)
                .filter { !tiling.isFragment($0.box, of: tile) }
        }
        let frame = PixelRect(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
        return found.suppressed(overlap: settings.overlap).map { detection in
            var clipped = detection
            clipped.box = detection.box.intersection(frame)
            return clipped
        }
    }

    private func look(
        at picture: RGBImage, through letterbox: Letterbox, _ settings: Settings
    ) throws(RecognitionError) -> [Detection] {
        let maps: [Tensor]
        do {
            maps = try model.run([Tensor(pictures: [letterbox.apply(to: picture)])])
        } catch {
            throw .inference(error)
        }
        let seen = zip(maps, strides).flatMap { map, stride in
            head.detections(in: map, stride: stride, threshold: settings.threshold)
        }
        return seen.suppressed(overlap: settings.overlap).map { detection in
            var restored = detection
            restored.box = letterbox.restore(detection.box)
            return restored
        }
    }
}
