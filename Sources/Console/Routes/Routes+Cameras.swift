internal import Hummingbird
internal import Retail

extension Route {
    static let cameras: [Route] = [
        .get("/overview", .viewer, "How the appliance is, in one look", .json(.named("Overview"))) { call in
            .json(await call.host.overview())
        },
        .get("/cameras", .viewer, "All cameras", .json(.list(.named("Camera")))) { call in
            .json(await call.host.cameras())
        },
        .get("/cameras/{camera}", .viewer, "One camera", .json(.named("Camera"))) { call in
            let id = call.name("camera")
            guard let card = await call.host.cameras().first(where: { $0.id == id }) else {
                throw Refusal.unknown("There is no camera \(id).")
            }
            return .json(card)
        },
        .get(
            "/cameras/{camera}/picture", .viewer, "The camera's newest picture", query: [pictureWidth],
            .picture
        ) { call in
            let width = try call.integer("width", in: 16...8192)
            return reply(try await call.host.picture(of: call.name("camera"), width: width))
        },
        .get(
            "/cameras/{camera}/view", .viewer, "The view that the camera is held against, if it is guarded",
            .picture
        ) { call in reply(try await call.host.referenceView(of: call.name("camera"))) },
        .post(
            "/cameras/{camera}/view", .operator, "Takes what the camera sees now as its right view",
            action: "accept_view", .nothing
        ) { call in
            try await call.host.acceptView(of: call.name("camera"))
            return .nothing
        },
        .put(
            "/cameras/{camera}/controls", .operator,
            "Sets controls of the camera until the settings are read anew",
            action: "set_controls", body: .object(["controls": .map(.integer(controlRange))]),
            .json(.object(["controls": .map(.integer)]))
        ) { call in
            var fields = try call.fields()
            guard case .object(let wanted)? = fields.take("controls") else {
                throw Refusal.field("controls", "expected an object")
            }
            try fields.finish()
            guard wanted.count <= 100 else { throw Refusal.field("controls", "expected 100 values at most") }
            var controls: [String: Int] = [:]
            for (name, value) in wanted {
                controls[name] = try JSONFields.integer(value, at: "controls.\(name)", in: controlRange)
            }
            let read = try await call.host.setControls(controls, of: call.name("camera"))
            var reply = Reply.json(["controls": read])
            let texts = controls.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            reply.target = "\(call.name("camera")): \(texts.joined(separator: " "))"
            return reply
        },
        .post("/rescan", .operator, "Looks at everything anew", action: "rescan", .nothing) { call in
            await call.host.rescan()
            return .nothing
        },
    ]

    private static let controlRange = Int(Int32.min)...Int(Int32.max)

    static func reply(_ picture: HostPicture) -> Reply {
        .picture(picture, time: UTCTime(seconds: picture.capturedAt).description)
    }
}
