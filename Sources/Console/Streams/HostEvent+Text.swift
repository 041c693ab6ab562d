internal import Hummingbird

extension HostEvent {
    private struct Picture: Encodable {
        var camera: String
        var capturedAt: String
    }

    private struct Zone: Encodable {
        var zone: String
        var figures: FigureCard
    }

    private struct Deviation: Encodable {
        var change: String
        var deviation: DeviationCard
    }

    private struct Settings: Encodable {
        var revision: String
    }

    private struct Nothing: Encodable {}

    /// As it is sent (https://html.spec.whatwg.org/multipage/server-sent-events.html).
    func bytes(id: Int?) -> ByteBuffer {
        let (name, data): (String, [UInt8]) =
            switch self {
            case .camera(let card): ("camera", Reply.encoded(card))
            case .picture(let camera, let time):
                ("picture", Reply.encoded(Picture(camera: camera, capturedAt: time)))
            case .zone(let zone, let figures): ("zone", Reply.encoded(Zone(zone: zone, figures: figures)))
            case .deviation(let change, let card):
                ("deviation", Reply.encoded(Deviation(change: change, deviation: card)))
            case .settings(let revision): ("settings", Reply.encoded(Settings(revision: revision)))
            case .health(let verdict): ("health", Reply.encoded(verdict))
            case .missed: ("reload", Reply.encoded(Nothing()))
            }
        // JSON has no line ends of its own.
        var buffer = ByteBuffer(string: (id.map { "id: \($0)\n" } ?? "") + "event: \(name)\ndata: ")
        buffer.writeBytes(data)
        buffer.writeString("\n\n")
        return buffer
    }
}
