import Foundation
import Inference
import Testing

/// Networks with onnxruntime's answers, built once per test run by scripts/test-support/ort_reference.py.
struct Reference: Sendable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Stored: Decodable, Sendable {
            let file: String
            let shape: [Int]
        }

        let name: String
        let model: String
        let inputs: [Stored]
        let outputs: [Stored]
        /// Size of a quantization step of each output: 0 for floats, negative for a whole quantized network.
        let steps: [Float]

        var testDescription: String { name }
    }

    struct Hostile: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let model: String
        let kind: String
        let mentions: String
        /// "load", or "run" for what shows only then.
        let when: String

        var testDescription: String { name }
    }

    let folder: URL
    let cases: [Case]
    let hostile: [Hostile]

    static let shared = Result { try Reference() }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gondola-reference-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Reference.python("build", folder.path)
        let decoder = JSONDecoder()
        cases = try decoder.decode(
            [Case].self, from: Data(contentsOf: folder.appendingPathComponent("index.json")))
        hostile = try decoder.decode(
            [Hostile].self, from: Data(contentsOf: folder.appendingPathComponent("hostile.json")))
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func named(_ name: String) throws -> Case {
        guard let found = cases.first(where: { $0.name == name }) else { throw Missing(name: name) }
        return found
    }

    func tensor(_ stored: Case.Stored) throws -> Tensor {
        Tensor(shape: stored.shape, values: try Reference.floats(folder.appendingPathComponent(stored.file)))
    }

    static func floats(_ url: URL) throws -> [Float] {
        let bytes = [UInt8](try Data(contentsOf: url))
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
        }
    }

    static func write(_ values: [Float], to url: URL) throws {
        let bytes = values.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
        }
        try Data(bytes).write(to: url)
    }

    /// Runs a script of scripts/test-support and waits for it.
    static func python(script name: String = "ort_reference.py", _ arguments: String...) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["GONDOLA_PYTHON"]
        let script = root.appendingPathComponent("scripts/test-support/" + name).path
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: given ?? root.appendingPathComponent(".venv/bin/python").path)
        process.arguments = ["-B", script] + arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ScriptFailure(arguments: arguments, said: String(decoding: said, as: UTF8.self))
        }
    }
}

struct ScriptFailure: Error {
    let arguments: [String]
    let said: String
}

struct Missing: Error {
    let name: String
}

/// A small generator with a fixed course, so that every run of a test sees the same numbers.
struct Course: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
