internal import Hummingbird
internal import Retail
internal import Synchronization

extension Route {
    /// Between two pictures of a moving one.
    private static let pictureInterval = Duration.milliseconds(200)

    static let streams: [Route] = [
        .get("/events", .viewer, "What changes, as server-sent events", .stream(type: "text/event-stream")) {
            call in
            try events(call)
        },
        .get(
            "/cameras/{camera}/stream", .viewer, "What the camera sees, as moving pictures",
            query: [pictureWidth], .stream(type: "multipart/x-mixed-replace")
        ) { call in try await pictures(call) },
    ]

    static let pictureWidth = Query(
        "width", .integer(16...8192), "The picture is at most so many pixels wide.")

    private static func events(_ call: Call) throws -> Reply {
        guard let owner = call.visitor?.owner,
            let (place, box) = call.console.streams.openEvents(owner: owner)
        else {
            throw Refusal(
                .serviceUnavailable, "Too many pages listen to events. Close some of them.",
                headers: [.retryAfter: "15"])
        }
        let request = call.request
        return Reply(
            type: "text/event-stream",
            stream: ResponseBody { writer in
                defer { withExtendedLifetime(place) {} }
                // How long the page waits before it comes back, and something for proxies to pass on at once.
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                var target = writer
                try await request.body.consumeWithInboundCloseHandler { _ in
                    for await _ in box.signal {
                        for bytes in box.take() { try await target.write(bytes) }
                    }
                } onInboundClosed: {
                    box.finish()
                }
                try await target.finish(nil)
            })
    }

    private static func pictures(_ call: Call) async throws -> Reply {
        let (camera, width) = (call.name("camera"), try call.integer("width", in: 16...8192))
        // Whoever asks for a camera that is not there is told so in words.
        _ = try await call.host.picture(of: camera, width: width)
        let isOver = Latch()
        let owner = call.visitor?.owner ?? ""
        guard let place = call.console.streams.openPictures(owner: owner, stop: { isOver.set() }) else {
            throw Refusal(
                .serviceUnavailable, "Too many pages show moving pictures. Close some of them.",
                headers: [.retryAfter: "15"])
        }
        let (request, console) = (call.request, call.console)
        return Reply(
            type: "multipart/x-mixed-replace; boundary=frame",
            stream: ResponseBody { writer in
                defer { withExtendedLifetime(place) {} }
                var target = writer
                try await request.body.consumeWithInboundCloseHandler { _ in
                    var last: Double?
                    while !isOver.isSet {
                        if let picture = try? await console.host.picture(of: camera, width: width),
                            picture.capturedAt != last
                        {
                            last = picture.capturedAt
                            try await target.write(part(of: picture))
                        }
                        try await Task.sleep(for: pictureInterval)
                    }
                } onInboundClosed: {
                    isOver.set()
                }
                try await target.finish(nil)
            })
    }

    private static func part(of picture: HostPicture) -> ByteBuffer {
        var buffer = ByteBuffer(
            string: "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: \(picture.jpeg.count)\r\n"
                + "X-Captured-At: \(UTCTime(seconds: picture.capturedAt))\r\n\r\n")
        buffer.writeBytes(picture.jpeg)
        buffer.writeString("\r\n")
        return buffer
    }
}

/// Something that happens once.
final class Latch: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}
