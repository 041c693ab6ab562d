import Appliance
import Testing

struct BrokenFramesTests {
    @Test func `a few broken frames are no state, many in a row are told once`() {
        var broken = BrokenFrames()
        let news = (0..<3 * BrokenFrames.told).map { _ in broken.add() }
        #expect(news.filter(\.self).count == 1 && news[BrokenFrames.told - 1])
        let isNews = broken.end()
        let isNewsAgain = broken.end()
        #expect(isNews && !isNewsAgain)
    }

    @Test func `whole frames between them begin the count anew`() {
        var broken = BrokenFrames()
        for _ in 0..<20 {
            for _ in 1..<BrokenFrames.told {
                let isNews = broken.add()
                #expect(!isNews)
            }
            let isNews = broken.end()
            #expect(!isNews)
        }
    }
}
