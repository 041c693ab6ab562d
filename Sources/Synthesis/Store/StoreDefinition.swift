import Foundation

/// The rendered store in a few numbers; everything else follows from them.
package struct StoreDefinition: Hashable, Sendable, Codable {
    package var seed: UInt64
    /// SKUs in the catalogue, of which the bay holds some.
    package var catalogueCount: Int
    package var pictureWidth: Int
    package var pictureHeight: Int
    package var framesPerSecond: Double
    /// Length of the scenario; the source ends with it.
    package var durationSeconds: Double
    /// Time between the beginnings of two changes.
    package var changeEverySeconds: Double
    /// How long each state of a deviation stays.
    package var holdSeconds: Double
    /// Where the source writes what really happens, as JSON lines, when it starts; relative to the
    /// definition.
    package var truthFile: String?
    /// Whether lights are switched and the camera is nudged and covered too.
    package var disturbances: Bool
    /// Whether staff clears and fills a shelf in the middle of the scenario.
    package var restocking: Bool

    package init(
        seed: UInt64, catalogueCount: Int = 1000, pictureWidth: Int = 1920, pictureHeight: Int = 1080,
        framesPerSecond: Double = 2, durationSeconds: Double = 120, changeEverySeconds: Double = 6,
        holdSeconds: Double = 16, truthFile: String? = nil, disturbances: Bool = false,
        restocking: Bool = false
    ) {
        self.seed = seed
        self.catalogueCount = catalogueCount
        self.pictureWidth = pictureWidth
        self.pictureHeight = pictureHeight
        self.framesPerSecond = framesPerSecond
        self.durationSeconds = durationSeconds
        self.changeEverySeconds = changeEverySeconds
        self.holdSeconds = holdSeconds
        self.truthFile = truthFile
        self.disturbances = disturbances
        self.restocking = restocking
    }

    enum CodingKeys: String, CodingKey {
        case seed, disturbances, restocking
        case catalogueCount = "catalogue_count"
        case pictureWidth = "picture_width"
        case pictureHeight = "picture_height"
        case framesPerSecond = "frames_per_second"
        case durationSeconds = "duration_seconds"
        case changeEverySeconds = "change_every_seconds"
        case holdSeconds = "hold_seconds"
        case truthFile = "truth_file"
    }

    /// Disturbances and restocking may be left out.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seed = try values.decode(UInt64.self, forKey: .seed)
        catalogueCount = try values.decode(Int.self, forKey: .catalogueCount)
        pictureWidth = try values.decode(Int.self, forKey: .pictureWidth)
        pictureHeight = try values.decode(Int.self, forKey: .pictureHeight)
        framesPerSecond = try values.decode(Double.self, forKey: .framesPerSecond)
        durationSeconds = try values.decode(Double.self, forKey: .durationSeconds)
        changeEverySeconds = try values.decode(Double.self, forKey: .changeEverySeconds)
        holdSeconds = try values.decode(Double.self, forKey: .holdSeconds)
        truthFile = try values.decodeIfPresent(String.self, forKey: .truthFile)
        disturbances = try values.decodeIfPresent(Bool.self, forKey: .disturbances) ?? false
        restocking = try values.decodeIfPresent(Bool.self, forKey: .restocking) ?? false
    }

    /// Reads a definition as `gondola synth store` writes it.
    package static func read(path: String) throws(SynthesisError) -> StoreDefinition {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "it is missing or may not be read")
        }
        let definition: StoreDefinition
        do {
            definition = try JSONDecoder().decode(StoreDefinition.self, from: data)
        } catch {
            throw .unreadable(path: path, reason: "it is no store definition: \(error)")
        }
        try definition.check(path: path)
        return definition
    }

    private func check(path: String) throws(SynthesisError) {
        let limits: [(name: String, isFine: Bool, range: String)] = [
            ("catalogue_count", (100...200_000).contains(catalogueCount), "100 to 200000"),
            ("picture_width", (160...7680).contains(pictureWidth), "160 to 7680"),
            ("picture_height", (120...4320).contains(pictureHeight), "120 to 4320"),
            ("frames_per_second", (0.01...60).contains(framesPerSecond), "0.01 to 60"),
            ("duration_seconds", (1...1_000_000).contains(durationSeconds), "1 to 1000000"),
            ("change_every_seconds", (0.1...100_000).contains(changeEverySeconds), "0.1 to 100000"),
            ("hold_seconds", (0.1...100_000).contains(holdSeconds), "0.1 to 100000"),
        ]
        for limit in limits where !limit.isFine {
            throw .unreadable(path: path, reason: "\(limit.name): expected a number from \(limit.range)")
        }
    }
}
