import Appliance
import ArgumentParser
import Capture
import Foundation
import Imaging
import Retail

/// `gondola cameras`: what is plugged in, and what comes from it.
struct CamerasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cameras",
        abstract: "List the cameras with their names, formats, sizes, rates and controls, or try them out.",
        discussion: """
            With --sheet or --config all cameras are tried out at once, as the daemon would run them; fails if one of them \
            delivers no pictures.
            """)

    @Option(help: "Put a picture of each camera, with its name and state, on one sheet: this file (JPEG).")
    var sheet: String?

    @Option(help: "Try out the cameras of this settings file (YAML) in place of all that are plugged in.")
    var config: String?

    @Option(help: "Try them out for so many seconds.")
    var seconds = 5.0

    @Option(help: "Write what came of it into this file, as JSON.")
    var json: String?

    func validate() throws {
        guard seconds > 0, seconds <= 1e6 else { throw ValidationError("--seconds must be above 0.") }
        guard json == nil || sheet != nil || config != nil else {
            throw ValidationError("--json goes with --config or --sheet.")
        }
    }

    func run() async throws {
        guard sheet != nil || config != nil else {
            list()
            return
        }
        let trials = await CameraTrial.run(try cameras(), seconds: seconds)
        for trial in trials { print(trial.summary) }
        if let sheet { try JPEG.write(CameraSheet(trials: trials).picture, path: sheet) }
        if let json {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try ResultFile.write(encoder.encode(trials), to: json)
        }
        let silent = trials.filter { !$0.isFine }.count
        if silent > 0 || trials.isEmpty {
            let words =
                trials.isEmpty
                ? "no camera found" : "\(silent) of \(trials.count) cameras deliver no pictures"
            FileHandle.standardError.write(Data("gondola: \(words)\n".utf8))
            throw ExitCode.failure
        }
    }

    /// Those of the settings, or else all that are plugged in.
    private func cameras() throws -> [CameraSettings] {
        guard let config else {
            return CameraListing.all().cameras.map { camera in
                CameraSettings(
                    id: camera.path,
                    source: .v4l2(
                        devicePath: camera.path, size: PixelSize(width: 1280, height: 720), framesPerSecond: 5
                    ),
                    intervalSeconds: 1, guardsView: false, lookAgainSeconds: 0)
            }
        }
        do {
            return try Settings.read(path: config).cameras
        } catch {
            throw Failure.exit(error, code: Failure.configuration)
        }
    }

    private func list() {
        let (cameras, problems) = CameraListing.all()
        for camera in cameras {
            print("\(camera.path)  \(camera.card)  (\(camera.driver), \(camera.bus))")
            let names = [
                camera.serial.map { "serial:\($0)" }, camera.port.map { "usb:\($0)" }, "card:\(camera.name)",
            ]
            print("    named  \(names.compactMap(\.self).joined(separator: "  "))")
            for format in camera.formats {
                for size in format.sizes { print("    \(format.format.rawValue)  \(Self.text(of: size))") }
            }
            for control in camera.controls {
                let value = control.value.map { ", now \($0)" } ?? ""
                print(
                    "    control  \(control.name)  \(control.range.lowerBound) to \(control.range.upperBound), "
                        + "usually \(control.standard)\(value)\(control.isInactive ? " (inactive)" : "")")
            }
            if camera.formats.isEmpty {
                print("    only by conversion: \(camera.formatNames.joined(separator: ", "))")
            }
        }
        for problem in problems {
            FileHandle.standardError.write(Data("\(problem)\n    \(problem.hint)\n".utf8))
        }
        if cameras.isEmpty {
            print("no camera found; check its cable, and that this user is in the group `video`")
        }
    }

    private static func text(of size: OfferedSize) -> String {
        let sides = size.smallest == size.largest ? "\(size.smallest)" : "\(size.smallest) to \(size.largest)"
        let rates = size.rates.map { rate in
            rate.lowerBound == rate.upperBound
                ? rounded(rate.upperBound) : "\(rounded(rate.lowerBound)) to \(rounded(rate.upperBound))"
        }
        return rates.isEmpty ? sides : "\(sides)  at \(rates.joined(separator: ", ")) frames/s"
    }

    private static func rounded(_ rate: Double) -> String { "\((rate * 100).rounded() / 100)" }
}
