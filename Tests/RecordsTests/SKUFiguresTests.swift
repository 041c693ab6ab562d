import Foundation
import GRDB
import Records
import Retail
import TestSupport
import Testing

struct SKUFiguresTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path("figures.sqlite") }
    /// A Monday, midnight.
    private let monday = 1_772_409_600.0

    init() throws { folder = try TemporaryFolder() }

    private func gtin(_ item: UInt64) -> GTIN { GTIN(restrictedCirculationItem: item) }

    private func moment(_ item: UInt64, _ found: Int, of planned: Int = 4) -> SKUMoment {
        SKUMoment(
            gtin: gtin(item), plannedFacings: planned, foundFacings: found, isAvailable: found > 0)
    }

    @Test func `a SKU's availability is the share of the open time in which it could be seen`() async throws {
        let store = try FigureStore(path: path)
        for minute in 0...240 {
            // There for an hour, gone for one, behind a shopper for one, and there again.
            let moments =
                switch minute {
                case ..<60: [moment(1, 4)]
                case ..<120: [moment(1, 0)]
                case ..<180: [moment(2, 4)]
                default: [moment(1, 2)]
                }
            try await store.add(moments, zone: "tea", at: monday + Double(minute) * 60, isOpen: true)
        }
        // At night nobody could buy.
        for minute in 300..<360 {
            try await store.add([moment(1, 0)], zone: "tea", at: monday + Double(minute) * 60, isOpen: false)
        }
        try await store.flush()
        let day = try await store.skuSeries(gtin: gtin(1), from: monday, to: monday + 86_400, step: 86_400)
        let point = try #require(day.first)
        #expect(day.count == 1 && point.zone == "tea" && point.start == monday)
        #expect(abs(point.seconds - 3 * 3600) < 120)
        #expect(abs(point.onShelfAvailability - 2.0 / 3) < 0.01)
        #expect(abs(point.facingsPlanned - 4) < 0.001 && abs(point.facingsFound - 2) < 0.05)
        let hours = try await store.skuSeries(zone: "tea", from: monday, to: monday + 86_400, step: 60)
        #expect(hours.filter { $0.gtin == gtin(2) }.map { $0.start - monday } == [7200])
        #expect(hours.filter { $0.gtin == gtin(1) }.map { $0.start - monday } == [0, 3600, 10_800, 14_400])
    }

    @Test func `the positions of a SKU count together`() async throws {
        let store = try FigureStore(path: path)
        for time in [0.0, 60, 120] {
            try await store.add(
                [moment(1, 0, of: 2), moment(1, 3, of: 3)], zone: "tea", at: monday + time, isOpen: true)
        }
        try await store.flush()
        let point = try #require(try await store.skuSeries(from: 0, to: 2e9, step: 3600).first)
        #expect(point.onShelfAvailability == 1 && point.facingsPlanned == 5 && point.facingsFound == 3)
    }

    @Test func `totals are the same however time is split, and whatever is restarted`() async throws {
        var generator = SeededGenerator(seed: 23)
        var store = try FigureStore(path: path)
        var time = monday
        var truth: [GTIN: Double] = [:]
        var last: [String: Double] = [:]
        for _ in 0..<3000 {
            let gap = Double(Int.random(in: 1...200, using: &generator))
            time += gap
            let zone = Bool.random(using: &generator) ? "tea" : "milk"
            let items = (1...5).filter { _ in Bool.random(using: &generator) }.map { UInt64($0) }
            let moments = items.map { moment($0, Int.random(in: 0...4, using: &generator)) }
            if Int.random(in: 0..<300, using: &generator) == 0 {
                try await store.flush()
                store = try FigureStore(path: path)
                last = [:]
            }
            let weight = min(time - (last[zone] ?? time - 1), 120)
            last[zone] = time
            for item in items { truth[gtin(item), default: 0] += weight }
            try await store.add(moments, zone: zone, at: time, isOpen: true)
        }
        try await store.flush()
        func totals(_ step: Double, _ offset: Double) async throws -> [GTIN: [Double]] {
            var totals: [GTIN: [Double]] = [:]
            for point in try await store.skuSeries(from: 0, to: 3e9, step: step, offset: offset) {
                let parts = [1, point.onShelfAvailability, point.facingsPlanned, point.facingsFound]
                    .map { $0 * point.seconds }
                totals[point.gtin] = zip(totals[point.gtin] ?? [0, 0, 0, 0], parts).map { $0 + $1 }
            }
            return totals
        }
        let hours = try await totals(3600, 0)
        #expect(Set(hours.keys) == Set(truth.keys))
        for (gtin, seconds) in truth { #expect(abs((hours[gtin]?[0] ?? 0) - seconds) < 1) }
        for _ in 0..<20 {
            let step = Double(Int.random(in: 1...400, using: &generator)) * 1800
            let others = try await totals(step, Double(Int.random(in: -23...23, using: &generator)) * 1800)
            for (gtin, parts) in hours {
                for (one, other) in zip(parts, others[gtin] ?? []) { #expect(abs(one - other) < 1e-3) }
                #expect(others[gtin]?.count == 4)
            }
        }
    }

    @Test func `a file from before there were SKUs gets their table, and until then tells of none`()
        async throws
    {
        let older = folder.path("older.sqlite")
        _ = try FigureStore(path: older)
        // What the first version of the file looked like.
        let queue = try DatabaseQueue(path: older)
        try await queue.write { database in
            try database.execute(
                sql: "DROP TABLE sku; DELETE FROM grdb_migrations WHERE identifier = '2'")
        }
        try queue.close()
        #expect(try await FigureStore(reading: older).skuSeries(from: 0, to: 2e9, step: 3600).isEmpty)
        let next = try FigureStore(path: older)
        #expect(next.damagedFile == nil)
        try await next.add([moment(1, 4)], zone: "tea", at: monday, isOpen: true)
        try await next.flush()
        #expect(try await next.skuSeries(from: 0, to: 2e9, step: 3600).count == 1)
    }

    @Test func `SKUs go after as many days as figures do`() async throws {
        var limits = FigureStore.Limits()
        limits.days = 2
        let store = try FigureStore(path: path, limits: limits)
        for day in 0..<5 {
            for minute in 0..<3 {
                let time = monday + Double(day) * 86_400 + Double(minute) * 60
                try await store.add([moment(1, 4)], zone: "tea", at: time, isOpen: true)
            }
        }
        try await store.flush()
        let days = try await store.skuSeries(from: 0, to: 2e9, step: 86_400)
        #expect(days.map { ($0.start - monday) / 86_400 } == [2, 3, 4])
    }

    @Test func `many SKUs keep to the limit of the file`() async throws {
        var limits = FigureStore.Limits()
        limits.megabytes = 1
        let store = try FigureStore(path: path, limits: limits)
        let moments = (0..<1000).map { moment(UInt64($0), 3) }
        for hour in 0..<48 {
            try await store.add(moments, zone: "tea", at: monday + Double(hour) * 3600, isOpen: true)
        }
        try await store.flush()
        let hours = try await store.skuSeries(gtin: gtin(7), from: 0, to: 2e9, step: 3600)
        #expect((10..<48).contains(hours.count) && hours.last?.start == monday + 47 * 3600)
    }
}
