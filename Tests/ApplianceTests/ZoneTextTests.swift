import Appliance
import Foundation
import Retail
import TestSupport
import Testing

struct ZoneTextTests {
    private let zone: Zone = {
        let points = [(10.04, 20.0, 0.0, 0.0), (30, 20, 1000, 0), (30, 5, 1000, 1800), (10, 5, 0, 1800)]
        return Zone(
            id: "z2", camera: "aisle", planogram: "tea", bay: "3",
            pointPairs: points.map {
                PointPair(
                    pixel: PixelPoint(x: $0.0, y: $0.1), shelf: ShelfPoint(xMM: $0.2, yMM: $0.3))
            }, pictureSize: PixelSize(width: 1280, height: 720))
    }()

    private func registration(comment: String = "") -> String {
        """
            planogram: tea
            bay: "3"
            picture_size: [1280, 720]
            points:
        \(comment)      - {pixel: [10, 20], mm: [0, 0]}
              - {pixel: [30, 20], mm: [1000, 0]}
              - {pixel: [30, 5], mm: [1000, 1800]}
              - {pixel: [10, 5], mm: [0, 1800]}
        """
    }

    @Test func `a zone that is there gets new points and keeps its other keys and all comments`() throws {
        let text = """
            store: s
            # The zones.
            zones:
              - id: z1   # the first
                camera: aisle
                planogram: tea
              # The second one.
              - id: "z2"
                camera: aisle
                # Which plan.
                planogram: old
                picture_size: [1, 1]
                points:
                  # of last year
                  - {pixel: [1, 2], mm: [3, 4]}
                price_tags: ignored

            # How it is sent.
            mqtt: {host: b}

            """
        let expected = """
            store: s
            # The zones.
            zones:
              - id: z1   # the first
                camera: aisle
                planogram: tea
              # The second one.
              - id: "z2"
                camera: aisle
                # Which plan.
            \(registration(comment: "      # of last year\n"))
                price_tags: ignored

            # How it is sent.
            mqtt: {host: b}

            """
        #expect(try ZoneText.registered(zone, into: text) == expected)
        #expect(try ZoneText.registered(zone, into: expected) == expected)
    }

    @Test func `a new zone follows the others, or begins the list`() throws {
        let item = "  - id: z2\n    camera: aisle\n\(registration())\n"
        let one = "zones:\n  - id: z1\n    camera: aisle\n\n# End.\nmqtt: {host: b}\n"
        #expect(
            try ZoneText.written(zone, into: one)
                == "zones:\n  - id: z1\n    camera: aisle\n\(item)\n# End.\nmqtt: {host: b}\n")
        #expect(try ZoneText.written(zone, into: "store: s\n") == "store: s\n\nzones:\n\(item)")
    }

    @Test(arguments: ["zones: [{id: z2}]\n", "zones: z2\n", "zones: [\n", "zones:\n  - &a {id: z2}\n"])
    func `what is not written line by line is left to a person`(text: String) {
        let error = #expect(throws: SettingsTextError.self) { try ZoneText.written(zone, into: text) }
        #expect(error?.description.contains("by hand") == true)
    }

    @Test(arguments: [
        "zones: []\n", "zones:\n", "zones:\n  - {id: z2}\n", "zones:\n  - points:\n    id: z2\n",
    ])
    func `a list that is empty or in braces takes the zone`(text: String) throws {
        #expect(try ZoneText.written(zone, into: text).contains("picture_size: [1280, 720]\n"))
    }

    private static let store = """
        # The zones.
        zones:
          # The first.
          - id: z1
            camera: aisle
            planogram: tea  # which
            picture_size: [640, 480]
            # Points as measured.
            points:
              - {pixel: [1.234, 2], mm: [0, 0]}
              - {pixel: [99, 2], mm: [100, 0]}
              - {pixel: [99, 50], mm: [100, 100]}
              - {pixel: [1, 50], mm: [0, 100]}
            price_tags: learned
            # masks: []
          # The second.
          # It is small.
          - id: z2
            camera: aisle
            planogram: milk
            picture_size: [640, 480]
            corners:
              lower_left: [1, 9]
              lower_right: [9, 9]
              upper_right: [9, 1]
              upper_left: [1, 1]

        # How it is sent.
        mqtt: {host: b}

        """

    @Test func `a zone goes with its comments, and the last one leaves an empty list`() throws {
        let one = try ZoneText.removed("z2", from: Self.store)
        let start = try #require(Self.store.range(of: "  # The second.")?.lowerBound)
        let end = try #require(Self.store.range(of: "\n# How")?.lowerBound)
        #expect(one == Self.store.replacingCharacters(in: start..<end, with: ""))
        let other = try ZoneText.removed("z1", from: Self.store)
        let first = try #require(Self.store.range(of: "  # The first.")?.lowerBound)
        #expect(other == Self.store.replacingCharacters(in: first..<start, with: ""))
        #expect(
            try ZoneText.removed("z1", from: one)
                == "# The zones.\nzones: []\n\n# How it is sent.\nmqtt: {host: b}\n")
        let error = #expect(throws: SettingsTextError.self) { try ZoneText.removed("z3", from: other) }
        #expect(error == .noSuchPlace(path: "zones: z3"))
    }

    @Test func `what is as it was stays as it is written`() throws {
        var points = [(1.234, 2.0), (99, 2), (99, 50), (1, 50)].map { PixelPoint(x: $0.0, y: $0.1) }
        var zone = Zone(
            id: "z1", camera: "aisle", planogram: "tea",
            pointPairs: zip(points, [(0.0, 0.0), (100, 0), (100, 100), (0, 100)]).map {
                PointPair(pixel: $0, shelf: ShelfPoint(xMM: $1.0, yMM: $1.1))
            }, pictureSize: PixelSize(width: 640, height: 480))
        #expect(try ZoneText.written(zone, into: Self.store) == Self.store)
        points = [(0, 0), (640, 0.04), (640, 479.96)].map { PixelPoint(x: $0.0, y: $0.1) }
        zone.outline = points
        zone.masks = [ZoneMask(kind: .privacy, outline: points)]
        zone.priceTags = .ignored
        #expect(
            try ZoneText.written(zone, into: Self.store)
                == Self.store.replacingOccurrences(
                    of: "    price_tags: learned\n",
                    with: """
                            outline: [[0, 0], [640, 0], [640, 480]]
                            masks:
                              - kind: privacy
                                outline: [[0, 0], [640, 0], [640, 480]]
                            price_tags: ignored

                        """))
    }

    @Test func `a zone that would be refused is not written`() {
        var bad = zone
        bad.outline = [(0, 0), (2000, 0), (5, 5)].map { PixelPoint(x: $0.0, y: $0.1) }
        let error = #expect(throws: SettingsTextError.self) { try ZoneText.written(bad, into: Self.store) }
        #expect(error?.description.contains("zones[1].outline[1]: is outside the picture") == true)
    }

    @Test func `random zones are read as they were written, and the others stay`() throws {
        var generator = SeededGenerator(seed: 21)
        func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
        func points(_ count: Int) -> [PixelPoint] {
            (0..<count).map { _ in PixelPoint(x: number(0...640), y: number(0...480)) }
        }
        /// On a circle: its edges do not cross.
        func outline() -> [PixelPoint] {
            (0..<Int.random(in: 3...40, using: &generator)).map { Double($0) / 40 * 6 }.map {
                PixelPoint(x: 320 + 300 * cos($0), y: 240 + 200 * sin($0))
            }
        }
        var text = Self.store
        for round in 0..<200 {
            var zone = Zone(
                id: ["z1", "z2", "a3"][round % 3], camera: "c\(round)", planogram: "p",
                bay: round % 4 == 0 ? nil : "\(round % 4)", pointPairs: [],
                pictureSize: PixelSize(width: 640, height: 480))
            if Bool.random(using: &generator) {
                zone.corners = points(4)
            } else {
                zone.pointPairs = points(5).map {
                    PointPair(pixel: $0, shelf: ShelfPoint(xMM: number(0...900), yMM: number(0...900)))
                }
            }
            if Bool.random(using: &generator) {
                zone.lens = Lens(focalX: 1 / number(1...3), focalY: 900, centerX: 320, centerY: 240)
                zone.lens?.p1 = number(-1...1)
            }
            if Bool.random(using: &generator) { zone.outline = outline() }
            if Bool.random(using: &generator) {
                zone.masks = [ZoneMask(kind: .ignore, outline: outline())]
            }
            zone.followShare = round % 2 == 0 ? 0.06 : number(0...0.5)
            zone.priceTags = round % 5 == 0 ? .required : .learned
            // What is written is what was meant, or this throws.
            text = try ZoneText.written(zone, into: text)
            #expect(text.contains("# The zones.\nzones:\n") && text.hasSuffix("mqtt: {host: b}\n"))
        }
        #expect(text.contains("# Points as measured."))
    }
}
