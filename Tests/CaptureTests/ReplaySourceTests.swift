import Capture
import Foundation
import Imaging
import TestSupport
import Testing

struct ReplaySourceTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    var path: String { folder.root.path }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.url(name))
        return folder.path(name)
    }

    func payloads(_ source: ReplaySource, _ count: Int) throws -> [[UInt8]] {
        var source = source
        var found: [[UInt8]] = []
        while found.count < count, let frame = try source.next() {
            if case .jpeg(let bytes) = frame.payload { found.append(bytes) }
        }
        return found
    }

    @Test func `a folder is played in the order of its names, once`() throws {
        for name in ["b.JPG", "a.jpg", "c.jpeg"] { _ = try write(name, Array(name.utf8)) }
        _ = try write("notes.txt", [1])
        _ = try write(".hidden.jpg", [1])
        let source = try ReplaySource(path: path, name: "x", framesPerSecond: 500, isLooping: false)
        #expect(try payloads(source, 10) == ["a.jpg", "b.JPG", "c.jpeg"].map { Array($0.utf8) })
    }

    @Test func `a loop starts again, and numbers and times go on`() throws {
        _ = try write("a.jpg", [1])
        _ = try write("b.jpg", [2])
        var source = try ReplaySource(path: path, name: "aisle", framesPerSecond: 500)
        var frames: [Frame] = []
        while frames.count < 5, let frame = try source.next() { frames.append(frame) }
        #expect(frames.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(frames.allSatisfy { $0.camera == "aisle" })
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.monotonic < $1.monotonic })
    }

    @Test func `a stream file is played picture by picture, in a loop`() throws {
        let pictures = [PictureBytes.whole(id: 1), PictureBytes.whole(id: 2)]
        let file = try write("aisle.mjpeg", pictures.flatMap(\.self))
        let source = try ReplaySource(path: file, name: "x", framesPerSecond: 500)
        #expect(try payloads(source, 5) == [pictures[0], pictures[1], pictures[0], pictures[1], pictures[0]])
    }

    @Test func `a broken picture is a frame all the same`() throws {
        _ = try write("a.jpg", [])
        _ = try write("b.jpg", [9, 9])
        let source = try ReplaySource(path: path, name: "x", framesPerSecond: 500, isLooping: false)
        #expect(try payloads(source, 5) == [[], [9, 9]])
    }

    @Test func `the rate is kept`() throws {
        let file = try write("a.jpg", [1])
        let source = try ReplaySource(path: file, name: "x", framesPerSecond: 20)
        let start = ContinuousClock.now
        #expect(try payloads(source, 5).count == 5)
        #expect(start.duration(to: .now) >= .milliseconds(195))
    }

    @Test func `what is not there is named`() {
        #expect(throws: CaptureError.unreadable(path: "/nowhere/x", reason: "no such file or folder")) {
            try ReplaySource(path: "/nowhere/x", name: "x")
        }
    }

    @Test func `a folder without pictures and a stream without pictures are refused`() throws {
        #expect(throws: CaptureError.noPictures(path: path)) {
            try ReplaySource(path: path, name: "x")
        }
        for bytes in [[], [1, 2, 3], [UInt8](repeating: 0xFF, count: 5000)] {
            let file = try write("empty.mjpeg", bytes)
            #expect(throws: CaptureError.noPictures(path: file)) { try ReplaySource(path: file, name: "x") }
        }
    }

    @Test func `a folder that is named like a picture is refused by its name`() throws {
        _ = try write("a.jpg", [1])
        try FileManager.default.createDirectory(
            atPath: folder.path("b.jpg"), withIntermediateDirectories: false)
        #expect(
            throws: CaptureError.unreadable(path: folder.path("b.jpg"), reason: "a folder, not a picture")
        ) {
            try ReplaySource(path: path, name: "x")
        }
    }

    @Test func `a picture that vanishes is named when its turn comes`() throws {
        let file = try write("a.jpg", [1])
        var source = try ReplaySource(path: path, name: "x")
        try FileManager.default.removeItem(atPath: file)
        let error = #expect(throws: FrameSourceError.self) { try source.next() }
        #expect(error?.description.contains(file) == true)
    }

    @Test func `a stop ends the wait for a picture`() throws {
        let file = try write("a.jpg", [1])
        let context = CameraContext()
        var source = try ReplaySource(path: file, name: "x", framesPerSecond: 0.01, context: context)
        _ = try source.next()
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { context.requestStop() }
        let start = ContinuousClock.now
        #expect(try source.next() == nil)
        #expect(start.duration(to: .now) < .seconds(50))
    }
}

/// The times of pictures that other programs have kept.
struct ReplayTimesTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Milliseconds from the first picture to each, as they are played.
    private func pace(_ path: String, rate: Double? = nil) throws -> [Int] {
        var source = try ReplaySource(path: path, name: "x", framesPerSecond: rate, isLooping: false)
        var times: [ContinuousClock.Instant] = []
        while let frame = try source.next() { times.append(frame.monotonic) }
        return times.map { Int(times[0].duration(to: $0) / .milliseconds(1)) }
    }

    @Test(arguments: [
        ["20261123-200612.000.jpg", "20261123-200612.150.jpg"],
        ["cam_2026-11-23_20-06-12.1.jpg", "cam_2026-11-23_20-06-12.25.jpg"],
        ["1763928372000.jpg", "1763928372150.jpg"], ["1763928372.00.jpg", "1763928372.15.jpg"],
        ["20261123200612000.jpg", "20261123200612150.jpg"],
    ])
    func `names set the pace`(_ names: [String]) throws {
        for name in names { try Data([1]).write(to: folder.url(name)) }
        let pace = try pace(folder.root.path)
        #expect((145..<600).contains(pace[1]), "\(pace)")
    }

    @Test func `a side file sets the pace of a stream, a rate goes before it`() throws {
        let stream = [PictureBytes.whole(id: 1), PictureBytes.whole(id: 2), PictureBytes.whole(id: 3)]
        try Data(stream.flatMap(\.self)).write(to: folder.url("a.mjpeg"))
        try Data("# timecode format v2\r\n1000\r\n1200\r\n\r\n1500.5\r\n".utf8).write(
            to: folder.url("a.mjpeg.timestamps"))
        let pace = try pace(folder.path("a.mjpeg"))
        #expect(pace[1] >= 199 && pace[2] >= 500, "\(pace)")
        #expect(try self.pace(folder.path("a.mjpeg"), rate: 1000)[2] < 400)
    }

    @Test(arguments: ["12\n12\n", "3\nx\n", "5\n4\n", "nan\n", "1e999\n"])
    func `a side file that tells no rising times is refused with its line`(_ text: String) throws {
        try Data([1]).write(to: folder.url("a.jpg"))
        try Data(text.utf8).write(to: folder.url("timestamps.txt"))
        let error = #expect(throws: CaptureError.self) { try ReplaySource(path: folder.root.path, name: "x") }
        #expect(error?.description.contains("timestamps.txt: cannot be read: line ") == true)
    }
}
