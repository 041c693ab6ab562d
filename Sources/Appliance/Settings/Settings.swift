package import Capture
package import Monitoring
package import Retail

/// Everything that `gondola run` is told by its settings file.
///
/// `Config/gondola.yaml` explains each key.
package struct Settings: Equatable, Sendable {
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
    /// Where the console is served; `nil`: nowhere.
    package var console: ConsoleAccess?
    /// Where open deviations are kept over a restart; `nil`: nowhere.
    package var statePath: String?
    /// Where the frames that were looked at are kept; `nil`: nowhere.
    package var recording: RecordingSettings?
    /// Folder for a picture of each look, with what was found drawn in; `nil`: none.
    package var picturesPath: String?
    /// Folder for a picture of each deviation's slot; `nil`: none.
    package var evidencePath: String?

    /// Port of the HTTP server on the loopback interface; `nil`: none.
    package var consolePort: Int? { console?.port }

    /// Where the console keeps accounts and history; beside the state file if nothing else is said.
    var consoleFolder: String { console?.folder ?? "\(statePath?.parentFolder ?? ".")/console" }

    /// The folders that the appliance writes to while it runs.
    var writtenFolders: [String] {
        Set([statePath, figures?.path].compactMap { $0?.parentFolder }).sorted()
    }

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

    package struct RecordingSettings: Hashable, Sendable {
        /// Holds a folder for each camera.
        package var folder: String
        /// For all cameras together.
        package var limitMegabytes: Int
    }

    package struct MQTTSettings: Hashable, Sendable {
        package var host: String
        package var port: Int
        package var username: String?
        /// File that holds the user name, in place of `username`.
        package var usernamePath: String?
        /// File that holds the password: settings files get copied around.
        ///
        /// `nil`: what systemd hands over as the credential `mqtt-password`, if it does.
        package var passwordPath: String?
        /// Certificate of the authority that signed the broker's; `nil`: no TLS.
        package var authorityPath: String?
        /// Certificate that the appliance shows, and its key.
        package var certificatePath: String?
        package var keyPath: String?
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
        ///
        /// Cameras of one `turnGroup` are opened one after the other.
        case v4l2(
            devicePath: String, size: PixelSize, framesPerSecond: Double, controls: [String: Int] = [:],
            turnGroup: String? = nil)
        /// A camera in the network: an MJPEG stream or a URL of single pictures.
        case http(HTTPRequest)
        /// A folder of JPEGs or an `.mjpeg` file; no rate: its own.
        case replay(path: String, framesPerSecond: Double?, isLooping: Bool)
        /// A rendered store, by the file that `gondola synth store` wrote.
        case rendered(storePath: String)

        /// What is to be set at a camera; `nil` for other sources.
        var controls: [String: Int]? {
            get {
                guard case .v4l2(_, _, _, let controls, _) = self else { return nil }
                return controls
            }
            set {
                guard let newValue, case .v4l2(let path, let size, let rate, _, let group) = self else {
                    return
                }
                self = .v4l2(
                    devicePath: path, size: size, framesPerSecond: rate, controls: newValue, turnGroup: group)
            }
        }

        /// Whether it is a camera, whose noise makes no two pictures alike.
        var isLive: Bool {
            switch self {
            case .v4l2, .http: true
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

    package init(
        id: String, source: Source, intervalSeconds: Double, guardsView: Bool, lookAgainSeconds: Double
    ) {
        self.id = id
        self.source = source
        self.intervalSeconds = intervalSeconds
        self.guardsView = guardsView
        self.lookAgainSeconds = lookAgainSeconds
    }
}

extension String {
    /// The folder that holds the file with this path.
    var parentFolder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
