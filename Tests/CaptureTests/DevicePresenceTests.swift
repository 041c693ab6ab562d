import Capture
import Foundation
import TestSupport
import Testing

struct DevicePresenceTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private var presence: DevicePresence? { CameraAddress(folder.path("video0")).presence }

    private func plug() throws { try Data().write(to: folder.url("video0")) }

    @Test func `a device is there or not`() throws {
        #expect(presence == nil)
        try plug()
        #expect(presence != nil)
    }

    @Test func `one that stays is the same, one that comes back is another`() throws {
        try plug()
        let first = try #require(presence)
        #expect(presence == first)
        // Both at once, so that the system can't give the second the first one's number.
        try Data().write(to: folder.url("next"))
        try FileManager.default.removeItem(at: folder.url("video0"))
        try FileManager.default.moveItem(at: folder.url("next"), to: folder.url("video0"))
        let second = try #require(presence)
        #expect(second != first)
    }

    @Test func `it tells since when`() throws {
        try plug()
        let found = try #require(presence)
        #expect(abs(found.sinceWallSeconds - Date().timeIntervalSince1970) < 60)
    }
}
