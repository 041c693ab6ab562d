import Appliance
import Retail
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

    private let registration = """
            planogram: "tea"
            bay: "3"
            picture_size: [1280, 720]
            points:
              - {pixel: [10.0, 20.0], mm: [0.0, 0.0]}
              - {pixel: [30.0, 20.0], mm: [1000.0, 0.0]}
              - {pixel: [30.0, 5.0], mm: [1000.0, 1800.0]}
              - {pixel: [10.0, 5.0], mm: [0.0, 1800.0]}
        """

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
            \(registration)
                price_tags: ignored

            # How it is sent.
            mqtt: {host: b}

            """
        #expect(try ZoneText.written(zone, into: text) == expected)
        #expect(try ZoneText.written(zone, into: expected) == expected)
    }

    @Test func `a new zone follows the others, or begins the list`() throws {
        let item = "  - id: z2\n    camera: \"aisle\"\n\(registration)\n"
        let one = "zones:\n  - id: z1\n    camera: aisle\n\n# End.\nmqtt: {host: b}\n"
        #expect(
            try ZoneText.written(zone, into: one)
                == "zones:\n  - id: z1\n    camera: aisle\n\(item)\n# End.\nmqtt: {host: b}\n")
        #expect(try ZoneText.written(zone, into: "store: s\n") == "store: s\n\nzones:\n\(item)")
    }

    @Test(arguments: [
        "zones: []\n", "zones: [{id: z2}]\n", "zones:\n  - {id: z2}\n", "zones:\n  - points:\n    id: z2\n",
    ])
    func `what is not written line by line is left to a person`(text: String) {
        let error = #expect(throws: ApplianceError.self) { try ZoneText.written(zone, into: text) }
        #expect(error?.description.contains("by hand") == true)
    }
}
