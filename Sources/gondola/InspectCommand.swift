internal import ArgumentParser
internal import Foundation
internal import Inference

/// The subcommand `gondola model inspect`.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what each step of a network does and how long it takes.",
        discussion: """
            GMAC/s are thousand million multiply-adds a second. Share is that of the machine's measured peak of 8-bit \
            multiply-adds, where the kernels have such an instruction.
            """)

    @Argument(help: "The network, an ONNX file.")
    var model: String

    @Option(help: "Threads for one run.")
    var threads = 1

    @Option(help: "Each step's time is the least of this many runs.")
    var runs = 10

    @Option(help: "Write a chart of the times to this SVG file.")
    var svg: String?

    func validate() throws {
        guard (1...64).contains(threads), (1...10_000).contains(runs) else {
            throw ValidationError("expected 1 to 64 --threads and 1 to 10000 --runs")
        }
    }

    func run() throws {
        do {
            let bench = try Bench(model: model, threads: threads)
            var steps = try bench.model.profile(bench.inputs)
            for _ in 1..<runs {
                let next = try bench.model.profile(bench.inputs)
                for (index, step) in next.enumerated() where step.time < steps[index].time {
                    steps[index] = step
                }
            }
            let peak = Model.peakMultiplyAddsPerSecond().map { $0 * Double(threads) }
            print("     ms    MMAC  GMAC/s  share  step")
            for step in steps { print(line(step, peak: peak)) }
            let total = steps.reduce(0) { $0 + $1.time.milliseconds }
            let work = steps.reduce(0) { $0 + $1.multiplyAdds }
            print(
                "\(total.threeDecimals) ms, \(work / 1_000_000) M multiply-adds, kernels \(bench.kernelName)")
            if let peak { print("peak \(Int(peak / 1e9)) GMAC/s") }
            if let svg { try ResultFile.write(Data(StepChart(steps: steps).svg.utf8), to: svg) }
        } catch {
            throw Failure.exit(error)
        }
    }

    private func line(_ step: Model.StepTime, peak: Double?) -> String {
        let milliseconds = step.time.milliseconds, rate = Double(step.multiplyAdds) / (milliseconds * 1e6)
        var columns = [milliseconds.threeDecimals.leftPadded(to: 7)]
        if step.multiplyAdds > 0 {
            columns.append(String(format: "%.1f", Double(step.multiplyAdds) / 1e6).leftPadded(to: 7))
            columns.append(String(format: "%.1f", rate).leftPadded(to: 7))
            let isShared = peak != nil && step.operation.contains("int8")
            columns.append((isShared ? "\(Int(100 * rate * 1e9 / (peak ?? 1))) %" : "").leftPadded(to: 6))
        } else {
            columns.append(String(repeating: " ", count: 22))
        }
        return columns.joined(separator: " ") + "  " + step.operation + " " + step.detail + " " + step.node
    }
}

/// The steps' times as bars, one below the other, in running order.
private struct StepChart {
    let steps: [Model.StepTime]

    var svg: String {
        let height = 16 * steps.count + 20
        let longest = steps.map { $0.time.milliseconds }.max() ?? 1
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"\(height)\" "
                + "font-family=\"sans-serif\" font-size=\"11\">"
        ]
        for (index, step) in steps.enumerated() {
            let y = 10 + 16 * index, width = step.time.milliseconds / longest * 400
            let fill = step.operation.hasPrefix("Conv") ? "#31688e" : "#d95f02"
            let name = "\(step.operation) \(step.detail)".replacing("<", with: "&lt;")
            lines.append(
                "<text x=\"440\" y=\"\(y + 11)\" text-anchor=\"end\">\(name)</text>"
                    + "<rect x=\"448\" y=\"\(y + 2)\" width=\"\(width.threeDecimals)\" height=\"11\" fill=\"\(fill)\"/>"
                    + "<text x=\"\((452 + width).threeDecimals)\" y=\"\(y + 11)\">"
                    + "\(step.time.milliseconds.threeDecimals) ms</text>")
        }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }
}
