package import Console
internal import Foundation
internal import Retail
internal import Synchronization

/// A console's host without an appliance: all that it shows is made up, and what is changed lasts as long as it does.
package final class PretendHost: ConsoleHost {
    package let store = PretendStore()
    let now: @Sendable () -> Double
    let state: Mutex<PretendState>

    package init(now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }) {
        self.now = now
        state = Mutex(PretendState(store: store, now: now()))
    }

    /// Sends one event to all who listen.
    package func send(_ event: HostEvent) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(event) }
    }

    /// How many listen to events.
    package var listeners: Int { state.withLock { $0.listeners.count } }

    package func events() -> AsyncStream<HostEvent> {
        AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
            let id = state.withLock { state in
                state.next += 1
                state.listeners[state.next] = continuation
                return state.next
            }
            continuation.onTermination = { [weak self] _ in
                _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) }
            }
        }
    }

    func text(_ seconds: Double) -> String { UTCTime(seconds: seconds.rounded(.down)).description }

    package func overview() async -> Overview {
        let open = state.withLock { $0.deviations.filter { $0.closed == nil } }
        return Overview(
            store: "market-square", device: "till-side", version: "0.9.0", skus: 170_000,
            health: HealthVerdict(problems: []), cameras: await cameras(),
            zones: state.withLock { $0.zones }.map { zone in
                ZoneSummary(
                    id: zone.id, camera: zone.camera, planogram: zone.planogram, bay: zone.bay,
                    figures: figure(zone: zone.id, at: now(), seconds: nil),
                    openDeviations: open.count { $0.zone == zone.id })
            }, open: Dictionary(grouping: open, by: \.severity).mapValues(\.count))
    }

    package func cameras() async -> [CameraCard] {
        let (controls, zones) = state.withLock { ($0.controls, $0.zones) }
        return store.cameras.enumerated().map { index, id in
            let set = controls[id] ?? [:]
            return CameraCard(
                id: id, state: index == 0 ? "streaming" : "moved", isFine: index == 0,
                detail: index == 0 ? "" : "the picture has moved by 41 pixels",
                hint: index == 0 ? "" : "Turn the camera back, or accept the present view.",
                since: text(now() - 5000), capturedAt: text(captured), pictureSize: PretendStore.size,
                source: "/dev/video\(index)", zones: zones.filter { $0.camera == id }.map(\.id),
                guardsView: true,
                hasReferenceView: true,
                controls: [
                    ControlCard(
                        name: "exposure_time_absolute", kind: "integer", minimum: 3, maximum: 2047, step: 1,
                        standard: 250, value: set["exposure_time_absolute"] ?? 250, choices: []),
                    ControlCard(
                        name: "power_line_frequency", kind: "menu", minimum: 0, maximum: 2, step: 1,
                        standard: 1,
                        value: set["power_line_frequency"] ?? 1,
                        choices: [
                            .init(value: 0, name: "Off"), .init(value: 1, name: "50 Hz"),
                            .init(value: 2, name: "60 Hz"),
                        ]),
                ])
        }
    }

    /// When the newest picture was taken: there is a new one every half second.
    var captured: Double { (now() * 2).rounded(.down) / 2 }

    package func picture(of camera: String, width: Int?) async throws(HostFault) -> HostPicture {
        try picture(of: camera, width: width, at: captured)
    }

    func picture(of camera: String, width: Int?, at time: Double) throws(HostFault) -> HostPicture {
        guard store.cameras.contains(camera) else { throw .notFound("There is no camera \(camera).") }
        let zone = camera == "aisle-1" ? "snacks" : "drinks"
        let empty = state.withLock { state in
            Set(
                state.deviations.filter {
                    $0.zone == zone && $0.closed == nil && $0.finding.kind == "out_of_stock"
                }
                .map(\.finding.position))
        }
        do {
            let jpeg = try store.jpeg(
                of: zone, empty: empty, tick: Int(truncatingIfNeeded: Int64(time * 2)), width: width)
            return HostPicture(jpeg: jpeg, capturedAt: time, cameraSize: PretendStore.size)
        } catch {
            throw .unavailable("The picture can't be drawn: \(error)")
        }
    }

    package func referenceView(of camera: String) async throws(HostFault) -> HostPicture {
        try picture(of: camera, width: 320, at: 1_790_000_000)
    }

    package func acceptView(of camera: String) async throws(HostFault) {
        guard store.cameras.contains(camera) else { throw .notFound("There is no camera \(camera).") }
    }

    package func setControls(_ controls: [String: Int], of camera: String) async throws(HostFault) -> [String:
        Int]
    {
        guard let card = await cameras().first(where: { $0.id == camera }) else {
            throw .notFound("There is no camera \(camera).")
        }
        for (name, value) in controls {
            guard let control = card.controls.first(where: { $0.name == name }) else {
                throw .invalid(
                    "The camera has no such control.",
                    fields: [FieldProblem(path: "controls.\(name)", reason: "is unknown")])
            }
            guard (control.minimum...control.maximum).contains(value) else {
                throw .invalid(
                    "A control is out of its range.",
                    fields: [
                        FieldProblem(
                            path: "controls.\(name)",
                            reason: "expected \(control.minimum) to \(control.maximum)")
                    ])
            }
        }
        state.withLock { $0.controls[camera, default: [:]].merge(controls) { $1 } }
        let read = await cameras().first { $0.id == camera }?.controls ?? []
        return Dictionary(
            read.compactMap { card in card.value.map { (card.name, $0) } }, uniquingKeysWith: { $1 })
    }

    package func rescan() async { send(.missed) }
}

extension PretendHost {
    /// Some of what happens in a store: a picture, and figures now and then.
    package func sendNews() async {
        let tick = Int(now() * 10)
        let camera = store.cameras[tick % store.cameras.count]
        send(.picture(camera: camera, capturedAt: text(captured)))
        let zone = camera == "aisle-1" ? "snacks" : "drinks"
        send(.zone(zone, figure(zone: zone, at: now(), seconds: nil)))
    }
}
