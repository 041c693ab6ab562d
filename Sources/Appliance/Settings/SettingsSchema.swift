internal import CConfig

extension Settings {
    /// The JSON Schema of the settings file.
    ///
    /// The only place that reads the program's own copy; it is constant and ends with a zero.
    package static let schema = unsafe String(cString: cconfig_schema())
}
