package import Foundation
internal import FoundationNetworking
internal import Synchronization

/// A browser's part of a conversation: it keeps the cookie and the token against forged requests.
package final class HTTPVisitor: Sendable {
    package struct Answer: Sendable {
        package let status: Int
        /// By their names in lower case.
        package let headers: [String: String]
        package let body: Data

        package var json: JSONValue? { try? JSONValue(body) }
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    private struct State {
        var cookie: String?
        var token: String?
    }

    private let base: String
    private let session: URLSession
    private let state = Mutex(State())

    package init(port: Int) {
        base = "http://127.0.0.1:\(port)"
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        session = URLSession(configuration: configuration)
    }

    /// Sends a request and waits for the answer; throws when nobody answers.
    ///
    /// `body` is JSON; `match` the revision that is written over.
    package func send(
        _ method: String, _ path: String, _ body: String? = nil, match: String? = nil
    ) async throws -> Answer {
        guard let url = URL(string: base + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.timeoutInterval = 60
        if let body {
            request.httpBody = Data(body.utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        if let match { request.setValue("\"\(match)\"", forHTTPHeaderField: "If-Match") }
        let known = state.withLock { $0 }
        if let cookie = known.cookie { request.setValue(cookie, forHTTPHeaderField: "Cookie") }
        if let token = known.token { request.setValue(token, forHTTPHeaderField: "X-CSRF-Token") }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
        let answer = Answer(status: response.statusCode, headers: headers, body: data)
        state.withLock { state in
            if let cookie = headers["set-cookie"] {
                state.cookie = cookie.split(separator: ";").first.map(String.init)
            }
            if let token = answer.json?["csrf"]?.text { state.token = token }
        }
        return answer
    }

    package func get(_ path: String) async throws -> Answer { try await send("GET", path) }
}
