import CKernels
import Testing

/// Each row of the table against plain arithmetic over random shapes, strides, dilations, paddings, groups, zero
/// points and edge sizes: all rows give the same bits because all equal the same numbers.
struct ConvolutionTests {
    @Test(arguments: KernelTable.available, 0..<12)
    func `a convolution agrees with plain arithmetic, bit for bit`(name: String, seed: Int) throws {
        let kernels = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(seed))
        for _ in 0..<6 {
            let convolution = RandomConvolution(isDepthwise: false, &course)
            let computed = convolution.computed(by: kernels, asFloats: false)
            #expect(computed.bytes == convolution.expectedBytes(), "\(convolution.shape)")
        }
        let convolution = RandomConvolution(isDepthwise: false, &course)
        let computed = convolution.computed(by: kernels, asFloats: true)
        #expect(computed.floats == convolution.expectedFloats(), "\(convolution.shape)")
    }

    @Test(arguments: KernelTable.available, 0..<12)
    func `a depthwise convolution agrees with plain arithmetic, bit for bit`(name: String, seed: Int) throws {
        let kernels = try #require(KernelTable.rows.first { $0.name == name })
        var course = Course(UInt64(100 + seed))
        for _ in 0..<8 {
            let convolution = RandomConvolution(isDepthwise: true, &course)
            let computed = convolution.computed(by: kernels, asFloats: false)
            #expect(computed.bytes == convolution.expectedBytes(), "\(convolution.shape)")
        }
    }
}
