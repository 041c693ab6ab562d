package import Monitoring
package import Retail

/// Everything that `gondola run` is told by its settings file.
///
/// `Config/gondola.yaml` explains each key.
package struct Settings: Sendable {
    package var store: String
    package var device: String
    package var logLevel: LogLevel
    package var models: Models
    /// The compiled catalogue.
    package var cataloguePath: String
    package var planogramPaths: [String]
    package var cameras: [CameraSettings]
    package var zones: [Zone]
    package var mqtt: MQTTSettings
    package var monitoring: MonitorSettings
    package var severity: SeverityRule
    /// Where figures are kept over time; `nil`: nowhere.
    package var figures: FigureSettings?
    /// Where open deviations are kept over a restart; `nil`: nowhere.
    package var statePath: String?
    /// Folder for a picture of each look, with what was found drawn in; `nil`: none.
    package var picturesPath: String?

    package struct Models: Hashable, Sendable {
        package var detectorPath: String
        package var embedderPath: String
        package var threads: Int
        /// Objects that the detector is less sure of are left out, 0...1.
        package var detectorThreshold: Double
        /// How sure recognition must be of each level of the tree, 0...1.
        package var confidence: Double
    }

    package struct FigureSettings: Hashable, Sendable {
        package var path: String
        package var keepDays: Int
        package var limitMegabytes: Int
    }

    package struct MQTTSettings: Hashable, Sendable {
        package var host: String
        package var port: Int
        package var username: String?
        /// File that holds the password: settings files get copied around.
        package var passwordPath: String?
        /// Certificate of the authority that signed the broker's; `nil`: no TLS.
        package var authorityPath: String?
        package var keepAliveSeconds: Int
    }
}

/// How much is logged.
package enum LogLevel: String, CaseIterable, Sendable {
    case debug, info, notice, warning, error
}

/// One camera and where its pictures come from.
package struct CameraSettings: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        /// `device` as `CameraAddress` understands it; `controls` by the driver's names.
        case v4l2(
            devicePath: String, size: PixelSize, framesPerSecond: Double, controls: [String: Int] = [:])
        /// A folder of JPEGs or an `.mjpeg` file; no rate: its own.
        case replay(path: String, framesPerSecond: Double?, isLooping: Bool)
        /// A rendered store, by the file that `gondola synth store` wrote.
        case rendered(storePath: String)

        /// Whether it is a camera, whose noise makes no two pictures alike.
        var isLive: Bool {
            switch self {
            case .v4l2: true
            case .replay, .rendered: false
            }
        }
    }

    package var id: String
    package var source: Source
    /// At most one look in this many seconds.
    package var intervalSeconds: Double
    /// Whether to hold judgement while the camera is moved, covered, blurred or in the dark.
    package var guardsView: Bool
    /// After so long even an unchanged shelf is looked at; 0: each frame is.
    package var lookAgainSeconds: Double
}
