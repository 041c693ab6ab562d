import Appliance
import Foundation
import Testing

struct FileWatchTests {
    private static func version(_ number: UInt64, size: UInt64 = 10) -> FileVersion {
        FileVersion(number: number, size: size, modified: Date(timeIntervalSince1970: 0))
    }

    @Test func `a new version is read once, when it has stayed the same for a while`() {
        var watch = FileWatch(read: Self.version(1))
        let due = [1, 1, 2, 2, 2, 3, 3].map { watch.isDue(Self.version($0)) }
        #expect(due == [false, false, false, true, false, false, true])
    }

    @Test func `a file that grows is not read before it has ended to`() {
        var watch = FileWatch(read: Self.version(1))
        let due = [10, 20, 30, 30, 30].map { watch.isDue(Self.version(1, size: $0)) }
        #expect(due == [false, false, false, true, false])
    }

    @Test func `a file that is away for a while is read when it is back, if it is another one`() {
        var watch = FileWatch(read: Self.version(1))
        let away = [nil, nil, Self.version(1), Self.version(1)].map { watch.isDue($0) }
        #expect(away == [false, false, false, false])
        let back = [nil, Self.version(2), Self.version(2)].map { watch.isDue($0) }
        #expect(back == [false, false, true])
    }

    @Test func `going back to an earlier version is a change too`() {
        var watch = FileWatch(read: Self.version(1))
        let due = [2, 2, 1, 1].map { watch.isDue(Self.version($0)) }
        #expect(due == [false, true, false, true])
    }
}
