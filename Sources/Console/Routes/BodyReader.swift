internal import HTTPTypes
internal import Hummingbird

/// Reads a request's body within its limits.
struct BodyReader {
    let console: Console

    /// Throws a refusal if the body is too large or takes too long.
    func bytes(of request: Request, limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw Self.tooLarge(limit)
        }
        let (body, patience) = (request.body, console.surroundings.bodyPatience)
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await Self.bytes(of: body, limit: limit) }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() ?? nil else {
                throw Self.last(.requestTimeout, "The body took too long.")
            }
            return bytes
        }
    }

    private static func bytes(of body: RequestBody, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                guard bytes.count + part.readableBytes <= limit else { throw tooLarge(limit) }
                bytes += part.readableBytesView
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw last(.badRequest, "The body is no HTTP.")
        }
        return bytes
    }

    private static func tooLarge(_ limit: Int) -> Refusal {
        last(.contentTooLarge, "The body is larger than \(limit) bytes.")
    }

    private static func last(_ status: HTTPResponse.Status, _ detail: String) -> Refusal {
        var refusal = Refusal(status, detail)
        refusal.endsConnection = true
        return refusal
    }
}
