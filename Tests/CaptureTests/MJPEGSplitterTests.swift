import Capture
import TestSupport
import Testing

struct MJPEGSplitterTests {
    /// All pictures of `bytes`, read in pieces of `chunk`.
    func split(_ bytes: [UInt8], chunk: Int = 64) throws -> [[UInt8]] {
        var position = 0
        var splitter = MJPEGSplitter { () throws(CaptureError) -> [UInt8] in
            let end = min(position + chunk, bytes.count)
            defer { position = end }
            return Array(bytes[position..<end])
        }
        var pictures: [[UInt8]] = []
        while let picture = try splitter.next() { pictures.append(picture) }
        return pictures
    }

    let three = [PictureBytes.whole(id: 1), PictureBytes.whole(id: 2), PictureBytes.whole(id: 3)]

    @Test(arguments: [1, 2, 3, 7, 64, 197, 100_000])
    func `pictures come out as they went in, however they are read`(_ chunk: Int) throws {
        #expect(try split(three.flatMap(\.self), chunk: chunk) == three)
    }

    @Test func `what stands between pictures is skipped`() throws {
        let bytes =
            [0, 0xFF, 0xD9, 0xFF] + three[0] + [0xFF, 0xD8, 1, 2, 3] + three[1] + [0, 0, 0] + three[2] + [
                0xFF
            ]
        #expect(try split(bytes) == three)
    }

    @Test func `nothing comes out of nothing`() throws {
        #expect(try split([]).isEmpty)
        #expect(try split([0xFF, 0xD8]).isEmpty)
        #expect(try split([UInt8](repeating: 0, count: 100_000)).isEmpty)
        #expect(try split([UInt8](repeating: 0xFF, count: 100_000)).isEmpty)
    }

    /// Wherever the second picture breaks off, the first and the third are found.
    ///
    /// Left out are the three places in the application data where its length happens to end on a marker of
    /// the third picture, which then looks right.
    @Test func `a picture cut off anywhere does not cost its neighbours`() throws {
        for length in 3..<three[1].count where ![7, 9, 13].contains(length) {
            let pictures = try split(three[0] + three[1].prefix(length) + three[2])
            #expect(pictures.first == three[0], "cut after \(length)")
            #expect(pictures.last == three[2], "cut after \(length)")
        }
    }

    @Test func `a picture cut off at the end of the stream is handed out as far as it goes`() throws {
        let pictures = try split(three[0] + three[1].prefix(100))
        #expect(pictures == [three[0], Array(three[1].prefix(100))])
    }

    @Test func `a picture that never ends is given up`() throws {
        let endless: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDA, 0, 2] + [UInt8](repeating: 1, count: 10_000)
        var isRead = false
        var splitter = MJPEGSplitter(largestPictureBytes: 1000) { () throws(CaptureError) -> [UInt8] in
            defer { isRead = true }
            return isRead ? [] : endless
        }
        let broken = try #require(try splitter.next())
        #expect(broken.count <= 1002)
        #expect(try splitter.next() == nil)
    }

    @Test func `damaged streams neither hang nor crash nor grow`() throws {
        var random = SeededGenerator(seed: 42)
        for _ in 0..<300 {
            var bytes = (0..<8).flatMap { PictureBytes.whole(id: UInt8($0)) }
            for _ in 0...(random.next() % 6) {
                let position = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes[position] = 0xFF
                case 1: bytes[position] = UInt8(truncatingIfNeeded: random.next())
                case 2: bytes.removeSubrange(position..<min(bytes.count, position + 40))
                default: bytes.insert(contentsOf: PictureBytes.random(30, from: &random), at: position)
                }
            }
            let pictures = try split(bytes, chunk: 1 + Int(random.next() % 300))
            #expect(pictures.map(\.count).reduce(0, +) <= bytes.count)
        }
        for _ in 0..<200 {
            var bytes = PictureBytes.random(2000, from: &random)
            for index in bytes.indices where random.next() % 3 == 0 {
                bytes[index] = [0xFF, 0xD8, 0xD9, 0xDA][index % 4]
            }
            #expect(try split(bytes).map(\.count).reduce(0, +) <= bytes.count)
        }
    }
}
