/// Which face of a package looks at the shopper, and how far the package is turned around the line of sight.
///
/// Its text is the face, and the degrees clockwise if it is turned: `front`, `left 90`.
package struct Orientation: Hashable, Sendable, CustomStringConvertible {
    package enum Face: String, CaseIterable, Sendable {
        case front, back, left, right, top, bottom
    }

    package static let front = Orientation(.front)

    package let face: Face
    /// Clockwise, as the shopper sees it: 0 to 3.
    package let quarterTurns: Int

    package init(_ face: Face, quarterTurns: Int = 0) {
        self.face = face
        self.quarterTurns = quarterTurns & 3
    }

    package init?(_ text: String) {
        let words = text.split(separator: " ")
        guard (1...2).contains(words.count), let face = Face(rawValue: String(words[0])) else { return nil }
        guard words.count == 2 else {
            self.init(face)
            return
        }
        guard let degrees = Int(words[1]), degrees % 90 == 0, (0..<360).contains(degrees) else { return nil }
        self.init(face, quarterTurns: degrees / 90)
    }

    package var description: String {
        quarterTurns == 0 ? face.rawValue : "\(face.rawValue) \(quarterTurns * 90)"
    }

    /// The outer size as it stands on the shelf: across, up and towards the back.
    package func turned(_ size: PackageSize) -> PackageSize {
        let (width, height, depth) =
            switch face {
            case .front, .back: (size.widthMM, size.heightMM, size.depthMM)
            case .left, .right: (size.depthMM, size.heightMM, size.widthMM)
            case .top, .bottom: (size.widthMM, size.depthMM, size.heightMM)
            }
        return quarterTurns % 2 == 0
            ? PackageSize(widthMM: width, heightMM: height, depthMM: depth)
            : PackageSize(widthMM: height, heightMM: width, depthMM: depth)
    }
}

extension Orientation: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let orientation = Orientation(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a face and the degrees by which it is turned")
        }
        self = orientation
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
