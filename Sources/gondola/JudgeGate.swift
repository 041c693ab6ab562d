internal import Foundation
internal import Judging
internal import Retail
internal import Synthesis

/// `gondola judge --gate`: which changes of rendered stores the gate lets pass, and how often it asks for nothing.
struct JudgeGate {
    private static let framesAtRest = 900

    private let options: JudgeOptions

    init(_ options: JudgeOptions) { self.options = options }

    func run(json: String?) throws {
        var found: [DeviationKind: (seen: Int, missed: Int)] = [:]
        var rest = (frames: 0, looks: 0, falseStates: 0)
        for seed in options.seeds {
            var trial = try GateTrial(definition(seed))
            for change in try trial.changes({ Progress.show("bay \(seed): changes", $0, of: $1) }) {
                found[change.kind, default: (0, 0)].seen += change.isSeen ? 1 : 0
                found[change.kind, default: (0, 0)].missed += change.isSeen ? 0 : 1
                guard !change.isSeen else { continue }
                print(
                    "bay \(seed): missed \(change.kind.rawValue) at \(change.position), frame \(change.frame)"
                )
            }
            let quiet = try trial.rest(frames: Self.framesAtRest) {
                Progress.show("bay \(seed): at rest", $0, of: $1)
            }
            rest = (
                rest.frames + quiet.frames, rest.looks + quiet.looks, rest.falseStates + quiet.falseStates
            )
        }
        Progress.done()
        var figures = Measurements()
        for kind in DeviationKind.allCases {
            guard let count = found[kind] else { continue }
            figures["\(kind.rawValue)_seen"] = Double(count.seen)
            figures["\(kind.rawValue)_missed"] = Double(count.missed)
        }
        figures["all_seen"] = Double(found.values.reduce(0) { $0 + $1.seen })
        figures["all_missed"] = Double(found.values.reduce(0) { $0 + $1.missed })
        figures["rest_frames"] = Double(rest.frames)
        figures["rest_looks"] = Double(rest.looks)
        figures["rest_false_states"] = Double(rest.falseStates)
        figures.show()
        try figures.write(to: json)
    }

    /// Changes that never fall together, with several frames between two of them.
    private func definition(_ seed: UInt64) -> StoreDefinition {
        StoreDefinition(
            seed: seed, catalogueCount: options.skus, pictureWidth: options.width,
            pictureHeight: options.height,
            framesPerSecond: 8, durationSeconds: options.minutes * 60, changeEverySeconds: 6,
            holdSeconds: 15.5,
            truthFile: nil, disturbances: false, restocking: false)
    }
}
