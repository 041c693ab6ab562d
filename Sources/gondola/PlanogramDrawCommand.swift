internal import ArgumentParser
internal import Foundation
internal import Planograms
internal import Retail

/// The subcommand `gondola planogram draw`.
struct PlanogramDrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw", abstract: "Draw a planogram's bays with their products as SVG.")

    @OptionGroup var source: PlanogramOptions

    @Option(help: "Id of the planogram, if the file has several.")
    var planogram: String?

    @Option(help: "The SVG file to write.")
    var out: String

    func run() throws {
        do {
            let catalogue = try source.readCatalogue()
            let plan = try source.read(catalogue: catalogue)
            guard let id = planogram ?? (plan.ids.count == 1 ? plan.ids.first : nil), plan.ids.contains(id)
            else {
                let ids = plan.ids.map { "\"\($0)\"" }.joined(separator: ", ")
                throw ValidationError("give --planogram with one of the ids \(ids)")
            }
            let bays = plan.planograms.filter { $0.id == id }
            try ResultFile.write(Data(PlanogramDrawing.svg(bays, catalogue: catalogue).utf8), to: out)
        } catch {
            throw Failure.exit(error)
        }
    }
}
