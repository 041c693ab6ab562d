import Foundation
import Retail

/// What one category of a shop sells: which packages, in which sizes, in which varieties.
struct CategoryPlan: Sendable {
    let department: String
    let name: String
    let packages: [PackagePlan]
    let varieties: [Variety]
}

/// One package a category uses, with the sizes it comes in, smallest first.
struct PackagePlan: Sendable {
    let form: PackageForm
    /// Millimetres of the first size.
    let size: PackageSize
    let contents: [Int]
    let unit: String

    init(
        _ form: PackageForm, _ width: Double, _ height: Double, _ depth: Double, _ unit: String,
        _ contents: Int...
    ) {
        self.form = form
        size = PackageSize(widthMM: width, heightMM: height, depthMM: depth)
        self.contents = contents
        self.unit = unit
    }

    /// Millimetres, rounded to half ones, of a package that holds `content`.
    ///
    /// The volume grows with the content: flat packages grow more in their front than in their depth, bottles more
    /// in height, and a multipack in nothing but the number of its columns.
    func size(holding content: Int, width: Double, height: Double) -> PackageSize {
        let growth = Double(content) / Double(contents[0])
        let exponents: SIMD3<Double> =
            switch form {
            case .multipack: [1, 0, 0]
            case .bottle, .can, .tube: [0.3, 0.4, 0.3]
            case .jar, .tub: [0.33, 0.34, 0.33]
            case .box, .bag, .tray, .hanging: [0.38, 0.38, 0.24]
            }
        func length(_ first: Double, _ axis: Int, _ proportion: Double) -> Double {
            (first * pow(growth, exponents[axis]) * proportion * 2).rounded() / 2
        }
        let isRound = ![.box, .multipack].contains(form) && size.widthMM == size.depthMM
        let wide = length(size.widthMM, 0, width)
        return PackageSize(
            widthMM: wide, heightMM: length(size.heightMM, 1, height),
            depthMM: isRound ? wide : length(size.depthMM, 2, 1))
    }
}
