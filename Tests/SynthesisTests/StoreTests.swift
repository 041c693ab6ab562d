import Foundation
import Imaging
import Retail
import Synthesis
import Testing

@Suite struct StoreTests {
    private let definition = StoreDefinition(seed: 7, pictureWidth: 480, pictureHeight: 270)

    @Test(arguments: [1, 7, 23] as [UInt64])
    func `positions stand side by side within the bay`(seed: UInt64) throws {
        let store = try Store(StoreDefinition(seed: seed))
        let bay = store.planogram.bay
        #expect(bay.shelves.count == 5)
        #expect((30...60).contains(bay.shelves.flatMap(\.positions).count))
        for shelf in bay.shelves {
            var end = 0.0
            for position in shelf.positions {
                let entry = try #require(store.catalogue[position.gtin])
                #expect(position.xMM >= end)
                #expect(Double(position.facings) * entry.size.widthMM < position.widthMM)
                #expect(entry.size.heightMM < shelf.clearanceMM)
                end = position.xMM + position.widthMM
            }
            #expect(end < bay.widthMM)
        }
    }

    @Test(arguments: [1, 7, 23, 99] as [UInt64])
    func `every kind of deviation happens, and is mended`(seed: UInt64) throws {
        let truth = Scenario(try Store(StoreDefinition(seed: seed))).truth
        #expect(
            Set(truth.intervals.map(\.kind)) == Set(DeviationKind.allCases.filter { !$0.concernsWholeBay }))
        for interval in truth.intervals {
            let closed = try #require(interval.closedAt)
            #expect(closed - interval.openedAt > 5 && closed < 120)
        }
    }

    @Test func `the stock agrees with the truth at every moment`() throws {
        let store = try Store(definition)
        let scenario = Scenario(store)
        let truth = scenario.truth
        for tick in stride(from: 0.5, to: 120, by: 1) {
            let stock = scenario.stock(at: tick)
            for position in store.planogram.bay.shelves.flatMap(\.positions) {
                let now = truth.intervals.first {
                    $0.position == position.id && $0.openedAt <= tick && ($0.closedAt ?? .infinity) > tick
                }
                let there = try #require(stock.positions[position.id])
                let units = there.units
                let own = units.filter { $0?.gtin == position.gtin }.count
                let isPlain = there.frontGaps.isEmpty && there.postures.isEmpty && there.swappedWith == nil
                switch now?.kind {
                case nil, .viewChanged, .planogramOutdated:
                    #expect(own == position.facings && there.extra == nil && isPlain && !there.isTagMissing)
                case .outOfStock: #expect(units.allSatisfy { $0 == nil })
                case .lowFacings: #expect(own > 0 && own < position.facings)
                case .extraFacings: #expect(own == position.facings && there.extra != nil)
                case .foreignProduct, .misplaced, .unverified:
                    #expect(units.contains { $0?.gtin == now?.gtinSeen })
                    let isListed = now?.gtinSeen.flatMap { store.catalogue[$0] } != nil
                    #expect(isListed == (now?.kind != .unverified))
                case .frontGap: #expect(own == position.facings && there.frontGaps.count == 1)
                case .wrongOrder: #expect(there.swappedWith == now?.alsoAt)
                case .wrongOrientation: #expect(own == position.facings && there.postures.count == 1)
                case .priceTagMissing: #expect(own == position.facings && isPlain && there.isTagMissing)
                }
            }
        }
    }

    @Test func `the zone's point pairs are where the camera sees them`() throws {
        let store = try Store(definition)
        #expect(store.pointPairs.count >= 4)
        for pair in store.pointPairs {
            let pixel = try #require(store.camera.pixel(of: pair.shelf))
            #expect(abs(pixel.x - pair.pixel.x) < 0.01 && abs(pixel.y - pair.pixel.y) < 0.01)
            #expect((0...480).contains(pixel.x) && (0...270).contains(pixel.y))
        }
    }

    @Test func `a frame shows the same again and differs when a unit is gone`() throws {
        var first = try RenderedStore(definition, camera: "test")
        var second = try RenderedStore(definition, camera: "test")
        #expect(try first.jpeg(frame: 3) == second.jpeg(frame: 3))
        let loss = try #require(first.scenario.truth.intervals.first { $0.kind == .outOfStock })
        let rate = definition.framesPerSecond
        let before = try JPEG.decode(first.jpeg(frame: 1))
        let during = try JPEG.decode(first.jpeg(frame: Int((loss.openedAt + 0.6) * rate)))
        let found = try #require(first.store.rect(of: loss.position))
        #expect(difference(before, during, found) > 12)
    }

    private func difference(_ first: RGBImage, _ second: RGBImage, _ rect: PixelRect) -> Double {
        let size = PixelSize(width: 8, height: 8)
        let left = first.cropped(rect, to: size).pixels
        let right = second.cropped(rect, to: size).pixels
        return zip(left, right).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(left.count)
    }

    @Test func `the source delivers frames in time and ends with the scenario`() throws {
        var brief = definition
        brief.durationSeconds = 1
        brief.framesPerSecond = 4
        var source = try RenderedStore(brief, camera: "aisle")
        var sequences: [UInt64] = []
        while let frame = try source.next() {
            #expect(frame.camera == "aisle")
            sequences.append(frame.sequence)
        }
        #expect(!sequences.isEmpty && sequences.count <= 4)
        #expect(sequences == sequences.sorted())
    }

    @Test func `a definition that makes no sense is refused with file and key`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString).json")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var wrong = definition
        wrong.framesPerSecond = 0
        try JSONEncoder().encode(wrong).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: SynthesisError.self) { try StoreDefinition.read(path: path) }
        #expect(error?.description.contains(path) == true)
        #expect(error?.description.contains("frames_per_second") == true)
    }

    @Test func `disturbances come and go, change the picture and leave the truth alone`() throws {
        var definition = StoreDefinition(
            seed: 5, pictureWidth: 320, pictureHeight: 180, durationSeconds: 180, disturbances: true)
        let disturbed = Scenario(try Store(definition))
        definition.disturbances = false
        let calm = Scenario(try Store(definition))
        let (spoilt, goods) = (
            disturbed.truth.intervals.filter { $0.kind == .viewChanged }, calm.truth.intervals
        )
        #expect(disturbed.truth.intervals.filter { $0.kind != .viewChanged } == goods)
        #expect(spoilt.count >= 3)
        let moments = stride(from: 0.0, to: 180, by: 0.5).map { disturbed.moment(at: $0) }
        #expect(moments.contains { $0.areLightsDown } && moments.contains { $0.isCameraNudged })
        #expect(moments.contains { !$0.areLightsDown && !$0.isCameraNudged })
        let dark = try #require(moments.first { $0.areLightsDown && !$0.isShopperPresent })
        definition.disturbances = true
        var source = try RenderedStore(definition, camera: "c")
        let number = Int(dark.seconds * definition.framesPerSecond)
        let shown = try JPEG.decode(source.jpeg(frame: number))
        let before = try JPEG.decode(source.jpeg(frame: 0))
        let light = { (image: RGBImage) in image.pixels.reduce(0) { $0 + Int($1) } / image.pixels.count }
        #expect(light(shown) < light(before) * 3 / 4)
    }

    @Test func `restocking clears a shelf and fills it again while it says so`() throws {
        let store = try Store(StoreDefinition(seed: 4, durationSeconds: 200, restocking: true))
        let scenario = Scenario(store)
        let window = try #require(scenario.restocking.first)
        let cleared = scenario.truth.intervals.filter {
            window.contains($0.openedAt) && $0.kind == .outOfStock
        }
        let shelf = try #require(
            store.planogram.bay.shelves.first { shelf in
                shelf.positions.contains { $0.id == cleared.first?.position }
            })
        #expect(Set(shelf.positions.map(\.id)).isSubset(of: Set(cleared.map(\.position))))
        #expect(cleared.allSatisfy { window.contains($0.closedAt ?? .infinity) })
    }

    @Test func `a moment names what the truth holds at that time`() throws {
        let scenario = Scenario(try Store(StoreDefinition(seed: 3, pictureWidth: 320, pictureHeight: 180)))
        for interval in scenario.truth.intervals {
            let middle = ((interval.closedAt ?? 120) + interval.openedAt) / 2
            #expect(scenario.moment(at: middle).deviations[interval.position] == interval.kind)
        }
    }
}
