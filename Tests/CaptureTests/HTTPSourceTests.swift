import Capture
import Foundation
import Imaging
import TestSupport
import Testing

struct HTTPSourceTests {
    private let one = PictureBytes.whole(id: 1)
    private let two = PictureBytes.whole(id: 2)

    private func source(
        _ url: String, patience: Duration = .seconds(5), rate: Double = 50,
        context: CameraContext = CameraContext()
    ) throws -> HTTPSource {
        try HTTPSource(
            HTTPRequest(url: url, framesPerSecond: rate, patience: patience), name: "aisle", context: context)
    }

    private func pictures(_ source: HTTPSource, _ count: Int) throws -> [[UInt8]] {
        var source = source
        var found: [[UInt8]] = []
        while found.count < count, let frame = try source.next() {
            if case .jpeg(let bytes) = frame.payload { found.append(bytes) }
        }
        return found
    }

    private func fault(of url: String, patience: Duration = .seconds(5)) -> HTTPFault? {
        do {
            _ = try source(url, patience: patience)
            return nil
        } catch {
            guard case CaptureError.http(_, let fault) = error else { return nil }
            return fault
        }
    }

    @Test(arguments: [true, false])
    func `a stream gives its pictures, with or without lengths`(_ lengthGiven: Bool) throws {
        let (one, two) = (one, two)
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream)
            viewer.send(Answer.part(one, lengthGiven: lengthGiven))
            viewer.send(Answer.part(two, lengthGiven: lengthGiven))
            viewer.waitForEnd()
        }
        #expect(try pictures(source(server.url("/stream")), 2) == [one, two])
    }

    @Test func `a picture is there as soon as its last byte, before the next part begins`() throws {
        let one = one
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream)
            viewer.send(Array(Answer.part(one).dropLast(2)))
            viewer.waitForEnd()
        }
        #expect(try pictures(source(server.url()), 1) == [one])
    }

    @Test func `a boundary that is not the one announced, and bytes that come one by one, do no harm`() throws
    {
        let (one, two) = (one, two)
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream)
            for byte in Answer.part(one, boundary: "other") + Answer.part(two, boundary: "--frame") {
                viewer.send([byte])
            }
            viewer.waitForEnd()
        }
        #expect(try pictures(source(server.url()), 2) == [one, two])
    }

    @Test func `a picture that is cut off is counted, and the next one comes`() throws {
        let (one, two) = (one, two)
        let context = CameraContext()
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream)
            viewer.send(Answer.part(Array(one.prefix(150))))
            viewer.send(Answer.part(two))
            viewer.waitForEnd()
        }
        #expect(try pictures(source(server.url(), context: context), 1) == [two])
        #expect(context.counters.corrupt == 1)
    }

    @Test func `a stream that ends in the middle of a part is lost`() throws {
        let one = one
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream)
            viewer.send(Answer.part(one))
            viewer.send(Array(Answer.part(one).prefix(120)))
        }
        var source = try source(server.url("/s?pwd=secret"))
        #expect(try source.next() != nil)
        let error = #expect(throws: FrameSourceError.self) { try source.next() }
        #expect(error?.description.contains("has ended its stream") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `a URL of single pictures is asked again and again`() throws {
        let pictures = [one, two]
        let server = try CameraServer { viewer in viewer.send(Answer.picture(pictures[viewer.number % 2])) }
        let start = ContinuousClock.now
        #expect(try self.pictures(source(server.url("/shot.jpg"), rate: 20), 5) == [one, two, one, two, one])
        #expect(start.duration(to: .now) >= .milliseconds(190))
        #expect(server.requests.allSatisfy { $0.hasPrefix("GET /shot.jpg HTTP/1.1\r\n") })
    }

    @Test func `name and password are sent when asked for, and stand in no message`() throws {
        let one = one
        let folder = try TemporaryFolder()
        try Data("s3cret\n".utf8).write(to: folder.url("password"))
        let server = try CameraServer { viewer in
            // base64 of "shop:s3cret"
            if viewer.request.contains("Authorization: Basic c2hvcDpzM2NyZXQ=\r\n") {
                viewer.send(Answer.picture(one))
            } else {
                viewer.send(
                    Answer.head(
                        "401 Unauthorized", type: "text/html",
                        more: "WWW-Authenticate: Basic realm=\"camera\"\r\nContent-Length: 0\r\n"))
            }
        }
        var request = HTTPRequest(
            url: server.url(), username: "shop", passwordPath: folder.path("password"), framesPerSecond: 50)
        #expect(try pictures(HTTPSource(request, name: "x"), 2) == [one, one])
        try Data("wrong".utf8).write(to: folder.url("password"))
        #expect(throws: CaptureError.http(url: server.url(), .unauthorized(status: 401))) {
            try HTTPSource(request, name: "x")
        }
        request.passwordPath = folder.path("nowhere")
        let error = #expect(throws: CaptureError.self) { try HTTPSource(request, name: "x") }
        #expect(error?.description.contains(folder.path("nowhere")) == true)
    }

    @Test(arguments: [
        ("401 Unauthorized", HTTPFault.unauthorized(status: 401), CameraState.permission),
        ("404 Not Found", .refused(status: 404), .unusable), ("503 Busy", .refused(status: 503), .busy),
        ("500 Oops", .refused(status: 500), .lost),
        ("200 OK", .noPictures(contentType: "text/html"), .unusable),
    ])
    func `what is no picture is named, with its state`(
        _ status: String, _ expected: HTTPFault, _ state: CameraState
    ) async throws {
        let server = try CameraServer { $0.send(Answer.head(status, type: "text/html") + "<h1>no</h1>") }
        #expect(fault(of: server.url()) == expected)
        let request = HTTPRequest(url: server.url())
        let loop = CameraLoop(camera: "x") { try HTTPSource(request, name: "x", context: $0) }
        loop.start()
        var states = loop.states.makeAsyncIterator()
        #expect(await states.next()?.state == .starting)
        #expect(await states.next()?.state == state)
        loop.stop()
    }

    @Test func `nobody there, and nobody who speaks HTTP, are named`() throws {
        let port: Int
        do {
            let server = try CameraServer { $0.send("220 smtp ready\r\n") }
            guard case .broken = fault(of: server.url()) else {
                Issue.record("expected a broken answer")
                return
            }
            port = server.port
        }
        guard case .unreachable = fault(of: "http://127.0.0.1:\(port)/") else {
            Issue.record("expected nobody there")
            return
        }
        guard case .unreachable = fault(of: "http://no-such-host.invalid/") else {
            Issue.record("expected no such host")
            return
        }
    }

    @Test func `a header without an end is given up`() throws {
        let server = try CameraServer { viewer in
            viewer.send("HTTP/1.1 200 OK\r\n")
            while viewer.send("X-More: \(String(repeating: "x", count: 1000))\r\n") {}
        }
        #expect(fault(of: server.url()) == .broken(reason: "its header has no end"))
    }

    @Test func `an answer that does not begin is silent, a stream that gives no picture stalls`() throws {
        let mute = try CameraServer { $0.waitForEnd() }
        #expect(fault(of: mute.url(), patience: .milliseconds(300)) == .silent(seconds: 0.3))
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream)
            // Bytes without end, and no boundary among them.
            let noise = [UInt8](repeating: 0x41, count: 4000)
            while viewer.send(noise) { Thread.sleep(forTimeInterval: 0.01) }
        }
        var source = try source(server.url(), patience: .milliseconds(400))
        #expect(throws: FrameSourceError.stalled(name: "aisle", seconds: 0.4)) { try source.next() }
    }

    @Test func `a single picture that never ends is given up`() throws {
        let server = try CameraServer { viewer in
            viewer.send(Answer.head("200 OK", type: "image/jpeg"))
            let noise = [UInt8](repeating: 0x41, count: 1 << 20)
            while viewer.send(noise) {}
        }
        var source = try source(server.url(), patience: .seconds(30))
        let error = #expect(throws: FrameSourceError.self) { try source.next() }
        #expect(error?.description.contains("more than 32 MiB") == true)
    }

    @Test func `a redirect is followed, a circle is not, nor a way out of HTTP`() throws {
        let one = one
        let server = try CameraServer { viewer in
            let to =
                if viewer.request.hasPrefix("GET /old ") {
                    "/new"
                } else if viewer.request.hasPrefix("GET /out ") { "file:///etc/passwd" } else { "/round" }
            if viewer.request.hasPrefix("GET /new ") {
                viewer.send(Answer.picture(one))
            } else {
                viewer.send(
                    Answer.head(
                        "302 Found", type: "text/html", more: "Location: \(to)\r\nContent-Length: 0\r\n"))
            }
        }
        #expect(try pictures(source(server.url("/old")), 1) == [one])
        for path in ["/round", "/out"] {
            guard case .misdirected = fault(of: server.url(path)) else {
                Issue.record("expected \(path) to lead elsewhere")
                continue
            }
        }
    }

    @Test func `an address of six is asked as well`() throws {
        let one = one
        let server = try CameraServer(isIPv6: true) { $0.send(Answer.picture(one)) }
        #expect(try pictures(source("http://[::1]:\(server.port)/a.jpg"), 1) == [one])
    }

    @Test func `a stop ends the wait`() throws {
        let context = CameraContext()
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream + "--frame\r\n")
            viewer.waitForEnd()
        }
        var source = try source(server.url(), patience: .seconds(60), context: context)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { context.requestStop() }
        #expect(try source.next() == nil)
    }

    @Test func `a camera that goes away and comes back delivers again`() async throws {
        let one = one
        let server = try CameraServer { viewer in
            viewer.send(Answer.stream)
            viewer.send(Answer.part(one))
        }
        let request = HTTPRequest(url: server.url())
        let loop = CameraLoop(
            camera: "x", pauses: CameraRunner.Pauses(first: .milliseconds(5), longest: .milliseconds(20))
        ) { try HTTPSource(request, name: "x", context: $0) }
        loop.start()
        var frames = loop.frames.makeAsyncIterator()
        for _ in 0..<5 { #expect(await frames.next() != nil) }
        loop.stop()
        #expect(loop.counters.opened >= 5)
    }

    @Test(arguments: [
        ("rtsp://cam/1", "begins with http"), ("http://shop:pw@cam/", "credentials"), ("http:///x", "a host"),
        ("http://cam/a b", "no spaces"),
    ])
    func `a URL that can't be asked is refused with a reason`(_ url: String, _ words: String) {
        #expect(HTTPRequest.fault(inURL: url)?.contains(words) == true)
    }

    @Test func `whatever a stream is damaged to, whole pictures are found and memory is bounded`() throws {
        var generator = SeededGenerator(seed: 7)
        let clean: [UInt8] = (UInt8(0)..<6).flatMap { id in
            Answer.part(PictureBytes.whole(id: id), lengthGiven: id % 2 == 0)
        }
        for _ in 0..<400 {
            var bytes = clean
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = .random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                default: bytes.insert(contentsOf: [0xFF, 0xD8, 0xFF], at: place)
                }
            }
            // One that nothing has happened to, after a part that ends the damage.
            let last = PictureBytes.whole(id: 99)
            bytes += Answer.part([0xFF, 0xD9]) + Answer.part(last)
            var left = bytes[...]
            var splitter = MJPEGSplitter(largestPictureBytes: 4096) { () throws(CaptureError) in
                let some = left.prefix(.random(in: 1...200, using: &generator))
                left = left.dropFirst(some.count)
                return Array(some)
            }
            var found: [[UInt8]] = []
            while let picture = try splitter.next() { found.append(picture) }
            #expect(found.contains { FrameCheck.wholeJPEG($0) == last })
            #expect(found.allSatisfy { $0.count <= 4096 + 65_536 })
        }
    }
}
