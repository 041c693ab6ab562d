import Gate
import Imaging
import Retail
import Testing

struct ChangeGateTests {
    private static let settings = ChangeGate.Settings(looks: 3, lookAgainSeconds: 600)

    /// The verdicts on pictures that are a second apart.
    private func verdicts(
        _ gate: inout CameraGate, _ pictures: [GrayImage], from start: Double = 0
    ) -> [ChangeGate.Verdict?] {
        var found: [ChangeGate.Verdict?] = []
        for (index, picture) in pictures.enumerated() {
            found.append(
                gate.judge(picture, areas: TestScene.areas, digest: nil, at: start + Double(index)).verdict)
        }
        return found
    }

    @Test func `a shelf at rest is looked at a few times, then no more`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        let found = verdicts(&gate, (0..<8).map { _ in scene.photograph() })
        #expect(
            found == [.look(moving: []), .look(moving: []), .look(moving: [])] + [
                .unchanged, .unchanged, .unchanged, .unchanged, .unchanged,
            ])
    }

    @Test func `a product that is gone is looked at, as often as it takes`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, (0..<6).map { _ in scene.photograph() })
        scene.fill(TestScene.areas[20], 60)
        let found = verdicts(&gate, (0..<6).map { _ in scene.photograph() }, from: 6)
        // In the first frame it may just be going; in the next it is gone.
        #expect(
            found == [.wait, .look(moving: []), .look(moving: []), .look(moving: []), .unchanged, .unchanged])
    }

    @Test func `a product that has become another one is looked at`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, (0..<6).map { _ in scene.photograph() })
        scene.draw(box: TestScene.areas[33])
        let found = verdicts(&gate, (0..<2).map { _ in scene.photograph() }, from: 6)
        #expect(found.last == .look(moving: []))
    }

    @Test func `one unit of a large place is enough`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        let whole = [PixelRect(x: 0, y: 0, width: Double(TestScene.width), height: Double(TestScene.height))]
        var verdicts: [ChangeGate.Verdict?] = []
        for second in 0..<9 {
            if second == 6 { scene.draw(box: TestScene.areas[40]) }
            verdicts.append(
                gate.judge(scene.photograph(), areas: whole, digest: nil, at: Double(second)).verdict)
        }
        #expect(verdicts.suffix(4) == [.unchanged, .wait, .look(moving: []), .look(moving: [])])
    }

    @Test func `whoever walks past is waited for, and nothing is looked at when they are gone`() {
        var scene = TestScene()
        let empty = scene
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, (0..<6).map { _ in scene.photograph() })
        for step in 0..<5 {
            scene = empty
            scene.fill(PixelRect(x: Double(30 + step * 50), y: 10, width: 60, height: 170), 70)
            let verdict = verdicts(&gate, [scene.photograph()], from: 6 + Double(step))[0]
            #expect(verdict == .wait)
        }
        scene = empty
        let found = verdicts(&gate, (0..<3).map { _ in scene.photograph() }, from: 11)
        #expect(found == [.wait, .unchanged, .unchanged])
    }

    @Test func `what moves for long is looked past, and what it hid is looked at afterwards`() {
        var scene = TestScene()
        let empty = scene
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, (0..<6).map { _ in scene.photograph() })
        var looks = 0
        for second in 0..<20 {
            scene = empty
            scene.fill(TestScene.areas[5], second % 2 == 0 ? 40 : 220)
            let verdict = verdicts(&gate, [scene.photograph()], from: 6 + Double(second))[0]
            if verdict == .look(moving: [5]) { looks += 1 }
        }
        #expect(looks == 2)
        scene = empty
        let found = verdicts(&gate, (0..<4).map { _ in scene.photograph() }, from: 26)
        #expect(found.contains(.look(moving: [])) && found.last == .unchanged)
    }

    @Test func `neither lamps nor shadows nor noise are changes`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, (0..<4).map { _ in scene.photograph() })
        // Ten hours of a day, a frame every 40 s: evening, a cloud, flicker, a soft shadow that wanders.
        for step in 0..<900 {
            let hour = Double(step) / 90
            let verdict = gate.judge(
                scene.photograph(light: { x, _ in
                    let day = 0.75 + 0.3 * (1 - abs(hour - 5) / 5)
                    let shadow = abs(x - hour / 10) < 0.2 ? 0.8 + abs(x - hour / 10) : 1
                    return day * shadow * (step % 2 == 0 ? 1 : 0.97)
                }), areas: TestScene.areas, digest: nil, at: 4 + Double(step) * 0.5)
            #expect(verdict.view.state == .clear)
            #expect(verdict.verdict == .unchanged, "frame \(step)")
        }
    }

    @Test func `after a while even an unchanged shelf is looked at`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, (0..<5).map { _ in scene.photograph() })
        let found = verdicts(&gate, (0..<2).map { _ in scene.photograph() }, from: 700)
        #expect(found == [.look(moving: []), .unchanged])
    }

    @Test func `a gate that is told to forget looks again`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        _ = verdicts(&gate, (0..<5).map { _ in scene.photograph() })
        gate.forget()
        #expect(verdicts(&gate, [scene.photograph()], from: 5) == [.look(moving: [])])
    }

    @Test func `without rest every frame is looked at`() {
        var scene = TestScene()
        var gate = CameraGate(ChangeGate.Settings(looks: 3, lookAgainSeconds: 0))
        let found = verdicts(&gate, (0..<6).map { _ in scene.photograph() })
        #expect(found.allSatisfy { $0 == .look(moving: []) })
    }

    @Test func `a camera that changes its size is looked at anew`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings, guardsView: false)
        _ = verdicts(&gate, (0..<5).map { _ in scene.photograph() })
        let other = scene.photograph().shrunk(by: 2)
        #expect(verdicts(&gate, [other], from: 5) == [.look(moving: [])])
    }
}
