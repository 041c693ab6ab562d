import Capture
import Foundation
import Imaging
import Retail
import TestSupport
import Testing

struct FrameRecordingTests {
    private let folder: TemporaryFolder
    private let start = ContinuousClock.now
    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path("aisle") }

    /// A frame of `bytes` bytes, `milliseconds` after the test's beginning.
    private func frame(_ number: Int, at milliseconds: Double, bytes: Int = 1000) -> Frame {
        Frame(
            camera: "aisle", sequence: UInt64(number),
            monotonic: start + .microseconds(Int(milliseconds * 1000)),
            wallSeconds: 1_763_928_372.123_456_7 + milliseconds / 1000,
            payload: .jpeg([UInt8](repeating: UInt8(number), count: bytes)))
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".jpg") }.sorted()
    }

    private func replayed(isLooping: Bool = false, _ count: Int) throws -> [Frame] {
        var source = try ReplaySource(path: path, name: "aisle", isLooping: isLooping)
        var frames: [Frame] = []
        while frames.count < count, let frame = try source.next() { frames.append(frame) }
        return frames
    }

    @Test func `what is recorded comes back as it was: bytes, numbers, times of day and times between`()
        throws
    {
        let frames = [frame(7, at: 0), frame(8, at: 33.366), frame(12, at: 180.017)]
        var recording = try FrameRecording(folder: path, limitBytes: 1 << 20)
        for frame in frames { try recording.add(frame) }
        let found = try replayed(10)
        #expect(found.map(\.sequence) == [7, 8, 12])
        #expect(found.map(\.wallSeconds) == frames.map(\.wallSeconds))
        #expect(
            found.map { $0.monotonic - found[0].monotonic }
                == frames.map { $0.monotonic - frames[0].monotonic })
        for (one, other) in zip(found, frames) {
            guard case .jpeg(let replayed) = one.payload, case .jpeg(let taken) = other.payload else {
                continue
            }
            #expect(replayed == taken)
        }
    }

    @Test func `it plays as fast as it was recorded, and in a loop times go on`() throws {
        var recording = try FrameRecording(folder: path, limitBytes: 1 << 20)
        for number in 0..<3 { try recording.add(frame(number, at: Double(number) * 100)) }
        let begin = ContinuousClock.now
        let found = try replayed(isLooping: true, 4)
        #expect(begin.duration(to: .now) >= .milliseconds(1150))
        #expect(
            zip(found, found.dropFirst()).allSatisfy {
                $0.wallSeconds < $1.wallSeconds && $0.sequence < $1.sequence
            })
        #expect(found[3].monotonic - found[0].monotonic == .milliseconds(1200))
    }

    @Test func `the oldest goes when there is too much, also of what another run has left`() throws {
        var recording = try FrameRecording(folder: path, limitBytes: 5000)
        for number in 0..<9 { try recording.add(frame(number, at: Double(number))) }
        #expect(try files().count == 5 && recording.bytes == 5000)
        var next = try FrameRecording(folder: path, limitBytes: 3000)
        try next.add(frame(9, at: 9))
        let left = try files().compactMap(RecordedName.init)
        #expect(left.map(\.sequence) == [7, 8, 9])
    }

    @Test func `a frame larger than the limit stays until the next`() throws {
        var recording = try FrameRecording(folder: path, limitBytes: 500)
        try recording.add(frame(1, at: 0))
        try recording.add(frame(2, at: 1))
        #expect(try files().count == 1)
    }

    @Test func `what a killed run did not finish is no frame, and goes`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let name = RecordedName(wallSeconds: 1, steadyNanoseconds: 1, sequence: 1).file
        try Data([1, 2]).write(to: URL(fileURLWithPath: "\(path)/\(name).part"))
        var recording = try FrameRecording(folder: path, limitBytes: 5000)
        #expect(recording.count == 0)
        try recording.add(frame(1, at: 0))
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 1)
    }

    @Test func `files of other makes are left alone`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(count: 9000).write(to: URL(fileURLWithPath: "\(path)/notes-a-b.jpg"))
        var recording = try FrameRecording(folder: path, limitBytes: 1000)
        try recording.add(frame(1, at: 0))
        try recording.add(frame(2, at: 1))
        #expect(try files().count == 2)
    }

    @Test func `an uncompressed picture is kept as a JPEG`() throws {
        let picture = RGBImage(width: 64, height: 48, gray: 90)
        let raw = RawPicture(
            layout: .rgb24, size: PixelSize(width: 64, height: 48), bytesPerLine: 192, bytes: picture.pixels)
        var recording = try FrameRecording(folder: path, limitBytes: 1 << 20)
        try recording.add(
            Frame(camera: "x", sequence: 1, monotonic: .now, wallSeconds: 1, payload: .raw(raw)))
        let image = try #require(try replayed(1).first?.decoded())
        #expect(image.width == 64 && image.height == 48)
    }

    @Test func `a folder that can't be made is named`() {
        #expect(throws: CaptureError.self) { try FrameRecording(folder: "/proc/nowhere", limitBytes: 1) }
    }

    @Test func `states are noted line by line`() throws {
        let recording = try FrameRecording(folder: path, limitBytes: 1000)
        try recording.note(state: "streaming", detail: "", since: 10)
        try recording.note(state: "lost", detail: "cable", since: 12.5)
        let text = try String(contentsOfFile: "\(path)/states.jsonl", encoding: .utf8)
        #expect(
            text == """
                {"detail":"","since":"1970-01-01T00:00:10Z","state":"streaming"}
                {"detail":"cable","since":"1970-01-01T00:00:12.500Z","state":"lost"}

                """)
    }

    @Test func `a name gives back exactly the times it was made of, whatever they are`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let name = RecordedName(
                wallSeconds: .random(in: 1e9...4e9, using: &generator),
                steadyNanoseconds: .random(in: 0...4_000_000_000_000_000_000, using: &generator),
                sequence: .random(in: 0...10_000_000_000, using: &generator))
            #expect(RecordedName(name.file) == name)
        }
        for bad in [
            "", "a-b-c.jpg", "20261123T200612.123456789Z-1-2.png", "20261323T200612.123456789Z-1-2.jpg",
        ] {
            #expect(RecordedName(bad) == nil)
        }
    }
}
