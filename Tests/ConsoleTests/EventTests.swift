import Console
import ConsoleSupport
import TestSupport
import Testing

struct EventTests {
    /// Opens a stream of events and waits until it is answered.
    private func listen(_ visit: ConsoleVisit) async throws -> Wire {
        let wire = try Wire(port: visit.port)
        try await wire.send(visit.request("GET", "/api/v1/events"))
        let head = try await wire.receive(through: "retry: ")
        #expect(head.hasPrefix("HTTP/1.1 200"))
        #expect(head.contains("text/event-stream"))
        return wire
    }

    @Test("what happens is told to everybody who listens, in order and with its number")
    func told() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let wires = [try await listen(admin), try await listen(admin)]
            console.host.send(.settings(revision: "r7"))
            console.host.send(.picture(camera: "aisle-1", capturedAt: "2026-11-24T03:04:05Z"))
            for wire in wires {
                let text = try await wire.receive(through: "aisle-1")
                #expect(text.contains("event: settings\ndata: {\"revision\":\"r7\"}\n\n"))
                #expect(
                    text.contains(
                        "event: picture\ndata: {\"camera\":\"aisle-1\",\"captured_at\":\"2026-11-24T03:04:05Z\"}\n\n"
                    ))
                #expect(text.contains("id: 1\n") && text.contains("id: 2\n"))
            }
        }
    }

    @Test("a change through the API is told to those who listen")
    func changes() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let wire = try await listen(admin)
            let page = try TestSupport.JSONValue(
                try await admin.ask("GET", "/api/v1/deviations?state=open").body)
            let id = try #require(page["items"]?.array?.first?["id"]?.text)
            #expect(try await admin.ask("POST", "/api/v1/deviations/\(id)/acknowledge").status == 200)
            let text = try await wire.receive(through: "\"change\":\"updated\"")
            #expect(text.contains("\"change\":\"updated\""))
            #expect(text.contains("\"id\":\"\(id)\""))
        }
    }

    @Test("the stream ends when one signs out, and for a token that is removed")
    func ends() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            var other = console.stranger
            _ = try await other.signIn(name: "admin", password: ServedConsole.password)
            let made = try await admin.ask(
                "POST", "/api/v1/tokens", json: #"{"name": "board", "role": "viewer"}"#)
            var board = console.stranger
            board.token = made.member("token")
            let (own, boards) = (try await listen(other), try await listen(board))
            let stays = try await listen(admin)

            #expect(try await other.ask("DELETE", "/api/v1/session").status == 204)
            _ = try await own.receiveAll()
            let id = try #require(made.member("id"))
            #expect(try await admin.ask("DELETE", "/api/v1/tokens/\(id)").status == 204)
            _ = try await boards.receiveAll()

            console.host.send(.missed)
            let text = try await stays.receive(through: "reload")
            #expect(text.contains("event: reload\ndata: {}\n\n"))
        }
    }

    @Test("when the console stops, its streams end")
    func stops() async throws {
        let kept = Box<[Wire]>()
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let pictures = try Wire(port: console.port)
            try await pictures.send(admin.request("GET", "/api/v1/cameras/aisle-1/stream?width=64"))
            _ = try await pictures.receive(through: "--frame")
            await kept.put([try await listen(admin), pictures])
        }
        for wire in try #require(await kept.value) { _ = try await wire.receiveAll() }
    }

    @Test("a stream of a session that is over by its time ends, and moving pictures with it")
    func expires() async throws {
        try await ServedConsole.run(.init(pulse: .milliseconds(50))) { console in
            let admin = try await console.admin()
            let events = try await listen(admin)
            let pictures = try Wire(port: console.port)
            try await pictures.send(admin.request("GET", "/api/v1/cameras/aisle-1/stream?width=64"))
            let first = try await pictures.receive(through: "--frame")
            #expect(first.contains("multipart/x-mixed-replace; boundary=frame"))
            let alive = try await events.receive(through: ": still here")
            #expect(!alive.isEmpty)
            console.clock.advance(by: 13 * 3600)
            _ = try await events.receiveAll()
            _ = try await pictures.receiveAll()
        }
    }

    @Test("one who reads too slowly is told to fetch anew, and holds up nobody")
    func slow() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let (slow, quick) = (try await listen(admin), try await listen(admin))
            let reading = Task { try await quick.receive(through: "the-last-one") }
            let long = String(repeating: "x", count: 20_000)
            // More than a connection holds that nobody reads from.
            for number in 0..<1500 {
                console.host.send(.settings(revision: "\(number)-\(long)"))
            }
            console.host.send(.settings(revision: "the-last-one"))
            let fast = try await reading.value
            #expect(fast.contains("the-last-one"))
            let text = try await slow.receive(through: "the-last-one")
            #expect(text.contains("event: reload"))
        }
    }

    @Test("moving pictures are shown four at a time; a place is free again when one leaves")
    func pictureLimit() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let path = "/api/v1/cameras/aisle-1/stream?width=64"
            var wires: [Wire] = []
            for _ in 0..<4 {
                let wire = try Wire(port: console.port)
                try await wire.send(admin.request("GET", path))
                _ = try await wire.receive(through: "--frame")
                wires.append(wire)
            }
            let fifth = try await admin.ask("GET", path)
            #expect(fifth.status == 503)
            #expect(fifth["Retry-After"] != nil)
            wires.removeLast()
            let isFree = try await eventually {
                console.clock.advance(by: 1)
                let wire = try Wire(port: console.port)
                try await wire.send(admin.request("GET", path))
                let head = try await wire.receive(through: "\r\n\r\n")
                return head.hasPrefix("HTTP/1.1 200")
            }
            #expect(isFree)
            #expect(try await admin.ask("GET", "/api/v1/cameras/nothing/stream").status == 404)
        }
    }
}
