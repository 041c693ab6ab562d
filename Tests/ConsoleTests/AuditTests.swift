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

    @Test("the log stays within its size, and its newest entries stay in it")
    func bounded() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let long = String(repeating: "k", count: 250)
            for number in 0..<40 {
                _ = try await admin.ask(
                    "PUT", "/api/v1/cameras/aisle-1/controls",
                    json: #"{"controls": {"\#(long)\#(number)": 2}}"#)
            }
            let page = try TestSupport.JSONValue(try await admin.ask("GET", "/api/v1/audit?limit=3").body)
            let first = try #require(page["items"]?.array?.first)
            #expect(first["outcome"]?.text == "refused (422)")
            let size = try #require(
                try FileManager.default.attributesOfItem(atPath: "\(console.folder)/audit.jsonl")[.size]
                    as? NSNumber)
            #expect(size.intValue <= 1_000_000)
        }
    }
}
