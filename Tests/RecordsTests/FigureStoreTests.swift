import Foundation
import Records
import Retail
import TestSupport
import Testing

struct FigureStoreTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path("figures.sqlite") }
    /// A Monday, midnight.
    private let monday = 1_772_409_600.0

    init() throws { folder = try TemporaryFolder() }

    private func figures(_ availability: Double?, brands: [String: Double] = [:]) -> ZoneFigures {
        var figures = ZoneFigures(
            onShelfAvailability: availability, facingsPlanned: 100, facingsFound: 80,
            compliance: availability.map { $0 / 2 }, observedShare: availability == nil ? 0 : 1)
        figures.components = availability.map {
            ComplianceShares(presence: $0, shelf: $0, position: $0, facings: 0.5, order: 1)
        }
        figures.shareOfShelf = brands
        return figures
    }

    /// One look a minute from `start` on.
    private func watch(
        _ store: FigureStore, _ values: [Double?], from start: Double, zone: String = "tea",
        isOpen: Bool = true
    ) async throws {
        for (minute, value) in values.enumerated() {
            try await store.add(
                figures(value, brands: ["Alder": 0.25, "Birch": 0.75]), zone: zone,
                at: start + Double(minute) * 60, isOpen: isOpen)
        }
    }

    @Test func `a day's figures are means over its open time`() async throws {
        let store = try FigureStore(path: path)
        try await watch(store, Array(repeating: 1, count: 60), from: monday + 28_800)
        try await watch(store, Array(repeating: 0.5, count: 180), from: monday + 28_800 + 3600)
        // At night the shelf is empty and nobody could buy: it does not count.
        try await watch(store, Array(repeating: 0, count: 60), from: monday + 80_000, isOpen: false)
        try await store.flush()
        let days = try await store.series(from: monday, to: monday + 86_400, step: 86_400)
        let day = try #require(days.first)
        #expect(days.count == 1 && day.zone == "tea" && day.start == monday)
        #expect(abs((day.onShelfAvailability ?? 0) - 0.625) < 0.01)
        #expect(abs((day.compliance ?? 0) - 0.3125) < 0.01)
        #expect(abs((day.components?.facings ?? 0) - 0.5) < 0.001 && day.observedShare == 1)
        #expect(abs((day.shareOfShelf["Birch"] ?? 0) - 0.75) < 0.001)
        #expect(abs(day.seconds - 4 * 3600) < 120)
    }

    @Test func `what could not be judged counts in the observed share alone`() async throws {
        let store = try FigureStore(path: path)
        try await watch(store, [0.8, 0.8, nil, nil, 0.8, 0.8], from: monday)
        try await store.flush()
        let point = try #require(try await store.series(from: monday, to: monday + 600, step: 600).first)
        #expect(abs((point.onShelfAvailability ?? 0) - 0.8) < 1e-9)
        #expect((0.5...0.7).contains(point.observedShare))
    }

    @Test func `a restart goes on with the same five minutes`() async throws {
        let first = try FigureStore(path: path)
        try await watch(first, [1, 1], from: monday)
        try await first.flush()
        let second = try FigureStore(path: path)
        #expect(second.damagedFile == nil)
        try await watch(second, [0, 0], from: monday + 120)
        try await second.flush()
        let points = try await second.series(from: monday, to: monday + 300, step: 300)
        #expect(points.count == 1)
        #expect((0.3...0.7).contains(points.first?.onShelfAvailability ?? 0))
    }

    @Test func `zones and stretches come in order and in the range asked for`() async throws {
        let store = try FigureStore(path: path)
        for zone in ["tea", "coffee"] {
            try await watch(store, Array(repeating: 0.9, count: 30), from: monday, zone: zone)
        }
        try await store.flush()
        let points = try await store.series(from: monday + 300, to: monday + 900, step: 300)
        #expect(points.map(\.zone) == ["coffee", "coffee", "tea", "tea"])
        #expect(points.map { $0.start - monday } == [300, 600, 300, 600])
        #expect(try await store.series(zone: "milk", from: 0, to: 2e9, step: 300).isEmpty)
    }

    @Test func `days follow the clock of the place`() async throws {
        let store = try FigureStore(path: path)
        try await watch(store, [1, 1, 1], from: monday - 3600)
        try await store.flush()
        let days = try await store.series(from: 0, to: 2e9, step: 86_400, offset: 7200)
        #expect(days.map(\.start) == [monday - 7200])
    }

    @Test func `what is older than the limit goes`() async throws {
        var limits = FigureStore.Limits()
        limits.days = 2
        let store = try FigureStore(path: path, limits: limits)
        for day in 0..<5 { try await watch(store, [1, 1, 1], from: monday + Double(day) * 86_400) }
        try await store.flush()
        let days = try await store.series(from: 0, to: 2e9, step: 86_400)
        #expect(days.map { ($0.start - monday) / 86_400 } == [2, 3, 4])
    }

    @Test func `a file that grows beyond its limit loses its oldest days`() async throws {
        var limits = FigureStore.Limits()
        limits.megabytes = 1
        let store = try FigureStore(path: path, limits: limits)
        let brands = Dictionary(
            uniqueKeysWithValues: (0..<400).map { ("A brand with a long name \($0)", 1.0 / 400) })
        for day in 0..<12 {
            for stretch in 0..<12 {
                let time = monday + Double(day) * 86_400 + Double(stretch) * 300
                try await store.add(figures(1, brands: brands), zone: "tea", at: time, isOpen: true)
            }
        }
        try await store.flush()
        let days = try await store.series(from: 0, to: 2e9, step: 86_400)
        #expect((2..<12).contains(days.count))
        #expect(days.last?.start == monday + 11 * 86_400)
    }

    @Test(arguments: [64, 4096]) func `a damaged file is moved aside and a new one begun`(damage: Int)
        async throws
    {
        let store = try FigureStore(path: path)
        try await watch(store, Array(repeating: 1, count: 30), from: monday)
        try await store.flush()
        for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for index in 0..<min(damage, bytes.count) { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        let broken = folder.path("broken.sqlite")
        try bytes.write(to: URL(fileURLWithPath: broken))
        let next = try FigureStore(path: broken)
        #expect(next.damagedFile == broken + ".damaged")
        #expect(try Data(contentsOf: URL(fileURLWithPath: broken + ".damaged")) == bytes)
        try await watch(next, [1, 1], from: monday)
        try await next.flush()
        #expect(try await next.series(from: 0, to: 2e9, step: 300).count == 1)
    }

    @Test func `a file that is not there can't be read, and says so`() {
        let error = #expect(throws: RecordsError.self) {
            try FigureStore(reading: folder.path("none.sqlite"))
        }
        #expect(error?.description.contains("no such file") == true)
    }
}
