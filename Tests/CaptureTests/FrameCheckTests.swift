import Capture
import TestSupport
import Testing

struct FrameCheckTests {
    @Test func `a whole picture is handed on as it is`() {
        let picture = PictureBytes.whole(id: 1)
        #expect(FrameCheck.wholeJPEG(picture) == picture)
    }

    @Test func `what a driver leaves behind the picture is cut off`() {
        let picture = PictureBytes.whole(id: 1)
        #expect(FrameCheck.wholeJPEG(picture + [UInt8](repeating: 0, count: 100_000)) == picture)
        #expect(FrameCheck.wholeJPEG(picture + [1, 2, 3]) == picture)
    }

    @Test(arguments: [0, 1, 2, 50, 124])
    func `a remainder of a picture is damaged`(_ length: Int) {
        #expect(FrameCheck.wholeJPEG(Array(PictureBytes.whole(id: 1).prefix(length))) == nil)
    }

    @Test func `a picture without its end is damaged`() {
        #expect(FrameCheck.wholeJPEG(PictureBytes.whole(id: 1).dropLast(2) + []) == nil)
        #expect(FrameCheck.wholeJPEG([UInt8](repeating: 0, count: 1000)) == nil)
    }

    @Test func `a picture without its beginning is damaged`() {
        #expect(FrameCheck.wholeJPEG([0x12] + PictureBytes.whole(id: 1).dropFirst()) == nil)
    }

    @Test func `any bytes are survived`() {
        var random = SeededGenerator(seed: 7)
        for length in 0..<400 {
            var bytes = PictureBytes.random(length, from: &random)
            if length > 3, random.next() % 2 == 0 { bytes.replaceSubrange(0..<3, with: [0xFF, 0xD8, 0xFF]) }
            if let whole = FrameCheck.wholeJPEG(bytes) { #expect(whole.count <= bytes.count) }
        }
    }

    @Test func `gaps in the numbering are lost pictures`() {
        var count = SequenceCount()
        #expect([5, 6, 9, 10].map { count.advance(to: $0) } == [0, 0, 2, 0])
        #expect(count.number == 6)
    }

    @Test func `a numbering that wraps has no gap`() {
        var count = SequenceCount()
        #expect([UInt32.max - 1, .max, 0, 1, 3].map { count.advance(to: $0) } == [0, 0, 0, 0, 1])
        #expect(count.number == 6)
    }

    @Test func `a numbering that begins anew or jumps far is no loss`() {
        var count = SequenceCount()
        #expect([7, 100, 0, 1, 1, 5_000_000].map { count.advance(to: $0) } == [0, 0, 0, 0, 0, 0])
        #expect(count.number == 6)
    }

    @Test func `the first picture's number, which may be an old one, tells of no loss`() {
        var count = SequenceCount()
        #expect([0, 64, 65, 67].map { count.advance(to: $0) } == [0, 0, 0, 1])
        #expect(count.number == 5)
    }
}
