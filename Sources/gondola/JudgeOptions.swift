internal import ArgumentParser
internal import Monitoring
internal import Synthesis

/// Which stores are judged, and how they are watched.
struct JudgeOptions: ParsableArguments {
    @Option(help: "Bays to judge, each a rendered store with a scenario of its own.")
    var bays = 30

    @Option(help: "Seed of the first bay; the others follow.")
    var seed: UInt64 = 1

    @Option(help: "Length of each scenario in minutes.")
    var minutes = 20.0

    @Option(help: "Seconds between two looks.")
    var interval = 5.0

    @Option(help: "Seconds that a deviation must have been in view before it is told.")
    var confirmAfter = 30.0

    @Option(help: "SKUs in each store's catalogue.")
    var skus = 1000

    @Option(help: "Width of the camera's picture in pixels.")
    var width = 1920

    @Option(help: "Height of the camera's picture in pixels.")
    var height = 1080

    func validate() throws {
        guard (1...10_000).contains(bays) else {
            throw ValidationError("--bays \(bays): expected 1 to 10000")
        }
        guard (10...10_000).contains(minutes) else {
            throw ValidationError("--minutes \(minutes): expected 10 to 10000; every kind needs its time")
        }
        guard (0.1...60).contains(interval) else {
            throw ValidationError("--interval \(interval): expected 0.1 to 60 seconds")
        }
        guard (0...3600).contains(confirmAfter) else {
            throw ValidationError("--confirm-after \(confirmAfter): expected 0 to 3600 seconds")
        }
        guard (100...200_000).contains(skus) else {
            throw ValidationError("--skus \(skus): expected 100 to 200000")
        }
        guard (160...7680).contains(width), (120...4320).contains(height) else {
            throw ValidationError("--width and --height: expected 160 x 120 to 7680 x 4320")
        }
    }

    var seeds: Range<UInt64> { seed..<seed + UInt64(bays) }

    /// What is changed lasts four times as long as it takes to be told, and some things change at a time.
    func definition(_ seed: UInt64) -> StoreDefinition {
        let hold = max(120, confirmAfter * 4)
        return StoreDefinition(
            seed: seed, catalogueCount: skus, pictureWidth: width, pictureHeight: height,
            framesPerSecond: 1 / interval, durationSeconds: minutes * 60, changeEverySeconds: hold / 5,
            holdSeconds: hold, disturbances: true, restocking: true)
    }

    var monitoring: MonitorSettings {
        var settings = MonitorSettings()
        settings.delaySeconds = confirmAfter
        return settings
    }
}
