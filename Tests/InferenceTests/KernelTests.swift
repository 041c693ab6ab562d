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

    @Test(arguments: KernelTable.available, [0, 1, 7, 8, 15, 16, 17, 63, 64, 65, 200])
    func `look-up, maximum and addition agree with plain arithmetic`(name: String, count: Int) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(count))
        let a = course.bytes(count), b = course.bytes(count), entries = course.bytes(256)
        var out = [UInt8](repeating: 0, count: count)
        unsafe table.row.pointee.lookup(a, entries, &out, count)
        #expect(out == a.map { entries[Int($0)] })
        unsafe table.row.pointee.max(a, b, &out, count)
        #expect(out == zip(a, b).map { max($0, $1) })

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

    @Test(arguments: KernelTable.available, [1, 3, 4, 5, 6, 7, 8])
    func `a tile of the float product agrees with plain arithmetic`(name: String, rows: Int) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        let tile = unsafe table.row.pointee.float_rows, columns = unsafe table.row.pointee.float_columns
        guard rows <= tile else { return }
        var course = Course(UInt64(rows))
        for depth in [1, 5, 64] {
            for keep in [1, 0x8000, 0xFFFF, 0x3_0F0F_8001, 0xFFFF_FFFF_FFFF] as [UInt64] {
                let keep = keep & (1 << UInt64(columns) - 1),
                    kept = (0..<columns).filter { keep >> $0 & 1 == 1 }
                // Small whole numbers: every order of summing gives the same float.
                let a = (0..<rows * depth).map { _ in Float(Int.random(in: -9...9, using: &course)) }
                let b = (0..<200).map { _ in Float(Int.random(in: -9...9, using: &course)) }
                let offsets = (0..<depth).map { _ in UInt32.random(in: 0...150, using: &course) }
                let bias = (0..<rows).map { _ in Float(Int.random(in: -9...9, using: &course)) }
                var packed = unsafe [Float](
                    repeating: 7, count: ck_packed_product(table.row, rows, depth))
                unsafe ck_pack_product(table.row, rows, depth, a, &packed)
                let stride = kept.count + 2
                var out = [Float](repeating: 77, count: rows * stride)
                unsafe packed.withUnsafeBufferPointer { packed in
                    unsafe b.withUnsafeBufferPointer { b in
                        unsafe offsets.withUnsafeBufferPointer { offsets in
                            unsafe bias.withUnsafeBufferPointer { bias in
                                unsafe out.withUnsafeMutableBufferPointer { out in
                                    var run = unsafe ck_product_run(
                                        weights: packed.baseAddress, in: b.baseAddress,
                                        offsets: offsets.baseAddress, bias: bias.baseAddress, rows: rows,
                                        depth: depth, keep: keep, out: out.baseAddress, out_stride: stride)
                                    unsafe table.row.pointee.product_f32(&run)
                                }
                            }
                        }
                    }
                }
                for row in 0..<rows {
                    let expected = kept.map { column in
                        (0..<depth).reduce(bias[row]) {
                            $0 + a[row * depth + $1] * b[Int(offsets[$1]) + column]
                        }
                    }
                    #expect(Array(out[row * stride..<row * stride + kept.count]) == expected)
                    #expect(out[(row * stride + kept.count)..<((row + 1) * stride)].allSatisfy { $0 == 77 })
                }
            }
        }
    }

    @Test(arguments: KernelTable.available)
    func `a product of matrices agrees with plain arithmetic, whichever way they lie`(name: String) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(9)
        for (rows, inner, columns) in [(1, 1, 1), (1, 40, 200), (9, 7, 47), (30, 3, 48), (17, 65, 131)] {
            // Small whole numbers: every order of summing gives the same float.
            let left = (0..<rows * inner).map { _ in Float(Int.random(in: -9...9, using: &course)) }
            let right = (0..<inner * columns).map { _ in Float(Int.random(in: -9...9, using: &course)) }
            for way in 0..<4 {
                let (turnsLeft, turnsRight) = (way & 1 == 1, way & 2 == 2)
                let product = ck_matrix_product(
                    rows: rows, inner: inner, columns: columns, left_is_transposed: turnsLeft,
                    right_is_transposed: turnsRight, alpha: 0.5)
                let expected = (0..<rows * columns).map { place -> Float in
                    let (r, c) = (place / columns, place % columns)
                    return (0..<inner).reduce(0) { sum, k in
                        let x = left[turnsLeft ? k * rows + r : r * inner + k]
                        return sum + 0.5 * x * right[turnsRight ? c * inner + k : k * columns + c]
                    }
                }
                let computed = multiplied(product, left, right, table)
                #expect(computed == expected)
            }
        }
    }

    /// In four parts, as threads would.
    private func multiplied(
        _ product: ck_matrix_product, _ left: [Float], _ right: [Float], _ table: KernelTable
    ) -> [Float] {
        var product = product
        var out = [Float](repeating: .nan, count: product.rows * product.columns)
        var scratch = unsafe [Float](repeating: .nan, count: ck_matrix_scratch(table.row, &product))
        for rows in [0..<product.rows / 2, product.rows / 2..<product.rows] where !rows.isEmpty {
            for columns in [0..<product.columns / 3, product.columns / 3..<product.columns] {
                unsafe ck_multiply_f32(
                    table.row, &product, left, right, &out, rows.lowerBound, rows.upperBound,
                    columns.lowerBound, columns.upperBound, &scratch)
            }
        }
        return out
    }

    @Test(arguments: KernelTable.available, [1, 15, 16, 63, 64, 200])
    func `floats become bytes and planes become pixels as in plain arithmetic`(name: String, count: Int)
        throws
    {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(count))
        let strange: [Float] = [.nan, .infinity, -.infinity, 1e38]
        let scales: [Float] = [0.01, 1.0 / 255, 0.37, 3e-35, 1e33]
        for scale in scales {
            // Halves of a step are ties, and what is not a number has a place too.
            let values = (0..<count).map { index -> Float in
                let steps = Float(Int.random(in: -700...700, using: &course))
                return index % 40 == 7 ? strange[index / 40 % 4] : steps * scale / 2
            }
            let zero = Int32.random(in: 0...255, using: &course)
            var out = [UInt8](repeating: 0, count: count)
            unsafe table.row.pointee.quantize(values, scale, zero, &out, count)
            let expected = values.map { value -> UInt8 in
                let scaled = value / scale
                guard scaled == scaled else { return UInt8(zero) }
                return UInt8(min(max(scaled.rounded(.toNearestOrEven) + Float(zero), 0), 255))
            }
            #expect(out == expected, "\(scale)")
        }
        let planes = (0..<3).map { _ in course.bytes(count) }
        var pixels = [UInt8](repeating: 0, count: 3 * count)
        unsafe table.row.pointee.weave(planes[0], planes[1], planes[2], &pixels, count)
        let expected = (0..<3 * count).map { index -> UInt8 in planes[index % 3][index / 3] }
        #expect(pixels == expected)
    }

    @Test(arguments: KernelTable.available, [1, 15, 16, 17, 300])
    func `bytes of pixels become planes of floats as in plain arithmetic`(name: String, pixels: Int) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(pixels))
        for channels in [1, 3, 4, 9, 70] {
            let stride = channels + 3, bytes = course.bytes(pixels * stride - 3)
            let entries = (0..<256).map { Float($0 - 113) * 0.037 }
            let expected = (0..<channels * pixels).map { place in
                entries[Int(bytes[place % pixels * stride + place / pixels])]
            }
            for isLinear in [false, true] {
                var out = [Float](repeating: .nan, count: channels * pixels)
                unsafe bytes.withUnsafeBufferPointer { bytes in
                    unsafe entries.withUnsafeBufferPointer { entries in
                        var expansion = unsafe ck_expansion(
                            table: entries.baseAddress, is_linear: isLinear, scale: 0.037, zero_point: 113)
                        unsafe ck_expand_u8_f32(
                            table.row, ck_source(bytes: bytes.baseAddress, stride: stride), channels, pixels,
                            &expansion, &out, pixels)
                    }
                }
                #expect(out == expected)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 5])
    func `every piece of work is done once, however many threads there are`(threads: Int) {
        let pool = unsafe ck_pool_create(threads)
        var counts = [UInt8](repeating: 0, count: 1000)
        for _ in 0..<200 {
            unsafe counts.withUnsafeMutableBufferPointer { counts in
                unsafe ck_pool_run(
                    pool, counts.count,
                    { context, _, first, last in
                        for piece in first..<last {
                            unsafe context?.assumingMemoryBound(to: UInt8.self)[piece] += 1
                        }
                    }, counts.baseAddress)
            }
        }
        unsafe ck_pool_destroy(pool)
        #expect(counts.allSatisfy { $0 == 200 })
    }

    @Test(arguments: KernelTable.available)
    func `activations in vectors agree with the portable ones`(name: String) throws {
        let table = try #require(KernelTable.rows.first { $0.name == name })
        let values = (0..<1003).map { Float($0 - 500) * 0.173 }
        for function in [
            CK_RELU, CK_SIGMOID, CK_SILU, CK_HARD_SWISH, CK_HARD_SIGMOID, CK_LEAKY_RELU, CK_CLIP, CK_TANH,
        ] {
            var expected = values, computed = values
            unsafe ck_apply_f32(function, 0.2, 0.5, values, &expected, values.count)
            unsafe table.row.pointee.apply_f32(function, 0.2, 0.5, values, &computed, values.count)
            #expect(zip(expected, computed).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($0)) })
        }
    }
}
