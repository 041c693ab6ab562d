internal import Imaging
internal import Inference

extension Tensor {
    /// Pictures of one size as [N, 3, height, width], RGB in 0...1.
    init(pictures: [RGBImage]) {
        let width = pictures.first?.width ?? 0
        let height = pictures.first?.height ?? 0
        let plane = width * height
        var values = [Float](repeating: 0, count: pictures.count * 3 * plane)
        var target = values.mutableSpan
        for (index, picture) in pictures.enumerated() {
            precondition(picture.width == width && picture.height == height)
            let source = picture.pixels.span
            let base = index * 3 * plane
            for pixel in 0..<plane {
                target[base + pixel] = Float(source[pixel * 3]) * (1 / 255)
                target[base + plane + pixel] = Float(source[pixel * 3 + 1]) * (1 / 255)
                target[base + 2 * plane + pixel] = Float(source[pixel * 3 + 2]) * (1 / 255)
            }
        }
        self.init(shape: [pictures.count, 3, height, width], values: values)
    }
}
