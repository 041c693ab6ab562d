import Foundation
import Messaging
import TestSupport
import Testing

/// A real process, killed at random moments, and a real broker that comes and goes.
///
/// Eight kills, or as many as `GONDOLA_KILLS` says (scripts/bench-delivery).
@Suite(.serialized, .timeLimit(.minutes(30)))
struct KilledProcessTests {
    private let base = "gondola/1/shop-1/dev-1"
    private let folder: TemporaryFolder
    private static let kills = ProcessInfo.processInfo.environment["GONDOLA_KILLS"].flatMap(Int.init) ?? 8

    init() throws { folder = try TemporaryFolder() }

    private func drill(_ broker: MosquittoBroker, pause: Int) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("DeliveryDrill")
        process.arguments = [String(broker.port), folder.path("state.sqlite"), String(pause)]
        try process.run()
        return process
    }

    /// What the drill's events say, in order: step N opens dN and closes d(N-5).
    private func expected(count: Int) -> [String] {
        var texts: [String] = []
        var step = 0
        while texts.count < count {
            step += 1
            texts.append("opened d\(step)")
            if step > 5 { texts.append("closed d\(step - 5)") }
        }
        return Array(texts.prefix(count))
    }

    /// Tells how far it is, at once: standard output would hold it back.
    private func report(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

    private struct Arrival {
        let number: String
        let sequence: Int
        let text: String
        let isHistorical: Bool
    }

    private func arrivals(_ listener: MosquittoListener) throws -> [Arrival] {
        try listener.payloads(on: "\(base)/event").map { payload in
            let event = try Sample.json(payload)
            let deviation = try #require(event["deviation"] as? [String: Any])
            let sequence = try #require(event["sequence"] as? Int)
            return Arrival(
                number: "\(try #require(event["series"] as? String)) \(sequence)", sequence: sequence,
                text:
                    "\(try #require(event["change"] as? String)) \(try #require(deviation["id"] as? String))",
                isHistorical: try #require(event["historical"] as? Bool))
        }
    }

    @Test func `killed again and again beside a broker that comes and goes, it loses and invents nothing`()
        async throws
    {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "\(base)/event")
        var isUp = true
        for round in 1...Self.kills {
            let process = try drill(broker, pause: 20)
            // Up, down, and going up and down while the process lives.
            for _ in 0..<Int.random(in: 1...3) {
                try await Task.sleep(for: .milliseconds(Int.random(in: 30...250)))
                if Bool.random() { continue }
                if isUp { try await broker.stop() } else { try await broker.start() }
                isUp.toggle()
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...100)))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if round % 20 == 0 { report("\(round) of \(Self.kills) kills") }
        }
        if !isUp { try await broker.start() }
        let start = ContinuousClock.now
        let last = try drill(broker, pause: 0)
        try #require(await eventually { !last.isRunning })
        #expect(last.terminationStatus == 0)
        let took = ContinuousClock.now - start

        // The process may have died after it wrote a step and before it noted that, so the notes may lack some.
        let noted = try Data(contentsOf: folder.url("state.sqlite.steps")).count
        #expect(try await eventually { try arrivals(listener).last?.sequence ?? 0 >= 2 * noted - 5 })
        let all = try arrivals(listener)
        var seen: Set<String> = []
        let first = all.filter { seen.insert($0.number).inserted }
        #expect(first.map(\.sequence) == Array(1...max(1, first.count)))
        #expect(first.map(\.text) == expected(count: first.count))
        for arrival in all { #expect(first[arrival.sequence - 1].text == arrival.text) }
        // Complete steps only, and what is retained is what is open after the last of them.
        let steps = first.count { $0.text.hasPrefix("opened") }
        #expect(first.count == steps + max(0, steps - 5))
        #expect((noted...noted + Self.kills).contains(steps))
        let open = try await MosquittoListener.retained(broker, filter: "\(base)/zone/+/deviation/+")
        let truth = (max(1, steps - 4)...max(1, steps)).prefix(steps)
        #expect(Set(open.keys) == Set(truth.map { "\(base)/zone/z1/deviation/d\($0)" }))
        report(
            "\(Self.kills) kills: \(first.count) events, \(all.count - first.count) came twice under one number, "
                + "\(first.count { $0.isHistorical }) late; the last start delivered in \(took)")
    }
}
