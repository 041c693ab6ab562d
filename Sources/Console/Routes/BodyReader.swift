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
            group.addTask {
                var bytes: [UInt8] = []
                for try await part in body {
                    guard bytes.count + part.readableBytes <= limit else { throw Self.tooLarge(limit) }
                    bytes += part.readableBytesView
                }
                return bytes
            }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() ?? nil else {
                throw Refusal(.requestTimeout, "The body took too long.")
            }
            return bytes
        }
    }

    private static func tooLarge(_ limit: Int) -> Refusal {
        Refusal(.contentTooLarge, "The body is larger than \(limit) bytes.")
    }
}
