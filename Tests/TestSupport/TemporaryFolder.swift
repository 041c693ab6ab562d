package import Foundation

/// An empty folder of the test's own, which goes when the value does.
package final class TemporaryFolder: Sendable {
    package let root: URL

    package init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gondola-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    // A folder that can't be removed is no reason for a test to fail.
    deinit { try? FileManager.default.removeItem(at: root) }

    package func url(_ name: String) -> URL { root.appendingPathComponent(name) }

    package func path(_ name: String) -> String { url(name).path }
}
