import Gate
import Imaging
import Retail
import Testing

struct ViewGuardTests {
    private static let settings = ChangeGate.Settings(looks: 3, lookAgainSeconds: 600)

    /// Shows a good view for a while, then `bad` pictures, a second apart; what the last of them is judged.
    private func judgement(
        _ bad: (inout TestScene) -> GrayImage, frames: Int = 6, digest: UInt64? = nil
    ) -> ViewJudgement {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        var last: ViewJudgement?
        for second in 0..<(4 + frames) {
            let picture = second < 4 ? scene.photograph() : bad(&scene)
            last =
                gate.judge(
                    picture, areas: TestScene.areas,
                    digest: second < 4 ? digest.map { $0 + UInt64(second) } : digest,
                    at: Double(second) * 1.2
                ).view
        }
        return last ?? ViewJudgement(state: .clear, suspected: .clear, isTrusted: false, shift: nil)
    }

    @Test(arguments: [(3.0, 0.0), (-2.0, 2.0), (0.0, -12.0), (25.0, 8.0), (-30.0, 10.0)])
    func `a shifted view is moved, by as much as it was`(_ x: Double, _ y: Double) {
        let found = judgement { scene in scene.photograph(at: { ($0 - x, $1 - y) }) }
        #expect(found.state == .moved && !found.isTrusted)
        #expect(abs((found.shift?.x ?? 99) - x) <= 1 && abs((found.shift?.y ?? 99) - y) <= 1)
    }

    @Test func `a turned camera and a zoomed lens are moved`() {
        let turned = judgement { scene in
            scene.photograph(at: { x, y in
                let (dx, dy) = (x - 160, y - 92)
                return (160 + dx * 0.9986 - dy * 0.0523, 92 + dx * 0.0523 + dy * 0.9986)
            })
        }
        #expect(turned.state == .moved)
        let zoomed = judgement { scene in
            scene.photograph(at: { x, y in (160 + (x - 160) / 1.06, 92 + (y - 92) / 1.06) })
        }
        #expect(zoomed.state == .moved)
    }

    @Test func `another view is moved, by nobody knows how much`() {
        var other = TestScene(seed: 77)
        for row in 0..<3 { other.fill(PixelRect(x: 0, y: Double(row * 61), width: 320, height: 20), 90) }
        let found = judgement { _ in other.photograph() }
        #expect(found.state == .moved && found.shift == nil)
    }

    @Test func `a hand before the lens is covered`() {
        let found = judgement { scene in
            var hand = scene
            hand.fill(PixelRect(x: 0, y: 0, width: 320, height: 184), 90)
            return hand.photograph(light: { x, y in 0.8 + 0.3 * x + 0.2 * y })
        }
        #expect(found.state == .covered)
    }

    @Test func `a sign before most of the view is covered`() {
        let found = judgement { scene in
            var sign = scene
            sign.fill(PixelRect(x: 0, y: 0, width: 290, height: 170), 170)
            return sign.photograph()
        }
        #expect(found.state == .covered)
    }

    @Test(arguments: [2, 4])
    func `a view without detail is blurred`(_ radius: Int) {
        #expect(judgement { scene in scene.photograph().blurred(radius) }.state == .blurred)
    }

    @Test func `lights off is dark, the sun in the lens is bright`() {
        #expect(judgement { scene in scene.photograph(light: { _, _ in 0.08 }) }.state == .dark)
        #expect(judgement { scene in scene.photograph(light: { _, _ in 4 }) }.state == .bright)
    }

    @Test func `what is wrong with a view is suspected at once and named when it has lasted`() {
        let first = judgement({ scene in scene.photograph(light: { _, _ in 0.08 }) }, frames: 1)
        #expect(first.suspected == .dark && first.state == .clear && !first.isTrusted)
    }

    @Test func `less than half the light is dark`() {
        #expect(judgement { scene in scene.photograph(light: { _, _ in 0.42 }) }.state == .dark)
    }

    @Test func `the same bytes for long are frozen, but only where the source is a camera`() {
        let picture = TestScene()
        var copy = picture
        let still = copy.photograph()
        #expect(judgement({ _ in still }, frames: 20, digest: 5).state == .frozen)
        #expect(judgement({ _ in still }, frames: 20).state == .clear)
    }

    @Test func `half the light, a shadow, and someone before a third of the view are none of these`() {
        #expect(judgement { scene in scene.photograph(light: { _, _ in 0.5 }) }.state == .clear)
        #expect(judgement { scene in scene.photograph(light: { x, _ in x < 0.4 ? 0.6 : 1 }) }.state == .clear)
        let visited = judgement { scene in
            var visitor = scene
            visitor.fill(PixelRect(x: 90, y: 0, width: 110, height: 184), 60)
            return visitor.photograph()
        }
        #expect(visited.state == .clear)
    }

    @Test func `what lasts a moment is not named, but not trusted either`() {
        let found = judgement({ scene in scene.photograph(light: { _, _ in 0.05 }) }, frames: 2)
        #expect(found.state == .clear && !found.isTrusted)
    }

    @Test func `a view that is back is clear again, and judged`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        var states: [ViewState] = []
        for second in 0..<24 {
            let isAway = (4..<14).contains(second)
            let picture = scene.photograph(at: { isAway ? ($0 + 20, $1) : ($0, $1) })
            states.append(
                gate.judge(picture, areas: TestScene.areas, digest: nil, at: Double(second) * 1.2).view.state)
        }
        #expect(states[12] == .moved && states.last == .clear)
    }

    @Test func `a shelf that is restocked bay by bay stays clear, for the view follows it`() {
        var scene = TestScene()
        var gate = CameraGate(Self.settings)
        for second in 0..<260 {
            if second % 3 == 0 { scene.draw(box: TestScene.areas[(second / 3) % TestScene.areas.count]) }
            let found = gate.judge(
                scene.photograph(), areas: TestScene.areas, digest: nil, at: Double(second) * 1.2)
            #expect(found.view.state == .clear)
        }
    }

    @Test func `a view kept from an earlier run is compared with`() throws {
        var scene = TestScene()
        var first = CameraGate(Self.settings)
        _ = first.judge(scene.photograph(), areas: [], digest: nil, at: 0)
        let view = try #require(first.view)
        var second = CameraGate(Self.settings, view: view)
        var last: ViewState?
        for step in 0..<6 {
            last =
                second.judge(
                    scene.photograph(at: { ($0 + 15, $1) }), areas: [], digest: nil, at: Double(step) * 1.2
                ).view.state
        }
        #expect(last == .moved)
    }
}
