// Decides deviations, one step after another, for as long as it is left alive, so that it can be killed at any moment.
//
//     DeliveryDrill PORT LEDGER PAUSE
//
// Step N opens the deviation dN and closes d(N-5); the number of the last step is what it remembers in the file LEDGER.
// So everything that ever has to arrive at the broker on PORT of this machine is known beforehand. Each step that is
// written is noted in LEDGER.steps, a byte each. PAUSE is the time between two steps in milliseconds; 0: it decides
// nothing, delivers what waits and ends.

import Foundation
import Messaging
import Retail

let arguments = CommandLine.arguments
guard arguments.count == 4, let port = Int(arguments[1]), let pause = Int(arguments[3]) else {
    FileHandle.standardError.write(Data("usage: DeliveryDrill PORT LEDGER PAUSE\n".utf8))
    exit(2)
}

func deviation(_ number: Int) -> Deviation {
    Deviation(
        id: "d\(number)",
        finding: Finding(
            kind: .outOfStock,
            place: PositionReference(zone: "z1", bay: "b1", shelf: "s1", position: "p\(number)"),
            expected: GTIN(restrictedCirculationItem: 42), expectedFacings: 2, facingsFound: 0,
            confidence: 0.9,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 200)),
        severity: .high, since: 1_790_000_000, confirmations: 3)
}

/// As the monitors would after this step.
func open(after step: Int) -> [Deviation] { (max(1, step - 4)...max(1, step)).prefix(step).map(deviation) }

var broker = BrokerSettings(host: "127.0.0.1", port: port, clientID: "gondola-drill")
broker.retryDelay = .milliseconds(50) ... .milliseconds(200)
var settings = MessengerSettings(broker: broker, store: "shop-1", device: "dev-1")
settings.ledgerPath = arguments[2]
let zone = Zone(
    id: "z1", camera: "c1", planogram: "plan", pointPairs: [], pictureSize: PixelSize(width: 640, height: 480)
)
let messenger = try Messenger(
    settings,
    info: ApplianceInfo(version: "drill", cameras: ["c1"], zones: [zone], configurationRevision: "1"),
    names: { _ in nil })
var step = Int(String(decoding: messenger.memories["c1"] ?? [], as: UTF8.self)) ?? 0
messenger.restore(open: open(after: step))
let steps = arguments[2] + ".steps"
if !FileManager.default.fileExists(atPath: steps) {
    _ = FileManager.default.createFile(atPath: steps, contents: nil)
}
let journal = try FileHandle(forUpdating: URL(fileURLWithPath: steps))
try journal.seekToEnd()
let running = Task { try await messenger.run() }
while pause > 0 {
    step += 1
    var events = [
        DeviationEvent(change: .opened, deviation: deviation(step), time: Date().timeIntervalSince1970)
    ]
    if step > 5 {
        events.append(
            DeviationEvent(
                change: .closed, deviation: deviation(step - 5), time: Date().timeIntervalSince1970))
    }
    messenger.decide(Decision(camera: "c1", memory: Array("\(step)".utf8), events: events)) { trouble in
        if trouble == nil { journal.write(Data(".".utf8)) }
    }
    try await Task.sleep(for: .milliseconds(pause))
}
while messenger.outboxDepth > 0 { try await Task.sleep(for: .milliseconds(20)) }
messenger.stop()
try await running.value
