import Foundation
import Planograms
import Retail
import TestSupport
import Testing

struct ViewTrackerTests {
    /// A camera before a bay, with a tracker that knows its registration.
    private struct Scene {
        let aisle: SelfRegistrationTests.Aisle
        let bay: Bay
        let zone: Zone
        var view: CameraView
        var tracker: ViewTracker
        var random: SeededGenerator
        var seconds = 0.0

        init(seed: UInt64) throws {
            aisle = try SelfRegistrationTests.Aisle(seed: seed)
            random = SeededGenerator(seed: 3000 + seed)
            bay = aisle.bays[Int(seed) % aisle.bays.count]
            let view = CameraView(bay: bay, using: &random)
            self.view = view
            let corners = [
                (0, 0), (bay.widthMM, 0), (bay.widthMM, bay.heightMM), (0, bay.heightMM),
            ].compactMap { x, y in
                view.pixel(x, y).map { PointPair(pixel: $0, shelf: ShelfPoint(xMM: x, yMM: y)) }
            }
            zone = Zone(
                id: "Z", camera: "C", planogram: "P", pointPairs: corners, pictureSize: view.size)
            tracker = ViewTracker(
                try Registration(zone: zone), zone: zone, bay: bay, catalogue: aisle.catalogue)
        }

        /// The verdicts of `count` looks, ten seconds apart.
        mutating func looks(_ count: Int, at bay: Bay? = nil) -> [ViewTracker.Verdict] {
            (0..<count).map { _ in
                seconds += 10
                let products = aisle.products(
                    in: bay ?? self.bay, of: view, wrongNames: 0.05, using: &random)
                return tracker.judge(products, at: seconds, using: &random)
            }
        }

        /// How far the tracker's registration is off in the middle of the picture, in millimetres.
        func errorMM() throws -> Double {
            let middle = ShelfPoint(xMM: bay.widthMM / 2, yMM: bay.heightMM / 2)
            let pixel = try #require(view.pixel(middle.xMM, middle.yMM))
            let point = try #require(tracker.registration.shelfPoint(at: pixel))
            let (x, y) = (point.xMM - middle.xMM, point.yMM - middle.yMM)
            return (x * x + y * y).squareRoot()
        }
    }

    @Test func `a camera that stands still is steady`() throws {
        for seed in 0..<UInt64(12) {
            var scene = try Scene(seed: seed)
            #expect(scene.looks(10).allSatisfy { $0 == .steady }, "seed \(seed)")
        }
    }

    @Test func `a nudged camera is said to have moved, then followed`() throws {
        for seed in 0..<UInt64(12) {
            var scene = try Scene(seed: seed)
            // 0.045 of a focal length of 1300 pixels: 3 % of the picture's width.
            scene.view = scene.view.turned(aside: seed % 2 == 0 ? 0.045 : -0.045, down: 0.01)
            let verdicts = scene.looks(12)
            let waiting = verdicts.prefix { verdict in
                guard case .moved(let share) = verdict else { return false }
                return share > 0.02 && share < 0.05
            }
            // A minute is six looks after the first; one that shows the view otherwise begins it anew.
            guard (6...9).contains(waiting.count), case .followed = verdicts[waiting.count] else {
                Issue.record("seed \(seed): \(verdicts)")
                continue
            }
            #expect(verdicts.dropFirst(waiting.count + 1).allSatisfy { $0 == .steady }, "seed \(seed)")
            #expect(try scene.errorMM() < 15, "seed \(seed)")
        }
    }

    @Test func `what was followed holds after a restart, until the zone is registered anew`() throws {
        var scene = try Scene(seed: 4)
        scene.view = scene.view.turned(aside: 0.045, down: 0.01)
        _ = scene.looks(12)
        let following = try #require(scene.tracker.following)
        #expect(following.share > 0.02 && following.share < 0.05)
        let kept = try JSONDecoder().decode(FollowedView.self, from: JSONEncoder().encode(following))
        func restart(_ zone: Zone) throws {
            scene.tracker = ViewTracker(
                try Registration(zone: zone), following: kept, zone: zone, bay: scene.bay,
                catalogue: scene.aisle.catalogue)
        }
        try restart(scene.zone)
        #expect(try scene.errorMM() < 15)
        #expect(scene.looks(3).allSatisfy { $0 == .steady })
        var other = scene.zone
        let first = other.pointPairs[0]
        other.pointPairs[0] = PointPair(
            pixel: PixelPoint(x: first.pixel.x + 1, y: first.pixel.y), shelf: first.shelf)
        try restart(other)
        #expect(scene.tracker.following == nil)
        #expect(try scene.errorMM() > 30)
    }

    @Test func `a camera that was turned far is never followed by itself`() throws {
        for seed in 0..<UInt64(6) {
            var scene = try Scene(seed: seed)
            scene.view = scene.view.turned(aside: 0.14, down: 0)
            let verdicts = scene.looks(12)
            let isMoved = verdicts.map { verdict in
                if case .moved(let share) = verdict { return share > 0.06 }
                return false
            }
            #expect(isMoved.allSatisfy { $0 }, "seed \(seed): \(verdicts)")
        }
    }

    @Test func `a knock that was put right is forgotten`() throws {
        var scene = try Scene(seed: 2)
        let before = scene.view
        scene.view = before.turned(aside: 0.045, down: 0)
        _ = scene.looks(3)
        scene.view = before
        #expect(scene.looks(20).allSatisfy { $0 == .steady })
        #expect(try scene.errorMM() < 1e-6)
    }

    @Test func `a bay that was filled anew says nothing about the camera`() throws {
        for seed in 0..<UInt64(6) {
            var scene = try Scene(seed: seed)
            let other = scene.aisle.bays[(Int(seed) + 1) % scene.aisle.bays.count]
            #expect(scene.looks(8, at: other).allSatisfy { $0 == .steady }, "seed \(seed)")
        }
    }
}
