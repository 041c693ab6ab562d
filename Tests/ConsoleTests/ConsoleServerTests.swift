import Console
import Foundation
import Logging
import TestSupport
import Testing

struct ConsoleServerTests {
    /// Runs `body` while a server answers on `port` with what `verdict` holds.
    private func serving(
        _ verdict: HealthVerdict, body: @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        // Nobody hands out free ports; one that is taken fails the first question.
        let port = Int.random(in: 30_000...39_999)
        let server = ConsoleServer(
            address: "127.0.0.1", port: port, logger: Logger(label: "test"), health: { verdict },
            metrics: {
                var text = MetricsText()
                text.gauge("gondola_healthy", "1 if all is well.", [([:], verdict.isFine ? 1 : 0)])
                return text
            })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            #expect(await eventually { (try? await get("/healthz", port: port)) != nil })
            try await body(port)
            group.cancelAll()
        }
    }

    /// Asks on a thread of its own: the server lives on the shared ones, which an answer that is waited for would hold up.
    private func get(_ path: String, port: Int) async throws -> ConsoleClient.Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try ConsoleClient.get(path, port: port) }) }.start()
        }
    }

    @Test("a well appliance answers 200")
    func healthy() async throws {
        try await serving(HealthVerdict(problems: [])) { port in
            let answer = try await get("/healthz", port: port)
            #expect(answer.status == 200)
            #expect(answer.body == "{\"problems\":[],\"status\":\"ok\"}\n")
        }
    }

    @Test("a problem makes it 503, with the reason; metrics come all the same, other paths do not")
    func unhealthy() async throws {
        let problem = HealthVerdict.Problem(
            part: "camera", name: "aisle-3", reason: "no_device: \"gone\"", since: "2026-03-01T07:05:09.120Z")
        try await serving(HealthVerdict(problems: [problem])) { port in
            let answer = try await get("/healthz", port: port)
            #expect(answer.status == 503)
            #expect(
                answer.body
                    == "{\"problems\":[{\"name\":\"aisle-3\",\"part\":\"camera\",\"reason\":\"no_device: "
                    + "\\\"gone\\\"\",\"since\":\"2026-03-01T07:05:09.120Z\"}],\"status\":\"bad\"}\n")
            let metrics = try await get("/metrics", port: port)
            #expect(metrics.status == 200)
            #expect(metrics.body.hasSuffix("gondola_healthy 0\n"))
            for path in ["/", "/../etc/passwd", "/%2e%2e/etc/passwd", "/healthz/x"] {
                #expect(try await get(path, port: port).status != 200)
            }
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
