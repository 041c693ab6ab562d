package import Retail

/// The pixels of one frame, decoded only as far as somebody looks at them.
package struct FramePixels: Sendable {
    /// Of the whole frame at full size.
    package let size: PixelSize
    private let payload: Frame.Payload

    /// Reads the frame's size; throws `ImagingError` when it has none.
    package init(_ frame: Frame) throws(ImagingError) {
        payload = frame.payload
        switch frame.payload {
        case .jpeg(let bytes):
            let size = try JPEG.readSize(bytes)
            self.size = PixelSize(width: size.width, height: size.height)
        case .raw(let picture): size = picture.size
        }
    }

    /// A picture that is decoded already.
    package init(_ picture: RGBImage) {
        size = PixelSize(width: picture.width, height: picture.height)
        payload = .raw(
            RawPicture(layout: .rgb24, size: size, bytesPerLine: picture.width * 3, bytes: picture.pixels))
    }

    /// The whole frame, for who looks at it shrunk by `scale` anyway.
    package func whole(shrunk scale: JPEG.Scale) throws(ImagingError) -> PictureView {
        let image =
            switch payload {
            case .jpeg(let bytes): try JPEG.decode(bytes, scale: scale)
            case .raw(let picture): try picture.decoded(scale)
            }
        return PictureView(size: size, area: area(of: image.width, image.height, scale), image: image)
    }

    /// The brightness of the whole frame, shrunk.
    package func gray(shrunk scale: JPEG.Scale) throws(ImagingError) -> GrayImage {
        switch payload {
        case .jpeg(let bytes): try JPEG.decodeGray(bytes, scale: scale)
        case .raw(let picture): try picture.decodedGray(scale)
        }
    }

    /// Brightness and colours of the whole frame, shrunk.
    package func colours(shrunk scale: JPEG.Scale) throws(ImagingError) -> ColourImage {
        switch payload {
        case .jpeg(let bytes): try JPEG.decodeColours(bytes, scale: scale)
        case .raw(let picture): ColourImage(try picture.decoded(scale), light: try picture.decodedGray(scale))
        }
    }

    /// What lies under `boxes` at full size, and a few pixels around it; the rest may be missing.
    ///
    /// Of a JPEG only the lines and columns that the boxes touch become pixels.
    package func parts(under boxes: [PixelRect]) throws(ImagingError) -> PictureView {
        guard case .jpeg(let bytes) = payload else { return try whole(shrunk: .full) }
        guard let columns = columns(of: boxes) else {
            return PictureView(RGBImage(width: 1, height: 1, gray: 128))
        }
        let bands = bands(of: boxes)
        let image = try JPEG.decode(bytes, columns: columns, bands: bands)
        return PictureView(
            size: size,
            area: PixelRect(
                x: Double(columns.lowerBound), y: Double(bands[0].lowerBound), width: Double(image.width),
                height: Double(image.height)), image: image)
    }

    /// Tells this frame from others, nearly surely: no two pictures that a sensor takes have the same bytes.
    package var digest: UInt64 {
        let bytes =
            switch payload {
            case .jpeg(let bytes): bytes
            case .raw(let picture): picture.bytes
            }
        // A change anywhere moves all coded bytes behind it; a few thousand of them tell.
        var hash = UInt64(truncatingIfNeeded: bytes.count)
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 4096)) {
            hash = (hash ^ UInt64(bytes[place])) &* 0x100_0000_01B3
        }
        return hash
    }

    /// Resampling looks one pixel beyond a box, and the decoder's first pixel of a part lacks its neighbour's colour.
    private static let margin = 2.0

    /// Where a shrunk picture lies in the frame: a JPEG's last pixel may be made of fewer pixels than the others.
    private func area(of width: Int, _ height: Int, _ scale: JPEG.Scale) -> PixelRect {
        PixelRect(
            x: 0, y: 0, width: Double(width * scale.factor), height: Double(height * scale.factor))
    }

    private func columns(of boxes: [PixelRect]) -> Range<Int>? {
        guard let left = boxes.map(\.x).min(), let right = boxes.map({ $0.x + $0.width }).max() else {
            return nil
        }
        let unit = JPEG.codedUnit
        let first = Self.place(left - Self.margin, in: 0...size.width - 1) / unit * unit
        let last = Self.place(right + Self.margin, in: 0...size.width - 1)
        return first..<min(size.width, max(last, first) / unit * unit + unit)
    }

    /// Rows that hold a box, joined where they touch.
    private func bands(of boxes: [PixelRect]) -> [Range<Int>] {
        let rows = 0...size.height - 1
        let spans = boxes.map { box in
            let top = Self.place(box.y - Self.margin, in: rows)
            return top..<max(top, Self.place(box.y + box.height + Self.margin, in: rows)) + 1
        }.sorted { $0.lowerBound < $1.lowerBound }
        return spans.reduce(into: []) { bands, span in
            if let last = bands.last, last.upperBound >= span.lowerBound {
                bands[bands.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                bands.append(span)
            }
        }
    }

    /// The pixel that a place falls into, or the nearest one.
    private static func place(_ value: Double, in range: ClosedRange<Int>) -> Int {
        Int(max(Double(range.lowerBound), min(Double(range.upperBound), value.rounded(.down))))
    }
}
