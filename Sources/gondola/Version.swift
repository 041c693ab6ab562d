/// The version of the program, as `CHANGELOG.md` counts it.
enum Version {
    static let current = "0.1.0"
}
