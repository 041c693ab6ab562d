import ConsoleSupport
import Foundation
import TestSupport
import Testing

struct PageTests {
    private static let folder = PythonScript.root.appendingPathComponent("Sources/CPages/pages")

    @Test("every file of the pages is a part of the program, byte by byte")
    func whole() async throws {
        let names =
            FileManager.default.enumerator(atPath: Self.folder.path)?.compactMap { $0 as? String } ?? []
        try await ServedConsole.run { console in
            var count = 0
            for name in names {
                let path = Self.folder.appendingPathComponent(name).path
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                guard attributes[.type] as? FileAttributeType == .typeRegular, !name.hasPrefix(".") else {
                    continue
                }
                let answer = try await console.stranger.ask("GET", "/" + name)
                #expect(answer.status == 200, "run scripts/list-pages: \(name) is not in it")
                #expect(answer.body == Array(try Data(contentsOf: URL(fileURLWithPath: path))), "\(name)")
                #expect(answer["Content-Type"] != "application/octet-stream", "\(name)")
                #expect(answer["Cache-Control"] == "no-cache")
                count += 1
            }
            #expect(count > 0)
            #expect(
                try await console.stranger.ask("GET", "/").body
                    == console.stranger.ask("GET", "/index.html").body)
        }
    }

    @Test("pages are read from a folder for those who write them")
    func folder() async throws {
        let folder = try TemporaryFolder()
        try "<p>one".write(to: folder.url("index.html"), atomically: true, encoding: .utf8)
        try await ServedConsole.run(.init(pages: folder.root.path)) { console in
            #expect(try await console.stranger.ask("GET", "/").text == "<p>one")
            try "<p>two".write(to: folder.url("index.html"), atomically: true, encoding: .utf8)
            #expect(try await console.stranger.ask("GET", "/").text == "<p>two")
            #expect(try await console.stranger.ask("GET", "/none.js").status == 404)
        }
    }
}
