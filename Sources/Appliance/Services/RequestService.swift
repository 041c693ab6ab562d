internal import Foundation
internal import Logging
internal import Messaging
internal import Retail
internal import ServiceLifecycle

/// Does what people ask for over MQTT about open deviations.
struct RequestService: Service {
    let messenger: Messenger
    let looks: [CameraLook]
    let logger: Logger

    func run() async throws {
        for await request in messenger.deviationRequests.cancelOnGracefulShutdown() {
            await carryOut(request)
        }
    }

    private func carryOut(_ request: DeviationRequest) async {
        for look in looks {
            guard let event = await look.act(on: request, at: Date().timeIntervalSince1970) else { continue }
            messenger.publish(event: event)
            logger.info(
                "deviation answered",
                metadata: [
                    "deviation": "\(request.deviation)",
                    "until": "\(request.until.map { UTCTime(seconds: $0).description } ?? "-")",
                ])
            return
        }
    }
}
