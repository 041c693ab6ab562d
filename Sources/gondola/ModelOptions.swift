internal import ArgumentParser
internal import Recognition

/// Which models a command looks with.
///
/// By default those that are shipped.
struct DetectorOptions: ParsableArguments {
    @Option(help: "Detector, an ONNX file.")
    var detector = ModelFolder.path(of: "detector.int8.onnx")

    @Option(help: "Objects that the detector is less sure of are left out (0...1).")
    var threshold = 0.35

    @Option(help: "Threads for the networks.")
    var threads = 1

    func validate() throws {
        guard (0.001...0.999).contains(threshold) else {
            throw ValidationError("--threshold \(threshold): expected a number between 0.001 and 0.999")
        }
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads \(threads): expected a whole number from 1 to 64")
        }
    }

    var settings: Detector.Settings {
        var settings = Detector.Settings()
        settings.threshold = threshold
        return settings
    }
}
