import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// A disk that does not take what is decided.
struct LedgerTroubleTests {
    private let base = "gondola/1/shop-1/dev-1"
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func delivery(at path: String) throws -> Delivery {
        var settings = Sample.settings()
        settings.ledgerPath = path
        return Delivery(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: Sample.info, run: "run", names: Sample.names)
    }

    /// Carries out everything that waits, each message acknowledged at once.
    private func drain(_ delivery: inout Delivery) -> [MQTTMessage] {
        var messages: [MQTTMessage] = []
        while true {
            var isQuiet = true
            for case .publish(let message, let token) in delivery.nextOrders(now: 0) {
                isQuiet = false
                messages.append(message)
                delivery.acknowledged(token)
            }
            if isQuiet { return messages }
        }
    }

    @Test func `while the disk refuses, topics tell the truth, events wait, and health names it at once`()
        throws
    {
        let path = folder.path("later/state.sqlite")
        var delivery = try delivery(at: path)
        guard case .failed(path, _) = delivery.trouble else {
            Issue.record("a folder that is not there should be told: \(String(describing: delivery.trouble))")
            return
        }
        delivery.publish(HealthReport(time: 0, uptime: .zero, memoryBytes: 1))
        delivery.connected()
        for event in [
            Sample.event(.opened, "d1"), Sample.event(.opened, "d2"), Sample.event(.closed, "d1"),
        ] {
            let trouble = delivery.decide(event)
            #expect(trouble != nil)
        }
        let early = drain(&delivery)
        #expect(early.last { $0.topic == "\(base)/zone/z1/deviation/d1" }?.payload == [])
        #expect(early.last { $0.topic == "\(base)/zone/z1/deviation/d2" }?.payload.isEmpty == false)
        #expect(!early.contains { $0.topic == "\(base)/event" })
        let health = try Sample.json(early.last { $0.topic == "\(base)/health" }?.payload ?? [])
        #expect((health["ledger"] as? [String: Any])?["state"] as? String == "failed")
        #expect(delivery.undeliveredEvents == 3 && delivery.unkeptEvents == 3)

        // The disk is back.
        try FileManager.default.createDirectory(
            at: folder.url("later"), withIntermediateDirectories: true)
        delivery.probe()
        #expect(delivery.trouble == nil)
        let late = drain(&delivery)
        let events = try late.filter { $0.topic == "\(base)/event" }.map { try Sample.json($0.payload) }
        #expect(events.map { $0["sequence"] as? Int } == [1, 2, 3])
        #expect(events.map { $0["change"] as? String } == ["opened", "opened", "closed"])
        let recovered = try Sample.json(late.last { $0.topic == "\(base)/health" }?.payload ?? [])
        #expect((recovered["ledger"] as? [String: Any])?["state"] as? String == "ok")
        #expect(delivery.outboxDepth == 0)
    }

    /// A file system of its own that holds half a megabyte.
    private final class SmallDisk {
        let path: String

        init?(_ folder: TemporaryFolder) throws {
            path = folder.path("disk")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard Self.run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", path) else { return nil }
        }

        deinit { _ = Self.run("umount", "-l", path) }

        /// Whether this process may mount: root may, if it is not locked up.
        static let isPossible: Bool = {
            guard let folder = try? TemporaryFolder() else { return false }
            return (try? SmallDisk(folder)) != nil
        }()

        func remount(_ option: String) -> Bool { Self.run("mount", "-o", "remount,\(option)", path) }

        private static func run(_ arguments: String...) -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = arguments
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a full disk is named, and what could not be written is written when there is room`() throws {
        let disk = try #require(try SmallDisk(folder))
        var delivery = try delivery(at: disk.path + "/state.sqlite")
        delivery.connected()
        _ = drain(&delivery)
        let filler = disk.path + "/filler"
        #expect(FileManager.default.createFile(atPath: filler, contents: nil))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: filler))
        // It ends with the error that is wanted here: no space left.
        while (try? file.write(contentsOf: Data(count: 1024))) != nil {}
        try file.close()
        var count = 0
        while delivery.trouble == nil, count < 1000 {
            count += 1
            delivery.decide(Sample.event(.opened, "d\(count)"))
        }
        #expect(delivery.trouble == .diskFull(path: disk.path + "/state.sqlite"))
        delivery.decide(Sample.event(.opened, "d\(count + 1)"))
        let early = drain(&delivery)
        #expect(early.contains { $0.topic.hasSuffix("/deviation/d\(count + 1)") })
        try FileManager.default.removeItem(atPath: filler)
        delivery.probe()
        #expect(delivery.trouble == nil)
        let events = try (early + drain(&delivery)).filter { $0.topic == "\(base)/event" }
            .map { try Sample.json($0.payload)["sequence"] as? Int }
        #expect(events == Array(1...(count + 1)))
        #expect(delivery.outboxDepth == 0)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a file system that is read-only at the start is named, and taken when it is not any more`() throws {
        let disk = try #require(try SmallDisk(folder))
        #expect(disk.remount("ro"))
        let path = disk.path + "/state.sqlite"
        var delivery = try delivery(at: path)
        #expect(delivery.trouble == .readOnly(path: path))
        delivery.decide(Sample.event(.opened, "d1"))
        #expect(disk.remount("rw"))
        delivery.probe()
        #expect(delivery.trouble == nil)
        delivery.connected()
        #expect(drain(&delivery).contains { $0.topic == "\(base)/event" })
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a disk that fills up, or becomes read-only, is named though nothing is decided`() throws {
        let disk = try #require(try SmallDisk(folder))
        let path = disk.path + "/state.sqlite"
        var delivery = try delivery(at: path)
        delivery.probe()
        #expect(delivery.trouble == nil)
        #expect(FileManager.default.createFile(atPath: disk.path + "/filler", contents: nil))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: disk.path + "/filler"))
        // It ends with the error that is wanted here: no space left.
        while (try? file.write(contentsOf: Data(count: 1024))) != nil {}
        try file.close()
        delivery.probe()
        #expect(delivery.trouble == .diskFull(path: path))
        try FileManager.default.removeItem(atPath: disk.path + "/filler")
        delivery.probe()
        #expect(delivery.trouble == nil)
    }

    @Test func `a file that somebody deletes is begun anew, and the numbers go on`() throws {
        let path = folder.path("state.sqlite")
        var delivery = try delivery(at: path)
        delivery.connected()
        delivery.decide(Sample.event(.opened, "d1"))
        _ = drain(&delivery)
        for ending in ["", "-wal"] { try FileManager.default.removeItem(atPath: path + ending) }
        delivery.probe()
        #expect(delivery.trouble == .damaged(path: path))
        delivery.decide(Sample.event(.closed, "d1"))
        #expect(delivery.trouble == nil)
        let events = try drain(&delivery).filter { $0.topic == "\(base)/event" }.map {
            try Sample.json($0.payload)["sequence"] as? Int
        }
        #expect(events == [2])
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `another file in its place is set aside, for its numbers were given away before`() throws {
        let path = folder.path("state.sqlite")
        do {
            var old = try delivery(at: path)
            old.decide(Sample.event(.opened, "x1"))
        }
        try FileManager.default.copyItem(atPath: path, toPath: path + ".old")
        var delivery = try delivery(at: path)
        delivery.decide(Sample.event(.opened, "d1"))
        for ending in ["", "-wal"] { try FileManager.default.removeItem(atPath: path + ending) }
        try FileManager.default.moveItem(atPath: path + ".old", toPath: path)
        delivery.probe()
        delivery.probe()
        #expect(delivery.trouble == nil)
        #expect(delivery.damagedFile == path + ".damaged")
        delivery.connected()
        delivery.decide(Sample.event(.opened, "d2"))
        let events = try drain(&delivery).filter { $0.topic == "\(base)/event" }.map {
            try Sample.json($0.payload)["sequence"] as? Int
        }
        #expect(events.last == 3)
    }
}
