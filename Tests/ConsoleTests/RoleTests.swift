import Console
import ConsoleSupport
import TestSupport
import Testing

struct RoleTests {
    /// One operation of the API's own description.
    private struct Operation: CustomStringConvertible {
        let method: String
        let path: String
        let role: String

        var description: String { "\(method) \(path)" }
        /// With names that stand for nothing.
        var address: String {
            "/api/v1" + path.split(separator: "/").map { $0.hasPrefix("{") ? "/nothing" : "/\($0)" }.joined()
        }
        var isEndless: Bool { path == "/events" || path.hasSuffix("/stream") }
    }

    private func operations(_ console: ServedConsole) async throws -> [Operation] {
        let document = try TestSupport.JSONValue(
            try await console.stranger.ask("GET", "/api/v1/openapi.json").body)
        guard case .object(let paths)? = document["paths"] else { return [] }
        return paths.flatMap { path, methods -> [Operation] in
            guard case .object(let members) = methods else { return [] }
            return members.map { method, operation in
                Operation(
                    method: method.uppercased(), path: path, role: operation["x-role"]?.text ?? "none")
            }
        }.sorted { $0.description < $1.description }
    }

    @Test("every route is for the role it says, and for those above it")
    func everyRoute() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let operations = try await operations(console)
            #expect(operations.count >= 45)
            let holders = try await Role.allCases.asyncMap {
                ($0, try await console.holder(of: $0, by: admin))
            }
            // Own words, so that a route that lost its role is noticed.
            let open = operations.filter { $0.role == "anybody" }.map(\.description)
            #expect(
                open == [
                    "DELETE /session", "GET /openapi.json", "GET /session", "POST /session",
                    "POST /session/setup",
                ])
            for operation in operations where operation.role != "anybody" {
                let needed = try #require(Role(rawValue: operation.role))
                let stranger = try await console.stranger.ask(operation.method, operation.address)
                #expect(stranger.status == 401, "\(operation) for a stranger")
                for (role, holder) in holders where !operation.isEndless {
                    let status = try await holder.ask(operation.method, operation.address).status
                    if role < needed {
                        #expect(status == 403, "\(operation) for a \(role)")
                    } else {
                        #expect(status != 401 && status < 500, "\(operation) for a \(role): \(status)")
                        #expect(
                            status != 403 || operation.path == "/session/password",
                            "\(operation) for a \(role)")
                    }
                }
            }
        }
    }

    @Test("a role that is taken away, an account or a token that is removed holds no more at once")
    func takenAway() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let made = try await admin.ask(
                "POST", "/api/v1/accounts",
                json: #"{"name": "kim", "role": "operator", "password": "kims password"}"#)
            #expect(made.status == 201)
            var kim = console.stranger
            _ = try await kim.signIn(name: "kim", password: "kims password")
            #expect(try await kim.ask("POST", "/api/v1/rescan").status == 204)
            #expect(
                try await admin.ask("PUT", "/api/v1/accounts/kim", json: #"{"role": "viewer"}"#).status == 200
            )
            #expect(try await kim.ask("POST", "/api/v1/rescan").status == 403)
            #expect(try await admin.ask("DELETE", "/api/v1/accounts/kim").status == 204)
            #expect(try await kim.ask("GET", "/api/v1/overview").status == 401)

            let token = try await admin.ask(
                "POST", "/api/v1/tokens", json: #"{"name": "board", "role": "viewer"}"#)
            var board = console.stranger
            board.token = token.member("token")
            #expect(board.token?.hasPrefix("gdl_") == true)
            #expect(try await board.ask("GET", "/api/v1/overview").status == 200)
            let list = try await admin.ask("GET", "/api/v1/tokens")
            #expect(!list.text.contains(board.token ?? "-"))
            let id = try #require(token.member("id"))
            #expect(try await admin.ask("DELETE", "/api/v1/tokens/\(id)").status == 204)
            #expect(try await board.ask("GET", "/api/v1/overview").status == 401)
        }
    }

    @Test("the last admin can neither go nor be made less")
    func lastAdmin() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            #expect(try await admin.ask("DELETE", "/api/v1/accounts/admin").status == 409)
            #expect(
                try await admin.ask("PUT", "/api/v1/accounts/admin", json: #"{"role": "viewer"}"#).status
                    == 409)
            let again = try await admin.ask(
                "POST", "/api/v1/accounts",
                json: #"{"name": "admin", "role": "admin", "password": "0123456789"}"#)
            #expect(again.status == 409)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows
        -> [Result]
    {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
