import Gate
import Imaging
import Retail
import TestSupport
import Testing

/// Colours, of which brightness tells nothing.
struct TintTests {
    private static let settings = ChangeGate.Settings(looks: 1, lookAgainSeconds: 600)

    /// Coloured packages: a colour a box, the same brightness for all.
    private struct Shelf {
        var scene = TestScene()
        var colours: [(blue: Double, red: Double)]
        private var generator = SeededGenerator(seed: 9)

        init() {
            colours = []
            for _ in TestScene.areas {
                colours.append(
                    (.random(in: -40...40, using: &generator), .random(in: -40...40, using: &generator)))
            }
        }

        /// `white`: how the camera's white is off, as the share by which red is more and blue less.
        mutating func photograph(white: Double = 0, light: Double = 1) -> GatePicture {
            let picture = scene.photograph(light: { _, _ in light })
            var blue = [UInt8](repeating: 128, count: picture.pixels.count)
            var red = blue
            for (area, colour) in zip(TestScene.areas, colours) {
                for row in Int(area.y)..<Int(area.y + area.height) {
                    for column in Int(area.x)..<Int(area.x + area.width) {
                        let at = row * TestScene.width + column
                        let bright = Double(picture.pixels[at])
                        let noise = Double.random(in: -4...4, using: &generator)
                        blue[at] = UInt8(
                            clamping: Int(128 + light * colour.blue - white * bright * 0.5 + noise))
                        red[at] = UInt8(
                            clamping: Int(128 + light * colour.red + white * bright * 0.5 + noise))
                    }
                }
            }
            return GatePicture(ColourImage(light: picture, blue: blue, red: red))
        }
    }

    private func verdicts(
        _ gate: inout CameraGate, _ shelf: inout Shelf, _ count: Int, from start: Double, white: Double = 0,
        light: Double = 1
    ) -> [ChangeGate.Verdict?] {
        var found: [ChangeGate.Verdict?] = []
        for second in 0..<count {
            found.append(
                gate.judge(
                    shelf.photograph(white: white, light: light), areas: TestScene.areas, digest: nil,
                    at: start + Double(second)
                ).verdict)
        }
        return found
    }

    @Test func `another colour of the same brightness is looked at`() {
        var shelf = Shelf()
        var gate = CameraGate(Self.settings)
        #expect(verdicts(&gate, &shelf, 4, from: 0).last == .unchanged)
        shelf.colours[30] = (shelf.colours[30].blue + 25, shelf.colours[30].red - 20)
        #expect(verdicts(&gate, &shelf, 3, from: 4).contains(.look(moving: [])))
        #expect(verdicts(&gate, &shelf, 2, from: 7).last == .unchanged)
    }

    @Test(arguments: [(0.08, 1.0), (-0.08, 1.0), (0.0, 0.7), (0.05, 1.15)])
    func `another white and another light are no changes`(_ white: Double, _ light: Double) {
        var shelf = Shelf()
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, &shelf, 4, from: 0)
        let found = verdicts(&gate, &shelf, 4, from: 4, white: white, light: light)
        #expect(found.allSatisfy { $0 == .unchanged }, "\(found)")
    }
}
