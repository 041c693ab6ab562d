import ConsoleSupport
import TestSupport
import Testing

struct SessionTests {
    @Test("the cookie can't be read by scripts nor sent by other sites")
    func cookie() async throws {
        try await ServedConsole.run { console in
            var visit = console.stranger
            let answer = try await visit.setUp(name: "admin", password: ServedConsole.password)
            let cookie = try #require(answer["Set-Cookie"])
            #expect(cookie.hasPrefix("gondola_session="))
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
            #expect(answer["Cache-Control"] == "no-store")
        }
    }

    @Test("what changes something needs the session's own token")
    func forgery() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            var forged = admin
            forged.csrf = nil
            #expect(try await forged.ask("POST", "/api/v1/rescan").status == 403)
            forged.csrf = "AAAA"
            #expect(try await forged.ask("POST", "/api/v1/rescan").status == 403)
            var other = console.stranger
            _ = try await other.signIn(name: "admin", password: ServedConsole.password)
            forged.csrf = other.csrf
            #expect(try await forged.ask("POST", "/api/v1/rescan").status == 403)
            #expect(try await admin.ask("POST", "/api/v1/rescan").status == 204)
            let told = try await admin.ask("GET", "/api/v1/session").member("csrf")
            #expect(told == admin.csrf)
        }
    }

    @Test(
        "a request that another site has made the browser send is refused",
        arguments: [
            ["Origin": "http://evil.example"], ["Origin": "null"], ["Origin": "https://localhost"],
            ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
        ])
    func otherSites(headers: [String: String]) async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            #expect(try await admin.ask("POST", "/api/v1/rescan", headers: headers).status == 403)
            let signIn = try await console.stranger.ask(
                "POST", "/api/v1/session", headers: headers,
                json: #"{"name": "admin", "password": "\#(ServedConsole.password)"}"#)
            #expect(signIn.status == 403)
            let own = try await admin.ask(
                "POST", "/api/v1/rescan",
                headers: ["Origin": "http://localhost:\(console.port)", "Sec-Fetch-Site": "same-origin"])
            #expect(own.status == 204)
        }
    }

    @Test("only the machine's own names are answered to")
    func names() async throws {
        try await ServedConsole.run { console in
            for (host, status) in [
                ("evil.example", 421), ("evil.example:\(console.port)", 421), ("localhost.evil.example", 421),
                ("1.2.3.4.evil.example", 421), ("user@localhost", 421), ("localhost:\(console.port)", 200),
                ("LOCALHOST", 200), ("console.test", 200), ("127.0.0.1", 200), ("[::1]:80", 200),
                ("10.0.0.7:8443", 200),
            ] {
                let answer = try await console.stranger.ask("GET", "/api/v1/session", headers: ["Host": host])
                #expect(answer.status == status, "\(host)")
            }
            let without = try await console.stranger.ask("GET", "/", headers: ["Host": ""])
            #expect([400, 421].contains(without.status))
        }
    }

    @Test("a session ends when one signs out, and after twelve hours without use")
    func ends() async throws {
        try await ServedConsole.run { console in
            let first = try await console.admin()
            var second = console.stranger
            _ = try await second.signIn(name: "admin", password: ServedConsole.password)
            let left = try await first.ask("DELETE", "/api/v1/session")
            #expect(left.status == 204)
            #expect(left["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(try await first.ask("GET", "/api/v1/overview").status == 401)

            console.clock.advance(by: 11 * 3600)
            #expect(try await second.ask("GET", "/api/v1/overview").status == 200)
            console.clock.advance(by: 11 * 3600)
            #expect(try await second.ask("GET", "/api/v1/overview").status == 200)
            console.clock.advance(by: 12 * 3600 + 1)
            #expect(try await second.ask("GET", "/api/v1/overview").status == 401)
        }
    }

    @Test("with a new password the account's other sessions end")
    func newPassword() async throws {
        try await ServedConsole.run { console in
            let here = try await console.admin()
            var there = console.stranger
            _ = try await there.signIn(name: "admin", password: ServedConsole.password)
            let wrong = try await here.ask(
                "POST", "/api/v1/session/password", json: #"{"old": "is not it", "new": "another one!"}"#)
            #expect(wrong.status == 422)
            let right = try await here.ask(
                "POST", "/api/v1/session/password",
                json: #"{"old": "\#(ServedConsole.password)", "new": "another one!"}"#)
            #expect(right.status == 204)
            #expect(try await here.ask("GET", "/api/v1/overview").status == 200)
            #expect(try await there.ask("GET", "/api/v1/overview").status == 401)
            #expect(try await there.signIn(name: "admin", password: ServedConsole.password).status == 401)
            #expect(try await there.signIn(name: "admin", password: "another one!").status == 200)
        }
    }
}
