/// How the range of a tensor follows from the values that were observed.
package enum Calibration: String, CaseIterable, Sendable {
    /// From the least to the greatest.
    case minMax = "min-max"
    /// All but one in ten thousand on either side.
    case percentile
    /// The range whose 256 levels keep most of the distribution (least Kullback-Leibler divergence).
    case entropy
    /// The range whose 256 levels give the smallest mean square error.
    case squareError = "square-error"
}
