// Loads damaged model files and runs what loads, to find files that crash, hang or take all memory.
//
//     ModelFuzzer CORPUS FOLDER SEED SECONDS
//
// Case SEED, SEED + 1, ... each damage a file of the folder CORPUS. Before a case begins its number stands in
// FOLDER/seed and its file in FOLDER/case.onnx, where scripts/fuzz finds them after a crash. SECONDS 0 runs one case.

import Foundation
import Inference

let arguments = CommandLine.arguments
guard arguments.count == 5, let firstSeed = UInt64(arguments[3]), let seconds = Int(arguments[4]) else {
    FileHandle.standardError.write(Data("usage: ModelFuzzer CORPUS FOLDER SEED SECONDS\n".utf8))
    exit(2)
}
let folder = URL(fileURLWithPath: arguments[2])
let corpus = try FileManager.default.contentsOfDirectory(atPath: arguments[1])
    .filter { $0.hasSuffix(".onnx") }.sorted()
    .map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(arguments[1])/\($0)"))) }
let casePath = folder.appendingPathComponent("case.onnx").path

/// A case that takes longer is a hang: the signal ends the process.
let mostSecondsPerCase: UInt32 = 20
/// Inputs beyond this are sound but slow.
let mostInputElements = 1 << 18

enum Outcome { case refused, ran, tooLarge }

func outcome() throws -> Outcome {
    let model: Model
    do throws(InferenceError) {
        model = try Model.load(path: casePath)
        let inputs = model.inputs.map { port in port.shape.map { $0 ?? 1 } }
        guard inputs.allSatisfy({ $0.reduce(1, *) <= mostInputElements }) else { return .tooLarge }
        _ = try model.run(
            inputs.map { Tensor(shape: $0, values: [Float](repeating: 0, count: $0.reduce(1, *))) })
        return .ran
    } catch {
        // Every refusal says in which file.
        guard error.description.contains(casePath) else { throw error }
        return .refused
    }
}

let start = ContinuousClock.now
var seed = firstSeed
var counts: [Outcome: Int] = [:]
repeat {
    var mutator = Mutator(seed: seed)
    try Data(mutator.damaged(corpus[Int(seed % UInt64(corpus.count))])).write(
        to: URL(fileURLWithPath: casePath))
    try Data("\(seed)\n".utf8).write(to: folder.appendingPathComponent("seed"))
    alarm(mostSecondsPerCase)
    counts[try outcome(), default: 0] += 1
    alarm(0)
    seed += 1
} while ContinuousClock.now - start < .seconds(seconds)
print(
    "\(seed - firstSeed) damaged models: \(counts[.refused, default: 0]) refused, \(counts[.ran, default: 0]) ran,",
    "\(counts[.tooLarge, default: 0]) with inputs too large to run")
