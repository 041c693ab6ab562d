internal import Foundation
internal import Logging
internal import Messaging
internal import Retail
internal import ServiceLifecycle

/// Does what people ask for over MQTT, and answers when it is done and written.
struct RequestService: Service {
    let messenger: Messenger
    let looks: [CameraLook]
    /// Takes the settings anew; returns why they were refused, if they were.
    let reload: @Sendable () async -> String?
    let logger: Logger

    func run() async throws {
        for await request in messenger.requests.cancelOnGracefulShutdown() { await carryOut(request) }
    }

    private func carryOut(_ request: ApplianceRequest) async {
        switch request.demand {
        case .rescan:
            for look in looks { await look.rescan() }
            messenger.answer(request)
        case .reload: messenger.answer(request, error: await reload())
        case .acknowledge(let deviation), .suppress(let deviation, _): await act(on: deviation, request)
        }
    }

    private func act(on deviation: String, _ request: ApplianceRequest) async {
        for look in looks {
            let isDone = await look.act(on: request.demand, at: Date().timeIntervalSince1970) { trouble in
                messenger.answer(
                    request, error: trouble.map { "done, but it would not outlive a restart: \($0)" })
            }
            guard isDone else { continue }
            logger.info(
                "deviation answered",
                metadata: ["deviation": "\(deviation)", "demand": "\(request.demand)"])
            return
        }
        messenger.answer(request, error: "the deviation \"\(deviation)\" has closed meanwhile")
    }
}
