import Console
import ConsoleSupport
import Foundation
import TestSupport
import Testing

struct AuditTests {
    @Test("each change is in the log with who and what, and no secret is")
    func changes() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let token = try await console.holder(of: .operator, by: admin)
            _ = try await token.ask("POST", "/api/v1/rescan")
            _ = try await token.ask(
                "PUT", "/api/v1/cameras/aisle-1/controls", json: #"{"controls": {"power_line_frequency": 2}}"#
            )
            _ = try await token.ask("DELETE", "/api/v1/zones/snacks", headers: ["If-Match": "\"r1\""])
            _ = try await admin.ask(
                "POST", "/api/v1/accounts",
                json: #"{"name": "kim", "role": "viewer", "password": "kims own secret"}"#)
            _ = try await admin.ask("PUT", "/api/v1/accounts/kim", json: #"{"password": "kims new secret"}"#)
            var wrong = console.stranger
            _ = try await wrong.signIn(name: "typed-password-here", password: "x")
            _ = try await admin.ask("GET", "/api/v1/overview")
            _ = try await admin.ask("POST", "/api/v1/zones/check", json: "{}")

            let answer = try await admin.ask("GET", "/api/v1/audit")
            let entries = try #require(try TestSupport.JSONValue(answer.body)["items"]?.array)
            let lines = entries.reversed().map { entry in
                ["who", "action", "target", "outcome"].map { entry[$0]?.text ?? "?" }.joined(
                    separator: " | ")
            }
            let id = try #require(
                entries.last { $0["action"]?.text == "add_token" }?["target"]?.text)
            #expect(
                lines == [
                    "admin | setup | admin | done", "admin | add_token | \(id) | done",
                    "token test | rescan |  | done",
                    "token test | set_controls | aisle-1: power_line_frequency=2 | done",
                    "token test | remove_zone | snacks | refused (403)",
                    "admin | add_account | kim (viewer) | done",
                    "admin | change_account | kim (viewer, new password) | done",
                    "- | sign_in |  | refused (401)",
                ])
            for secret in [
                "secret", ServedConsole.password, "typed-password", token.token ?? "-", admin.cookie ?? "-",
            ] {
                #expect(!answer.text.contains(secret))
            }
        }
    }

    @Test("the log stays within its size; what is older is in a second file, and then gone")
    func bounded() async throws {
        let folder = try TemporaryFolder()
        let line = { (id: Int) in
            #"{"action":"rescan","address":"10.0.0.1","id":\#(id),"outcome":"done","target":"","#
                + #""time":"2026-11-24T03:04:05Z","who":"kim"}"# + "\n"
        }
        let full = (1...8000).map(line).joined()
        // As it is after years, with a last line that a power cut has left without its end.
        try FileManager.default.createDirectory(at: folder.url("state"), withIntermediateDirectories: true)
        try (full + #"{"action":"re"#).write(
            to: folder.url("state/audit.jsonl"), atomically: true, encoding: .utf8)
        try (line(0) + line(0)).write(
            to: folder.url("state/audit.1.jsonl"), atomically: true, encoding: .utf8)
        let size = { @Sendable in try Data(contentsOf: folder.url("state/audit.jsonl")).count }
        let before = try size()
        try await ServedConsole.run(.init(folder: folder.path("state"))) { console in
            let admin = try await console.admin()
            let entries = { (path: String) in
                try TestSupport.JSONValue(try await admin.ask("GET", "/api/v1/audit" + path).body)["items"]?
                    .array ?? []
            }
            let newest = try await entries("?limit=3")
            #expect(newest.map { $0["id"]?.number } == [8001, 8000, 7999])
            #expect(newest[0]["action"]?.text == "setup")
            let wide = #"{"controls": {"\#(String(repeating: "k", count: 250))": 2}}"#
            while try size() >= before {
                _ = try await admin.ask("PUT", "/api/v1/cameras/aisle-1/controls", json: wide)
            }
            let after = try await entries("?limit=2")
            #expect(after[0]["outcome"]?.text == "refused (422)")
            #expect(after[0]["id"]?.number == (after[1]["id"]?.number ?? 0) + 1)
            #expect(try await entries("?cursor=1").isEmpty)
            #expect(try await entries("?cursor=2").count == 1)
        }
        #expect(before < 1_000_000)
    }
}
