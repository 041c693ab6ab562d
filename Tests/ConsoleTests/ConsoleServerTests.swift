import Console
import ConsoleSupport
import Foundation
import TestSupport
import Testing

struct ConsoleServerTests {
    @Test("a well appliance answers monitoring on its own machine without any sign-in")
    func healthy() async throws {
        try await ServedConsole.run { console in
            let answer = try await console.stranger.ask("GET", "/healthz")
            #expect(answer.status == 200)
            #expect(answer.text == "{\"problems\":[],\"status\":\"ok\"}\n")
        }
    }

    @Test("a problem makes it 503, with the reason; metrics come all the same")
    func unhealthy() async throws {
        let problem = HealthVerdict.Problem(
            part: "camera", name: "aisle-3", reason: "no_device: \"gone\"", since: "2026-03-01T07:05:09.120Z")
        try await ServedConsole.run(.init(verdict: HealthVerdict(problems: [problem]))) { console in
            let answer = try await console.stranger.ask("GET", "/healthz")
            #expect(answer.status == 503)
            #expect(
                answer.text
                    == "{\"problems\":[{\"name\":\"aisle-3\",\"part\":\"camera\",\"reason\":\"no_device: "
                    + "\\\"gone\\\"\",\"since\":\"2026-03-01T07:05:09.120Z\"}],\"status\":\"bad\"}\n")
            let metrics = try await console.stranger.ask("GET", "/metrics")
            #expect(metrics.status == 200)
            #expect(metrics.text.hasSuffix("gondola_healthy 0\n"))
        }
    }

    @Test("the daemon's own tools are answered")
    func ownTools() async throws {
        try await ServedConsole.run { console in
            let port = console.port
            // On a thread of its own: it waits for the server, which lives on the shared ones.
            let answer = try await withCheckedThrowingContinuation { continuation in
                Thread { continuation.resume(with: Result { try ConsoleClient.get("/healthz", port: port) }) }
                    .start()
            }
            #expect(answer.status == 200)
        }
    }

    @Test("what is no HTTP is no answer")
    func hostileAnswers() {
        for text in ["", "HTTP/1.1", "HTTP/1.1 x\r\n\r\n", "SSH-2.0-x\r\n\r\n", "HTTP/1.1 200 OK\r\nno end"] {
            #expect(throws: ConsoleClient.NoAnswer.self) { try ConsoleClient.answer(from: Array(text.utf8)) }
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(throws: ConsoleClient.NoAnswer.self) { try ConsoleClient.answer(from: bytes) }
        }
    }
}
