internal import ArgumentParser
internal import Foundation
internal import Inference

/// The subcommand `gondola bench`.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Time a network on this machine, with inputs of noise.",
        discussion: "scripts/bench-engine compares the engine with other runtimes.")

    @Argument(help: "The network, an ONNX file.")
    var model: String

    @Option(help: "Threads for one run.")
    var threads = 1

    @Option(help: "How many runs to time, after three that warm up.")
    var runs = 50

    @Flag(
        help: ArgumentHelp(
            "Answer to numbers of runs on standard input with their times in milliseconds.",
            visibility: .hidden))
    var serve = false

    func validate() throws {
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads \(threads): expected a whole number from 1 to 64")
        }
        guard (1...100_000).contains(runs) else {
            throw ValidationError("--runs \(runs): expected a whole number from 1 to 100000")
        }
    }

    func run() throws {
        do {
            let bench = try Bench(model: model, threads: threads)
            guard !serve else { return try answer(bench) }
            for _ in 0..<3 { _ = try bench.milliseconds() }
            let times = try (0..<runs).map { _ in try bench.milliseconds() }.sorted()
            print("kernels             \(bench.kernelName)")
            print("load to first answer \(bench.loadMilliseconds.threeDecimals) ms")
            print("least / median      \(times[0].threeDecimals) / \(times[runs / 2].threeDecimals) ms")
        } catch {
            throw Failure.exit(error)
        }
    }

    private func answer(_ bench: Bench) throws {
        send([
            "load_ms": [bench.loadMilliseconds], "program_mb": [bench.programMebibytes],
            "input_mb": [bench.inputMebibytes],
        ])
        while let line = readLine(), let count = Int(line) {
            send(["times_ms": try (0..<count).map { _ in try bench.milliseconds() }])
        }
    }

    /// One line of JSON, as plain text: an encoder would count in the memory that is measured.
    private func send(_ figures: KeyValuePairs<String, [Double]>) {
        let fields = figures.map { name, values in "\"\(name)\": \(values)" }
        FileHandle.standardOutput.write(Data("{\(fields.joined(separator: ", "))}\n".utf8))
    }
}

/// A network with inputs of noise, ready to be timed.
struct Bench {
    let model: Model
    let inputs: [Tensor]
    /// From opening the file to the first answer; making the inputs does not count.
    let loadMilliseconds: Double

    /// What the program took before it opened the file.
    let programMebibytes: Double
    /// The inputs, which are the caller's.
    let inputMebibytes: Double

    var kernelName: String { model.kernelName }

    init(model path: String, threads: Int) throws {
        programMebibytes = Self.residentMebibytes()
        let opened = ContinuousClock.now
        model = try Model.load(path: path, threads: threads)
        let loading = ContinuousClock.now - opened
        var state: UInt32 = 1
        inputs = model.inputs.map { port in
            let shape = port.shape.map { $0 ?? 1 }
            let values = (0..<shape.reduce(1, *)).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return Float(state >> 8) / Float(1 << 24)
            }
            return Tensor(shape: shape, values: values)
        }
        inputMebibytes = Double(inputs.reduce(0) { $0 + 4 * $1.values.count }) / 0x1p20
        let ready = ContinuousClock.now
        _ = try model.run(inputs)
        loadMilliseconds = (loading + (ContinuousClock.now - ready)).milliseconds
    }

    private static func residentMebibytes() -> Double {
        // Without a /proc nothing is taken off.
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = line.split(whereSeparator: { $0.isWhitespace }).dropFirst().first.flatMap({
                Double($0)
            })
        else { return 0 }
        return kibibytes / 1024
    }

    func milliseconds() throws -> Double {
        let start = ContinuousClock.now
        _ = try model.run(inputs)
        return (ContinuousClock.now - start).milliseconds
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1e3 + Double(components.attoseconds) * 1e-15
    }
}
