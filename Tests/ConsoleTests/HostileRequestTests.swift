import ConsoleSupport
import Foundation
import TestSupport
import Testing

struct HostileRequestTests {
    /// Sends bytes and returns all that comes back before the connection ends.
    private func exchange(_ console: ServedConsole, _ text: String) async throws -> String {
        let wire = try Wire(port: console.port)
        try await wire.send(text)
        return String(decoding: try await wire.receiveAll(), as: UTF8.self)
    }

    @Test(
        "a request whose length can be understood in two ways is refused, and nothing after it is answered",
        arguments: [
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcdeGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "Content-Length: -4\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "Content-Length : 0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ])
    func smuggling(rest: String) async throws {
        try await ServedConsole.run { console in
            let answer = try await exchange(
                console,
                "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + rest)
            #expect(!answer.contains("\"status\":\"ok\""))
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
        }
    }

    @Test(
        "no path leads out of the pages",
        arguments: [
            "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd",
            "/parts/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd", "/%00/etc/passwd", "/index.html%00", "/.", "/./etc/passwd",
            "/%c0%ae%c0%ae/etc/passwd",
            "/..%5c..%5cetc", "/.hidden", "/pages.c", "/%2Fetc%2Fpasswd", "http://evil.example/etc/passwd",
            "etc/passwd",
        ])
    func traversal(path: String) async throws {
        let folder = try TemporaryFolder()
        try "a page".write(to: folder.url("index.html"), atomically: true, encoding: .utf8)
        try "secret".write(to: folder.url(".hidden"), atomically: true, encoding: .utf8)
        for pages in [nil, folder.root.path] {
            try await ServedConsole.run(.init(pages: pages)) { console in
                let answer = try await console.stranger.ask("GET", path)
                #expect([400, 404].contains(answer.status), "\(answer.status)")
                #expect(!answer.text.contains("root:") && !answer.text.contains("secret"))
            }
        }
    }

    @Test("headers without end are cut off")
    func largeHeaders() async throws {
        try await ServedConsole.run { console in
            let long = String(repeating: "a", count: 60_000)
            let one = try await exchange(
                console, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: \(long)\r\n\r\n")
            #expect(one.isEmpty || one.hasPrefix("HTTP/1.1 4"))
            let lines = (0..<500).map { "X-\($0): a\r\n" }.joined()
            let many = try await exchange(console, "GET / HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n")
            #expect(many.isEmpty || many.hasPrefix("HTTP/1.1 4"))
            #expect(try await console.stranger.ask("GET", "/healthz").status == 200)
        }
    }

    @Test("a body over the limit is refused before it is read, told or not")
    func largeBody() async throws {
        try await ServedConsole.run { console in
            let told = try await exchange(
                console,
                "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 5000000\r\n\r\n")
            #expect(told.hasPrefix("HTTP/1.1 413"))
            let chunk = "8000\r\n" + String(repeating: " ", count: 0x8000) + "\r\n"
            let untold = try await exchange(
                console,
                "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 9))
            #expect(untold.hasPrefix("HTTP/1.1 413"))
            let admin = try await console.admin()
            let settings = #"{"yaml": "store: a\n\#(String(repeating: "# ", count: 300_000))"}"#
            #expect(try await admin.ask("POST", "/api/v1/settings/check", json: settings).status == 200)
        }
    }

    @Test("a body that does not come is not waited for")
    func slowBody() async throws {
        try await ServedConsole.run(.init(bodyPatience: .milliseconds(200))) { console in
            let answer = try await exchange(
                console,
                "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{\"name\":")
            #expect(answer.hasPrefix("HTTP/1.1 408"))
        }
    }

    @Test("a request that reads takes no body, which might never end")
    func readingWithBody() async throws {
        try await ServedConsole.run { console in
            for rest in ["Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n8000\r\n"] {
                let answer = try await exchange(
                    console, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + rest)
                #expect(answer.hasPrefix("HTTP/1.1 400"))
            }
        }
    }

    @Test("requests one after the other over one connection are each answered")
    func pipelining() async throws {
        try await ServedConsole.run { console in
            let wire = try Wire(port: console.port)
            let body = #"{"name": "a", "password": "b"}"#
            try await wire.send(
                "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    + "DELETE /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nxx"
                    + "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            let all = String(decoding: try await wire.receiveAll(), as: UTF8.self)
            let lines = all.components(separatedBy: "\r\n").filter {
                $0.hasPrefix("HTTP/1.1 ") || $0.contains("}HTTP/1.1 ")
            }
            #expect(lines.count == 3)
            #expect(all.contains("415") && all.contains("405") && all.contains("200 OK"))
        }
    }

    @Test("a method that is not there names those that are")
    func methods() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let answer = try await admin.ask("PATCH", "/api/v1/zones/snacks")
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "DELETE, PUT")
            #expect(try await admin.ask("OPTIONS", "/api/v1/cameras")["Allow"] == "GET, HEAD")
            #expect(try await admin.ask("POST", "/index.html")["Allow"] == "GET, HEAD")
            #expect(try await admin.ask("TRACE", "/").status == 405)
            #expect(try await admin.ask("GET", "/api/v1/nothing").status == 404)
            #expect(try await admin.ask("GET", "/api/v2/session").status == 404)
        }
    }

    @Test("every answer tells the browser what it must not do")
    func safetyHeaders() async throws {
        try await ServedConsole.run { console in
            for path in ["/", "/nothing", "/healthz", "/api/v1/session", "/api/v1/overview", "/../x"] {
                let answer = try await console.stranger.ask("GET", path)
                #expect(
                    answer["Content-Security-Policy"]?.hasPrefix("default-src 'none'; script-src 'self';")
                        == true)
                #expect(answer["X-Content-Type-Options"] == "nosniff")
                #expect(answer["Referrer-Policy"] == "no-referrer")
                #expect(answer["Cache-Control"] != nil)
            }
        }
    }
}
