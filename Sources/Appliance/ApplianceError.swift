/// Why the appliance can't start: something that its settings name is missing or broken.
package struct ApplianceError: Error, CustomStringConvertible {
    /// One line for each problem, with file, place and what to do.
    package let description: String

    init(_ description: String) { self.description = description }
}
