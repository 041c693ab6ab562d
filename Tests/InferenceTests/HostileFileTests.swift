import Foundation
import Inference
import Testing

struct HostileFileTests {
    private static let hostile = (try? Reference.shared.get().hostile) ?? []

    @Test(arguments: hostile.filter { $0.when == "load" })
    func `a file that contradicts itself is refused with the place`(_ file: Reference.Hostile) throws {
        let path = try Reference.shared.get().path(file.model)
        let error = #expect(throws: InferenceError.self) { try Model.load(path: path) }
        try check(try #require(error), of: file, path)
    }

    @Test(arguments: hostile.filter { $0.when == "run" })
    func `what contradicts itself only when it runs is refused with the place`(_ file: Reference.Hostile)
        throws
    {
        let path = try Reference.shared.get().path(file.model)
        let model = try Model.load(path: path)
        let input = Tensor(shape: [1, 4, 8, 8], values: [Float](repeating: 0.5, count: 256))
        let error = #expect(throws: InferenceError.self) { try model.run([input]) }
        try check(try #require(error), of: file, path)
    }

    private func check(_ error: InferenceError, of file: Reference.Hostile, _ path: String) throws {
        switch error {
        case .malformed: #expect(file.kind == "malformed")
        case .unsupported: #expect(file.kind == "unsupported")
        default: #expect(file.kind == "unreadable")
        }
        #expect(error.description.contains(path))
        #expect(file.mentions.isEmpty || error.description.contains(file.mentions))
    }

    @Test func `a truncated file is refused with its name`() throws {
        let reference = try Reference.shared.get()
        let whole = try Data(contentsOf: URL(fileURLWithPath: reference.path("mobile.onnx")))
        let path = reference.path("truncated.onnx")
        for part in [0, 1, 10, 100, whole.count / 2, whole.count - 1] {
            try whole.prefix(part).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: InferenceError.self) { try Model.load(path: path) }
            #expect(try #require(error).description.contains(path))
        }
    }

    @Test func `a graph may come in parts, and what is no field is refused`() throws {
        let reference = try Reference.shared.get()
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: reference.path("mobile.onnx"))))
        let path = reference.path("appended.onnx")
        // Of the fields of a model 7 is the graph and 3 some text; an unknown one may hold anything.
        for more: [UInt8] in [
            [0x3A, 0x00], [0x1A, 0x01, 0x41], [0xF8, 0x07, 0x01], [0xF9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8],
        ] {
            try Data(whole + more).write(to: URL(fileURLWithPath: path))
            #expect(
                try Model.load(path: path).outputs == Model.load(path: reference.path("mobile.onnx")).outputs)
        }
        let endless = [UInt8](repeating: 0xFF, count: 12)
        for more: [UInt8] in [
            [0x3A], [0x3A, 0x02, 0x2A], [0x3A, 0x02, 0x2A, 0x05], [0x3A, 0x04, 0x2A, 0x02, 0x4A, 0x01],
            [0x00, 0x00],
            [0x0B], [0x0D, 0x00], [0x09, 0x00], [0x08] + endless, [0x12] + endless, [0x1A, 0x01, 0xFF],
        ] {
            try Data(whole + more).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: InferenceError.self) { try Model.load(path: path) }
            #expect(error?.description.contains("cut short or damaged") == true, "\(more)")
        }
    }

    /// A thousand damaged files: each loads or is refused with a typed error, and what loads also runs.
    @Test(arguments: ["mobile", "q_silu", "q_head", "normalize", "slice", "suppression", "head", "turns"])
    func `damaged files end in a typed error or in an answer`(name: String) throws {
        let reference = try Reference.shared.get()
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: reference.path(name + ".onnx"))))
        let path = reference.path("damaged-\(name).onnx")
        var course = Course(UInt64(whole.count)), refused = 0
        for _ in 0..<200 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...3, using: &course) {
                let place = Int.random(in: 0..<damaged.count, using: &course)
                switch Int.random(in: 0..<4, using: &course) {
                case 0: damaged[place] = UInt8.random(in: 0...255, using: &course)
                case 1: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &course)
                case 2: damaged.remove(at: place)
                default: damaged.insert([0, 0x7F, 0xFF].randomElement(using: &course) ?? 0, at: place)
                }
            }
            try Data(damaged).write(to: URL(fileURLWithPath: path))
            do throws(InferenceError) {
                let model = try Model.load(path: path)
                let inputs = model.inputs.map { port in
                    let shape = port.shape.map { $0 ?? 1 }
                    return Tensor(shape: shape, values: [Float](repeating: 0.5, count: shape.reduce(1, *)))
                }
                _ = try model.run(inputs)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }
}
