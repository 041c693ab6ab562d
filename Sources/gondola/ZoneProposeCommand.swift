internal import Appliance
internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Retail
internal import Synthesis

/// The subcommand `gondola zone propose`.
struct ZoneProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Find out from the products in view which bay a camera sees, and where.",
        discussion: """
            Prints the zone as the settings file has it. Look at the picture that --out writes before you trust it: the \
            green outlines must lie on the products and on the price rails.
            """)

    @Option(help: "Settings file (YAML).")
    var config = "/etc/gondola/gondola.yaml"

    @Option(help: "Id of the zone: one of the settings file, or a new one.")
    var zone: String

    @Option(help: "Id of the camera. Default: that of the zone in the settings file.")
    var camera: String?

    @Option(help: "Only bays of the planogram with this id. Default: any.")
    var planogram: String?

    @Option(help: "A JPEG that the camera took. Default: one is taken now.")
    var picture: String?

    @Option(help: "JPEG to write: the picture with the plan laid over it.")
    var out: String?

    @Flag(help: "Write the zone into the settings file; its comments stay.")
    var write = false

    func run() throws {
        do {
            let settings = try Settings.read(path: config)
            guard let camera = camera ?? settings.zones.first(where: { $0.id == zone })?.camera else {
                throw ValidationError("the settings have no zone \"\(zone)\" yet: give its --camera")
            }
            let proposer = try ZoneProposer(settings)
            let image =
                try picture.map { try JPEG.read(path: $0) }
                ?? proposer.picture(of: camera) { path, camera in
                    try RenderedStore.open(path: path, camera: camera)
                }
            let proposal = try proposer.propose(
                zone: zone, camera: camera, planogram: planogram, picture: image)
            FileHandle.standardError.write(Data("\(proposal.summary)\n".utf8))
            if let out { try JPEG.write(proposal.picture, path: out) }
            print((["zones:"] + ZoneText.item(proposal.zone)).joined(separator: "\n"))
            if write { try save(proposal.zone) }
        } catch let error as ValidationError {
            throw error
        } catch {
            throw Failure.exit(error)
        }
    }

    /// Writes the zone into the file, unless what came out would not be read as that zone.
    private func save(_ zone: Zone) throws {
        let url = URL(fileURLWithPath: config)
        let text = try ZoneText.registered(zone, into: String(contentsOf: url, encoding: .utf8))
        let folder = url.deletingLastPathComponent().path
        let settings = try Settings.parse(text, path: config, folder: folder)
        guard settings.zones.first(where: { $0.id == zone.id })?.bay == zone.bay else {
            throw ValidationError("\(config) could not be changed: paste the zone by hand")
        }
        try Data(text.utf8).write(to: url, options: .atomic)
    }
}
