import ArgumentParser
import Capture
import Foundation

/// `gondola cameras`: what is plugged in.
struct CamerasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cameras",
        abstract: "List the cameras with their names, formats, sizes, rates and controls.")

    func run() throws {
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
