import Messaging
import Testing

struct TopicsTests {
    @Test func `every topic lies below store and device`() throws {
        let topics = try Topics(store: "berlin-7", device: "aisle-3")
        #expect(topics.base == "gondola/1/berlin-7/aisle-3")
        #expect(topics.availability == "gondola/1/berlin-7/aisle-3/availability")
        #expect(topics.cameraState("c1") == "gondola/1/berlin-7/aisle-3/camera/c1/state")
        #expect(topics.zoneState("z1") == "gondola/1/berlin-7/aisle-3/zone/z1/state")
        #expect(topics.deviation("d1", zone: "z1") == "gondola/1/berlin-7/aisle-3/zone/z1/deviation/d1")
        #expect(topics.response("rebirth") == "gondola/1/berlin-7/aisle-3/response/rebirth")
    }

    @Test(arguments: [
        "", "a b", "a+", "#", "a/b", "a\u{0}b", "tab\t", "line\n", "a\u{a0}b",
        String(repeating: "x", count: 65),
    ])
    func `an identifier that would break a topic is refused`(identifier: String) {
        #expect(!Topics.isIdentifier(identifier))
        #expect(throws: MessagingError.badIdentifier(what: "store", value: identifier)) {
            try Topics(store: identifier, device: "d")
        }
        #expect(throws: MessagingError.badIdentifier(what: "device", value: identifier)) {
            try Topics(store: "s", device: identifier)
        }
    }

    @Test(arguments: ["a", "Filiale-Köln_07.b", "店舗", String(repeating: "x", count: 64)])
    func `plain identifiers are taken`(identifier: String) {
        #expect(Topics.isIdentifier(identifier))
    }

    @Test func `a messenger refuses settings that cannot work`() {
        func refusal(_ change: (inout MessengerSettings) -> Void) -> MessagingError? {
            var settings = Sample.settings()
            change(&settings)
            do {
                _ = try Messenger(settings, info: Sample.info, names: Sample.names)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0.device = "a/b" } == .badIdentifier(what: "device", value: "a/b"))
        #expect(refusal { $0.broker.port = 0 }?.description.contains("broker port") == true)
        #expect(refusal { $0.broker.host = "" }?.description.contains("broker host") == true)
        #expect(refusal { $0.broker.passwordFile = "/p" }?.description.contains("user name") == true)
        #expect(refusal { $0.broker.keyFile = "/k" }?.description.contains("go together") == true)
        let both = refusal { settings in
            settings.broker.username = "u"
            settings.broker.usernameFile = "/u"
        }
        #expect(both?.description.contains("not both") == true)
        let bare = refusal { settings in
            settings.broker.certificateFile = "/c"
            settings.broker.keyFile = "/k"
        }
        #expect(bare?.description.contains("authority") == true)
        #expect(refusal { $0.broker.keepAlive = .seconds(1) }?.description.contains("keep-alive") == true)
    }
}
