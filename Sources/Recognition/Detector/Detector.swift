package import Imaging
internal import Inference
package import Retail

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
        let view = PictureView(picture)
        let found = try detect(in: view, settings, scale.tiling(of: view.size, inputSide: inputSide))
        guard scale.adapt(to: found, in: view.size, inputSide: inputSide) else { return found }
        return try detect(in: view, settings, scale.tiling(of: view.size, inputSide: inputSide))
    }

    /// The same for a picture of `size` that is decoded no finer than the network looks at it.
    ///
    /// `view` is told by how much the picture may be shrunk along each side.
    package func detect(
        in size: PixelSize, settings: Settings, scale: inout WorkingScale,
        view: (Double) throws -> PictureView
    ) throws -> [Detection] {
        func look() throws -> [Detection] {
            let tiling = scale.tiling(of: size, inputSide: inputSide)
            let longest = tiling.tiles.map { max($0.width, $0.height) }.max() ?? 0
            return try detect(
                in: view(longest / Double(inputSide) * Self.mostEnlargement), settings, tiling)
        }
        let found = try look()
        guard scale.adapt(to: found, in: size, inputSide: inputSide) else { return found }
        return try look()
    }

    /// How much a picture that was decoded too small may be enlarged for the network, instead of decoding four times as
    /// many pixels.
    private static let mostEnlargement = 1.2

    private func detect(
        in picture: PictureView, _ settings: Settings, _ tiling: Tiling
    ) throws(RecognitionError) -> [Detection] {
        var found: [Detection] = []
        for tile in tiling.tiles {
            found += try look(at: picture, through: Letterbox(region: tile, side: inputSide), settings)
                .filter { !tiling.isFragment($0.box, of: tile) }
        }
        let size = picture.size
        let frame = PixelRect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        return found.suppressed(overlap: settings.overlap).map { detection in
            var clipped = detection
            clipped.box = detection.box.intersection(frame)
            return clipped
        }
    }

    private func look(
        at picture: PictureView, through letterbox: Letterbox, _ settings: Settings
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
