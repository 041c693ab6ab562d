/// How much training scenes differ from each other: every range and chance that scenes are drawn from.
///
/// The file Config/synthetic.yaml holds the same with a word to each; a file may name only what it changes.
package struct SceneSettings: Codable, Hashable, Sendable {
    package var camera = View()
    package var film = Exposure()
    package var light = Lamps()
    package var shelf = Shelves()
    package var goods = Goods()
    package var furnishing = Fittings()
    package var people = People()

    package init() {}

    /// A lower and an upper limit; between them all is equally likely unless said otherwise.
    package struct Span: Codable, Hashable, Sendable {
        package var low: Float
        package var high: Float

        init(_ low: Float, _ high: Float) { (self.low, self.high) = (low, high) }

        package init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            (low, high) = (try values.decode(Float.self), try values.decode(Float.self))
            guard values.isAtEnd, low <= high else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription: "expected two numbers, the lower first"))
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var values = encoder.unkeyedContainer()
            try values.encode(low)
            try values.encode(high)
        }

        var range: ClosedRange<Float> { low...high }
    }

    /// Where the camera stands and what its lens does.
    package struct View: Codable, Hashable, Sendable {
        /// Height of shelf that the picture shows; evenly spread by its logarithm.
        var heightMM = Span(520, 2300)
        /// Distance over height.
        var distance = Span(0.85, 1.6)
        /// Chance of a view from the side; yaw and pitch are normal with these deviations, in radians.
        var oblique: Float = 0.25
        var straightYaw: Float = 0.1
        var obliqueYaw: Float = 0.3
        var straightPitch: Float = 0.07
        var obliquePitch: Float = 0.16
        var roll: Float = 0.025
        /// Chance of a lens that bends lines, and its coefficient at the corner (below 0: barrel).
        var distorted: Float = 0.4
        var distortion = Span(-0.14, 0.05)

        enum CodingKeys: String, CodingKey {
            case distance, oblique, roll, distorted, distortion
            case heightMM = "height_mm"
            case straightYaw = "straight_yaw"
            case obliqueYaw = "oblique_yaw"
            case straightPitch = "straight_pitch"
            case obliquePitch = "oblique_pitch"
        }
    }

    /// What sensor and electronics do.
    package struct Exposure: Codable, Hashable, Sendable {
        /// Logarithm of the exposure: normal with this mean and deviation.
        var exposureMean: Float = 0.02
        var exposureDeviation: Float = 0.22
        /// Deviation of the white balance from blue to yellow, and from green to magenta.
        var warmth: Float = 0.06
        var tint: Float = 0.025
        var contrast = Span(0.85, 1.25)
        var vignetted: Float = 0.5
        var vignette = Span(0, 0.4)
        /// Chance of a sharp picture; blur in pixels of sharp and of soft ones.
        var sharp: Float = 0.6
        var sharpBlur = Span(0, 0.7)
        var softBlur = Span(0.6, 1.5)
        /// Chance of a camera that moves, and the length of the smear in pixels.
        var smeared: Float = 0.12
        var smear = Span(1, 4)
        /// Chance of a short depth of field, and how quickly it blurs.
        var defocused: Float = 0.1
        var defocus = Span(0.4, 2)
        /// In steps of 255.
        var noise = Span(0.5, 7)
        var sharpened: Float = 0.4
        var sharpening = Span(0.3, 1.2)
        var jpegQuality = Span(45, 96)

        enum CodingKeys: String, CodingKey {
            case warmth, tint, contrast, vignetted, vignette, sharp, smeared, smear, defocused, defocus, noise
            case sharpened, sharpening
            case exposureMean = "exposure_mean"
            case exposureDeviation = "exposure_deviation"
            case sharpBlur = "sharp_blur"
            case softBlur = "soft_blur"
            case jpegQuality = "jpeg_quality"
        }
    }

    /// The light in the aisle.
    package struct Lamps: Codable, Hashable, Sendable {
        var ambient = Span(0.5, 0.95)
        var lamps = Span(0.35, 0.95)
        /// Chance of a second row of lamps, and its strength beside the first.
        var second: Float = 0.4
        var secondStrength = Span(0.2, 0.8)
        /// How much darker it is at the floor than at the top.
        var fade = Span(0, 0.5)
        /// How dark it is under boards and between packages.
        var shadow = Span(0.55, 0.98)
        /// Chance of lamps under the boards, as in coolers and cosmetics.
        var boardLamps: Float = 0.12

        enum CodingKeys: String, CodingKey {
            case ambient, lamps, second, fade, shadow
            case secondStrength = "second_strength"
            case boardLamps = "board_lamps"
        }
    }

    /// Boards, backs and rails.
    package struct Shelves: Codable, Hashable, Sendable {
        var boardMM = Span(18, 45)
        var depthMM = Span(280, 520)
        var railMM = Span(28, 62)
        /// Chance of pale shelving, and of grey in place of a colour.
        var pale: Float = 0.55
        var grey: Float = 0.82
        /// Chance that uprights can be seen.
        var uprights: Float = 0.6
        /// Chance that a run of goods has its price tag.
        var tagged: Float = 0.9

        enum CodingKeys: String, CodingKey {
            case pale, grey, uprights, tagged
            case boardMM = "board_mm"
            case depthMM = "depth_mm"
            case railMM = "rail_mm"
        }
    }

    /// How goods stand.
    package struct Goods: Codable, Hashable, Sendable {
        /// Chance of a tidy shop; gaps between units, turn of units, push back, for tidy and for careless ones.
        var tidy: Float = 0.6
        var tidyGapMM = Span(2, 8)
        var carelessGapMM = Span(4, 25)
        var tidyYaw = Span(0.005, 0.05)
        var carelessYaw = Span(0.04, 0.22)
        var tidyPushMM = Span(2, 15)
        var carelessPushMM = Span(10, 90)
        /// Chance of a shop that runs out of goods, and how many facings are missing there and elsewhere.
        var shortOf: Float = 0.4
        var missingMany = Span(0.06, 0.35)
        var missingFew = Span(0, 0.05)
        /// Chance that a unit lies on its side, back or head, in a careless shop.
        var fallen = Span(0, 0.05)
        /// Share of facings in a careless shop before which another product was put down.
        var intruders = Span(0, 0.04)
        /// Facings of one SKU side by side, at most 2 to this many.
        var longestRun: Int = 6

        enum CodingKeys: String, CodingKey {
            case tidy, fallen, intruders
            case tidyGapMM = "tidy_gap_mm"
            case carelessGapMM = "careless_gap_mm"
            case tidyYaw = "tidy_yaw"
            case carelessYaw = "careless_yaw"
            case tidyPushMM = "tidy_push_mm"
            case carelessPushMM = "careless_push_mm"
            case shortOf = "short_of"
            case missingMany = "missing_many"
            case missingFew = "missing_few"
            case longestRun = "longest_run"
        }
    }

    /// Chances that a shop has such things at all.
    package struct Fittings: Codable, Hashable, Sendable {
        var trays: Float = 0.3
        var dividers: Float = 0.25
        var railPanels: Float = 0.35
        var sheets: Float = 0.3
        var cartonsOnTop: Float = 0.35
        var cartonsAmongGoods: Float = 0.2
        var guardStrips: Float = 0.25
        var glassDoors: Float = 0.1
        var bins: Float = 0.12

        enum CodingKeys: String, CodingKey {
            case trays, dividers, sheets, bins
            case railPanels = "rail_panels"
            case cartonsOnTop = "cartons_on_top"
            case cartonsAmongGoods = "cartons_among_goods"
            case guardStrips = "guard_strips"
            case glassDoors = "glass_doors"
        }
    }

    /// Shoppers, hands, trolleys and posts before the shelf.
    package struct People: Codable, Hashable, Sendable {
        /// Chance of one in the picture, and of a second one then.
        var present: Float = 0.45
        var second: Float = 0.2
        /// Chance that a hand holds a package before the camera.
        var holding: Float = 0.2
    }
}
