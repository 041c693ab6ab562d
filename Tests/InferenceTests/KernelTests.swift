import CKernels
import Testing

/// Each row of the table against plain arithmetic written out here: the scalar row proves the contract, and
/// every other row equals it bit for bit because both equal the same numbers.
struct KernelTests {
    @Test func `the scalar row is always there and an unknown name is not`() {
        #expect(KernelTable.available.last == "scalar")
        #expect(unsafe ck_kernels_select("nonsense") == nil)
        #expect(unsafe ck_kernels_select(nil) != nil)
    }

    @Test(arguments: KernelTable.available, [1, 2, 3, 11, 12, 13])
    func `the product agrees with plain arithmetic`(name: String, rows: Int) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        let (most, widest) = unsafe (table.row.pointee.tile_rows, table.row.pointee.tile_columns)
        var course = Course(UInt64(rows))
        for groups in [1, 2, 7, 36] {
            for columns in [1, 15, 16, 17, 31, 32, 47, 64] where columns <= widest && rows <= most {
                let depth = 4 * groups
                let a = bytes(most * depth, &course), w = weights(columns * depth, &course)
                var packed = [Int8](repeating: 0, count: (columns + 15) / 16 * groups * 64)
                for column in 0..<columns {
                    for k in 0..<depth {
                        packed[(column / 16 * groups + k / 4) * 64 + column % 16 * 4 + k % 4] =
                            w[column * depth + k]
                    }
                }
                let rounding = Rounding(channels: columns, depth: depth, &course)
                var out = [UInt8](repeating: 7, count: rows * (columns + 3))
                var sums = [Int32](repeating: 0, count: most * widest)
                unsafe rounding.withPointer { requantize in
                    unsafe table.row.pointee.gemm(
                        a, depth, groups, packed, rows, columns, requantize, &out, columns + 3, nil)
                    unsafe table.row.pointee.gemm(
                        a, depth, groups, packed, rows, columns, requantize, nil, 0, &sums)
                }
                for row in 0..<rows {
                    for column in 0..<columns {
                        let sum = (0..<depth).reduce(Int32(0)) {
                            $0 + Int32(a[row * depth + $1]) * Int32(w[column * depth + $1])
                        }
                        #expect(sums[row * widest + column] == sum)
                        #expect(out[row * (columns + 3) + column] == rounding.expected(sum, column))
                    }
                    // What lies between the rows belongs to somebody else.
                    #expect(
                        out[(row * (columns + 3) + columns)..<((row + 1) * (columns + 3))].allSatisfy {
                            $0 == 7
                        })
                }
            }
        }
    }

    @Test(arguments: KernelTable.available, [1, 15, 16, 17, 31, 33, 64, 70])
    func `the depthwise product agrees with plain arithmetic`(name: String, channels: Int) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(channels))
        for taps in [1, 2, 4, 5, 9, 25] {
            let input = bytes(taps * channels, &course), w = weights(taps * channels, &course)
            let rounding = Rounding(channels: channels, depth: taps, &course)
            var out = [UInt8](repeating: 0, count: channels), sums = [Int32](repeating: 0, count: channels)
            unsafe input.withUnsafeBufferPointer { input in
                guard let base = input.baseAddress else { return }
                let places = unsafe (0..<taps).map { unsafe Optional(base + $0 * channels) }
                unsafe rounding.withPointer { requantize in
                    unsafe table.row.pointee.depthwise(places, taps, w, channels, requantize, &out, nil)
                    unsafe table.row.pointee.depthwise(places, taps, w, channels, requantize, nil, &sums)
                }
            }
            for channel in 0..<channels {
                let sum = (0..<taps).reduce(Int32(0)) {
                    $0 + Int32(input[$1 * channels + channel]) * Int32(w[$1 * channels + channel])
                }
                #expect(sums[channel] == sum)
                #expect(out[channel] == rounding.expected(sum, channel))
            }
        }
    }

    @Test(arguments: KernelTable.available, [0, 1, 7, 8, 15, 16, 17, 63, 64, 65, 200])
    func `look-up and addition agree with plain arithmetic`(name: String, count: Int) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(count))
        let a = bytes(count, &course), b = bytes(count, &course), entries = bytes(256, &course)
        var out = [UInt8](repeating: 0, count: count)
        unsafe table.row.pointee.lookup(a, entries, &out, count)
        #expect(out == a.map { entries[Int($0)] })

        for (left, right) in [(Float(0.37), Float(0.61)), (1, 1), (0.5, 0.5), (3.1, 0.001)] {
            var addition = ck_addition(a_scale: left, b_scale: right, offset: -17.25, low: 9, high: 251)
            unsafe table.row.pointee.add(a, b, &addition, &out, count)
            let expected = zip(a, b).map { x, y -> UInt8 in
                let other = Float(y) * right + addition.offset
                return UInt8(min(max(Float(x) * left + other, 9), 251).rounded(.toNearestOrEven))
            }
            #expect(out == expected)
        }
    }

    @Test(arguments: KernelTable.available, [1, 3, 4, 7, 8, 13])
    func `the float product agrees with plain arithmetic`(name: String, rows: Int) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(rows))
        for columns in [1, 15, 16, 17, 33, 48, 49, 100] {
            for depth in [1, 5, 64] {
                // Small whole numbers: every order of summing gives the same float.
                let a = (0..<rows * depth).map { _ in Float(Int.random(in: -9...9, using: &course)) }
                let b = (0..<depth * columns).map { _ in Float(Int.random(in: -9...9, using: &course)) }
                var out = [Float](repeating: 7, count: rows * (columns + 2))
                unsafe table.row.pointee.gemm_f32(
                    a, depth, b, columns, rows, columns, depth, &out, columns + 2)
                for row in 0..<rows {
                    for column in 0..<columns {
                        let sum = (0..<depth).reduce(Float(0)) {
                            $0 + a[row * depth + $1] * b[$1 * columns + column]
                        }
                        #expect(out[row * (columns + 2) + column] == sum)
                    }
                    let rest = out[(row * (columns + 2) + columns)..<((row + 1) * (columns + 2))]
                    #expect(rest.allSatisfy { $0 == 7 })
                }
            }
        }
    }

    /// Extreme values appear more often than chance would have them.
    private func bytes(_ count: Int, _ course: inout Course) -> [UInt8] {
        (0..<count).map { _ in
            [0, 255, UInt8.random(in: 0...255, using: &course)][Int.random(in: 0..<3, using: &course)]
        }
    }

    private func weights(_ count: Int, _ course: inout Course) -> [Int8] {
        (0..<count).map { _ in
            [-128, 127, Int8.random(in: -128...127, using: &course)][Int.random(in: 0..<3, using: &course)]
        }
    }
}

/// A requantization with random parameters, and the header's rounding rule spelled out.
struct Rounding {
    private let bias: [Int32]
    private let scale: [Float]
    private let zeroPoint: Int32
    private let low: Int32
    private let high: Int32

    init(channels: Int, depth: Int, _ course: inout Course) {
        bias = (0..<channels).map { _ in Int32.random(in: -40_000...40_000, using: &course) }
        let spread = Float(depth).squareRoot() * 10_000
        scale = (0..<channels).map { _ in Float.random(in: 20...200, using: &course) / spread }
        zeroPoint = Int32.random(in: 0...255, using: &course)
        low = Int32.random(in: 0...20, using: &course)
        high = Int32.random(in: 200...255, using: &course)
    }

    func expected(_ sum: Int32, _ channel: Int) -> UInt8 {
        let scaled = (Float(sum + bias[channel]) * scale[channel]).rounded(.toNearestOrEven)
        return UInt8(min(max(scaled + Float(zeroPoint), Float(low)), Float(high)))
    }

    func withPointer(_ body: (UnsafePointer<ck_requantize>) -> Void) {
        unsafe bias.withUnsafeBufferPointer { bias in
            unsafe scale.withUnsafeBufferPointer { scale in
                let requantize = unsafe ck_requantize(
                    bias: bias.baseAddress, scale: scale.baseAddress, zero_point: zeroPoint, low: low,
                    high: high,
                    table: nil)
                unsafe withUnsafePointer(to: requantize) { unsafe body($0) }
            }
        }
    }
}
