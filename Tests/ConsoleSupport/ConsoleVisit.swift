internal import Foundation

/// Somebody at a console, with or without a session or a token.
package struct ConsoleVisit: Sendable {
    package let port: Int
    /// The last number of the address that one comes from.
    package var machine: UInt8 = 1
    /// The session's secret.
    package var cookie: String?
    package var csrf: String?
    package var token: String?

    package init(port: Int) { self.port = port }

    /// Asks once, over a connection of its own.
    package func ask(
        _ method: String, _ path: String, headers: [String: String] = [:], json: String? = nil
    ) async throws -> WebAnswer {
        let wire = try Wire(port: port, machine: machine)
        try await wire.send(request(method, path, headers: headers, json: json))
        guard let answer = WebAnswer(try await wire.receiveAll()) else {
            throw Wire.Failure(reason: "\(method) \(path) was not answered")
        }
        return answer
    }

    /// A request as it is sent; a header that is given takes the place of the usual one, and an empty one takes it away.
    package func request(
        _ method: String, _ path: String, headers: [String: String] = [:], json: String? = nil
    ) -> String {
        var all = ["Host": "localhost:\(port)", "Connection": "close"]
        if let cookie { all["Cookie"] = "gondola_session=\(cookie)" }
        if let csrf, method != "GET" { all["X-CSRF-Token"] = csrf }
        if let token { all["Authorization"] = "Bearer \(token)" }
        if let json {
            all["Content-Type"] = "application/json"
            all["Content-Length"] = "\(json.utf8.count)"
        }
        all.merge(headers) { $1 }
        let lines = all.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map {
            "\($0.key): \($0.value)\r\n"
        }
        return "\(method) \(path) HTTP/1.1\r\n\(lines.joined())\r\n\(json ?? "")"
    }

    /// Makes the first account and stays signed in.
    package mutating func setUp(name: String, password: String) async throws -> WebAnswer {
        let answer = try await ask(
            "POST", "/api/v1/session/setup", json: #"{"name": "\#(name)", "password": "\#(password)"}"#)
        keep(answer)
        return answer
    }

    /// Signs in and stays signed in.
    package mutating func signIn(name: String, password: String) async throws -> WebAnswer {
        let answer = try await ask(
            "POST", "/api/v1/session", json: #"{"name": "\#(name)", "password": "\#(password)"}"#)
        keep(answer)
        return answer
    }

    private mutating func keep(_ answer: WebAnswer) {
        guard answer.status == 200, let set = answer["Set-Cookie"], let start = set.firstIndex(of: "=") else {
            return
        }
        cookie = String(set[set.index(after: start)...].prefix { $0 != ";" })
        csrf = answer.member("csrf")
    }

    /// A token for an admin, whose account is made if there is none.
    package func adminToken(name: String, password: String) async throws -> String {
        var visit = self
        if try await visit.setUp(name: name, password: password).status != 200 {
            _ = try await visit.signIn(name: name, password: password)
        }
        let answer = try await visit.ask(
            "POST", "/api/v1/tokens", json: #"{"name": "drill", "role": "admin"}"#)
        guard let token = answer.member("token") else {
            throw Wire.Failure(reason: "no token: \(answer.status) \(answer.text)")
        }
        return token
    }
}

extension WebAnswer {
    /// A text in the object that the body is.
    package func member(_ key: String) -> String? {
        // A body that is no object has no members.
        let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        return object?[key] as? String
    }
}
