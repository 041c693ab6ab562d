internal import CPages
internal import Foundation

/// The files that a browser is given; they are part of the program.
///
/// The one place with unsafe code for them: the table in C.
final class Pages: Sendable {
    struct Page: Sendable {
        let type: String
        let bytes: [UInt8]
        let tag: String
    }

    private let pages: [String: Page]
    private let folder: String?

    /// `folder`: files are read from there at each request instead.
    init(folder: String?) {
        self.folder = folder
        var pages: [String: Page] = [:]
        for index in 0..<cpages_count() {
            // Safe: the table and what it points to are constant, and each file is as long as it says.
            let file = unsafe cpages_file(index)
            let bytes = unsafe [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.count))
            let path = unsafe String(cString: file.path)
            pages[path] = Page(type: Self.type(of: path), bytes: bytes, tag: Reply.tag(of: bytes))
        }
        self.pages = pages
    }

    /// The file at `path` below the root; `nil` if there is none.
    subscript(path: String) -> Page? {
        get throws {
            let name = path.isEmpty ? "index.html" : path
            guard let folder else { return pages[name] }
            // The target has been checked: it does not go up. It might hold a slash that was escaped.
            guard
                !name.split(separator: "/", omittingEmptySubsequences: false).contains(where: {
                    $0.hasPrefix(".")
                })
            else { return nil }
            let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
            guard let data = try? Data(contentsOf: file) else { return nil }
            return Page(type: Self.type(of: name), bytes: Array(data), tag: Reply.tag(of: Array(data)))
        }
    }

    private static func type(of path: String) -> String {
        switch path.split(separator: ".").last.map(String.init) ?? "" {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "json", "webmanifest": "application/json"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
