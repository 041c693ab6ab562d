import Retail

/// What is answered to requests.
extension Session {
    /// More answers than these do not wait; requests beyond are ignored.
    private static let mostAnswers = 100

    mutating func answer(_ message: MQTTMessage, verb: String) {
        counters.requests += 1
        // A retained request would be carried out again at each connection.
        guard !message.isRetained, outbox.messageCount + demandCount < Self.mostAnswers,
            let question = Request.read(verb: verb, message)
        else {
            counters.droppedRequests += 1
            return
        }
        switch question {
        case .wrong(let answer): send(answer, verb: verb)
        case .rebirth(let id):
            for topic in statesToSend { outbox.append(state: topic) }
            send(.done(id: id), verb: verb)
        case .snapshot(let id, let zone):
            guard info.zones.contains(where: { $0.id == zone }) else {
                let zones = info.zones.map(\.id).joined(separator: ", ")
                send(.error(id: id, "there is no zone \"\(zone)\" here; there are: \(zones)"), verb: verb)
                return
            }
            send(.done(id: id), verb: verb, with: ("snapshot", snapshot(zone)))
        case .diagnose(let id): send(.done(id: id), verb: verb, with: ("diagnosis", diagnosis))
        case .demand(let request):
            if let id = request.demand.deviation, !openDeviations.values.contains(where: { $0.contains(id) })
            {
                send(.error(id: request.id, "no deviation with the id \"\(id)\" is open"), verb: verb)
                return
            }
            demandCount += 1
            requests.append(request)
        }
    }

    /// Answers what `takeRequests` has handed out; `error` says why it was not done, if it was not.
    mutating func answer(_ request: ApplianceRequest, error: String?) {
        demandCount -= 1
        send(error.map { .error(id: request.id, $0) } ?? .done(id: request.id), verb: request.verb)
    }

    /// What people have asked for since the last call.
    mutating func takeRequests() -> [ApplianceRequest] {
        defer { requests = [] }
        return requests
    }

    private mutating func send(
        _ answer: ResponsePayload, verb: String, with member: (name: String, value: [UInt8])? = nil
    ) {
        var answer = answer
        answer.sequence = lastSequence
        let payload = member.map { answer.encoded(with: $0.name, $0.value) } ?? answer.encoded()
        outbox.append(
            message: MQTTMessage(
                topic: topics.response(verb), payload: payload, quality: .atLeastOnce, isRetained: false))
    }

    /// The state of a zone and what is open in it, as its retained topics tell it.
    private func snapshot(_ zone: String) -> [UInt8] {
        let open = (openDeviations[zone] ?? []).sorted().map { topics.deviation($0, zone: zone) }
        return JSONText.object([
            "deviations": JSONText.array(values(of: open)), "state": value(of: topics.zoneState(zone)),
        ])
    }

    /// What the retained topics tell of the appliance itself, and what somebody should look after.
    private var diagnosis: [UInt8] {
        JSONText.object([
            "cameras": JSONText.array(values(of: info.cameras.map(topics.cameraState))),
            "health": value(of: topics.health), "info": value(of: topics.info),
            "troubles": JSONText.texts(troubles),
            "zones": JSONText.array(values(of: info.zones.map { topics.zoneState($0.id) })),
        ])
    }

    private var troubles: [String] {
        let cameras = info.cameras.compactMap { cameraReports[$0] }.filter(\.isTrouble).map { report in
            let detail = report.detail.map { ": \($0)" } ?? ""
            return "camera \(report.camera): \(report.condition.rawValue)\(detail)"
        }
        return [ledgerState.detail, standing.trouble?.description].compactMap(\.self) + cameras
    }

    /// What a retained topic holds, if it holds anything.
    private func value(of topic: String) -> [UInt8]? { retained.holds(topic) ? retained.payload(topic) : nil }

    private func values(of topics: [String]) -> [[UInt8]] { topics.compactMap(value) }
}

extension CameraReport {
    /// Whether somebody should look after it.
    fileprivate var isTrouble: Bool {
        switch condition {
        case .starting, .streaming, .ended: false
        default: true
        }
    }
}
