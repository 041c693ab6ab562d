import Foundation

/// What 8 bits do to the output of one convolution or matrix product, observed on the calibration inputs.
package struct LayerNoise: Sendable, Equatable {
    /// The node's name, as `keepFloat` takes it.
    package let node: String
    package let operation: String
    /// Signal to noise in dB of the node's output when nothing but this node computes in 8 bits: its input
    /// and its weights are rounded, and all before it is float.
    package let ratio: Double
    /// The same in the network as it is written, with the noise of all layers before it.
    package let networkRatio: Double
    /// Whether the node is float in the network as it is written.
    package let isFloat: Bool
}

/// How far a tensor strays from what it should be, summed over all runs.
struct Deviation {
    private var signal = 0.0
    private var noise = 0.0
    private var channelErrors: [Double] = []
    private var countPerChannel = 0

    /// Counts one run; what is not finite is left out.
    ///
    /// `axis` is the dimension of channels.
    mutating func add(exact: Tensor, rounded: Tensor, axis: Int) {
        let channels = exact.shape[axis], inner = exact.shape.dropFirst(axis + 1).reduce(1, *)
        guard channels > 0, inner > 0 else { return }
        if channelErrors.isEmpty { channelErrors = [Double](repeating: 0, count: channels) }
        for run in 0..<exact.values.count / inner {
            var error = 0.0
            for index in run * inner..<(run + 1) * inner {
                let value = Double(exact.values[index]), difference = Double(rounded.values[index]) - value
                guard difference.isFinite else { continue }
                signal += value * value
                noise += difference * difference
                error += difference
            }
            channelErrors[run % channels] += error
        }
        countPerChannel += exact.values.count / channels
    }

    /// The mean of rounded minus exact in each channel.
    var meanErrors: [Float] { channelErrors.map { Float($0 / Double(max(1, countPerChannel))) } }

    /// Power of the signal over power of the noise in dB, from -100 to 100; 100 where there is no noise.
    ///
    /// `isCorrected` leaves out what goes away when each channel's mean error is taken off.
    func ratio(isCorrected: Bool = false) -> Double {
        let constant = channelErrors.reduce(0) { $0 + $1 * $1 } / Double(max(1, countPerChannel))
        let rest = isCorrected ? max(0, noise - constant) : noise
        guard rest > 0 else { return 100 }
        return min(max(10 * log10(signal / rest), -100), 100)
    }
}
