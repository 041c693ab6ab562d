internal import ArgumentParser
internal import Foundation
internal import Judging
internal import Synthesis

/// The subcommand `gondola judge`.
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Watch rendered stores, and compare what is told of them with what really happens.",
        discussion: """
            Prints for each kind of deviation how many events were true, false and missing, precision, recall, and how many \
            frames later than the settings ask for they came. Every kind happens in each bay, shoppers hide slots, \
            look-alikes stand in for products, shelves are filled, and the view is nudged, covered and dark.

            Without --pixels perception is perfect (exact boxes and names): that judges comparison and monitor alone, in \
            seconds. With --pixels every frame is rendered and goes through the models. With --out each bay is kept when it \
            is done, a later run goes on from there, and each mistake is shown in a picture: left as planned, right as it was.

            With --gate only the gate looks: at each change by itself, and at a shelf at rest in the light of a day.
            """)

    @OptionGroup var options: JudgeOptions

    @Flag(help: "Render the frames and look at them with the models.")
    var pixels = false

    @Flag(help: "Judge by which changes the gate asks for a look, and how often without one.")
    var gate = false

    @OptionGroup var model: DetectorOptions

    @Option(help: "Embedder, an ONNX file.")
    var embedder = ModelFolder.path(of: "embedder.int8.onnx")

    @Option(help: "Folder for each bay's result and for pictures of the mistakes.")
    var out: String?

    @Option(help: "File for the table, as a JSON list of rows.")
    var json: String?

    func run() async throws {
        do {
            if gate {
                try JudgeGate(options).run(json: json)
                return
            }
            let records = try out.map { try JudgeRecords(folder: $0, recipe: recipe) }
            let eyes = pixels ? try JudgeEyes(model, embedder: embedder, folder: out) : nil
            var judged: [JudgedBay] = []
            for seed in options.seeds {
                if let kept = try records?.bay(seed) {
                    judged.append(kept)
                    continue
                }
                let judge = try BayJudge(options.definition(seed), options.monitoring)
                let bay = try await eyes?.judge(judge) ?? judge.judgeLabels()
                try records?.keep(bay)
                if let out {
                    try JudgePictures(judge, folder: "\(out)/mistakes").write(JudgeScore([bay]).mistakes)
                }
                judged.append(bay)
                Progress.show("bays", judged.count, of: options.bays)
            }
            Progress.done()
            let report = JudgeReport(JudgeScore(judged), judged)
            report.show()
            if let json { try ResultFile.write(json: report.rows, isIndented: true, to: json) }
        } catch {
            throw Failure.exit(error)
        }
    }

    /// What a kept result depends on.
    private var recipe: String {
        let models = pixels ? "\(model.detector) \(model.threshold) \(embedder)" : "labels"
        return "\(options.definition(0)) \(options.monitoring) \(models)"
    }
}
