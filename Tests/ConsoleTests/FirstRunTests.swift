import Console
import ConsoleSupport
import Foundation
import TestSupport
import Testing

struct FirstRunTests {
    @Test("before there is an account one can make one, and nothing else")
    func firstRun() async throws {
        try await ServedConsole.run { console in
            let session = try await console.stranger.ask("GET", "/api/v1/session")
            #expect(session.member("state") == "first_run")
            #expect(try await console.stranger.ask("GET", "/api/v1/overview").status == 401)

            var visit = console.stranger
            let made = try await visit.setUp(name: "admin", password: ServedConsole.password)
            #expect(made.status == 200)
            #expect(made.member("state") == "signed_in")
            #expect(made.member("role") == "admin")
            #expect(made.member("store") == "market-square")
            #expect(try await visit.ask("GET", "/api/v1/overview").status == 200)
            #expect(try await console.stranger.ask("GET", "/api/v1/session").member("state") == "signed_out")
        }
    }

    @Test("a second first account is refused, also when both ask at once")
    func onlyOnce() async throws {
        try await ServedConsole.run { console in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        var visit = console.stranger
                        return try await visit.setUp(name: "admin\(number)", password: ServedConsole.password)
                            .status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 409, 409, 409, 409, 409])
        }
    }

    @Test("names and passwords that would not do are refused with the field")
    func badCredentials() async throws {
        try await ServedConsole.run { console in
            for (json, field) in [
                (#"{"name": "admin", "password": "short"}"#, "password"),
                (#"{"name": "a b", "password": "long enough one"}"#, "name"),
                (#"{"password": "long enough one"}"#, "name"),
                (#"{"name": "admin", "password": "long enough one", "role": "admin"}"#, "role"),
                (#"{"name": "admin", "name": "admin", "password": "long enough one"}"#, "name"),
            ] {
                let answer = try await console.stranger.ask("POST", "/api/v1/session/setup", json: json)
                #expect(answer.status == 400)
                #expect(answer["Content-Type"] == "application/problem+json")
                let fields = try TestSupport.JSONValue(answer.body)["fields"]?.array
                #expect(fields?.first?["path"]?.text == field)
            }
        }
    }

    @Test(
        "accounts, sessions and tokens outlive a restart; their files are for the appliance's own user only")
    func restart() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state")
        let kept = Box<ConsoleVisit>()
        try await ServedConsole.run(.init(folder: path)) { console in
            var visit = try await console.admin()
            visit.token = try await console.holder(of: .admin, by: visit).token
            await kept.put(visit)
        }
        let before = try #require(await kept.value)
        try await ServedConsole.run(.init(folder: path)) { console in
            var visit = console.stranger
            let without = try await visit.ask("GET", "/api/v1/session")
            #expect(without.member("state") == "signed_out")
            visit.cookie = before.cookie
            #expect(try await visit.ask("GET", "/api/v1/session").member("state") == "signed_in")
            visit.cookie = nil
            visit.token = before.token
            #expect(try await visit.ask("GET", "/api/v1/overview").status == 200)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
            let text = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
            #expect(!text.contains(ServedConsole.password))
            #expect(!text.contains(before.cookie ?? "-"))
            #expect(!text.contains(before.token ?? "-"))
        }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o700)
    }
}

/// Carries a value out of a task.
actor Box<Value: Sendable> {
    private(set) var value: Value?

    func put(_ value: Value) { self.value = value }
}
