internal import Capture
internal import Foundation
internal import Imaging
internal import Planograms
internal import Recognition
internal import Retail

/// Looks at everything that the settings name, one thing after the other, as the user who asks.
///
/// It changes nothing: a camera is opened and closed, the broker greeted under another name.
package struct Doctor: Sendable {
    private let path: String
    private let openRenderedStore: Daemon.OpenRenderedStore

    /// `path`: of the settings file.
    package init(settingsPath path: String, openRenderedStore: @escaping Daemon.OpenRenderedStore) {
        self.path = path
        self.openRenderedStore = openRenderedStore
    }

    /// Hands each finding to `tell` as soon as it is there.
    package func examine(_ tell: (Checkup) -> Void) async {
        let settings: Settings
        do throws(SettingsError) {
            settings = try Settings.read(path: path)
        } catch {
            for problem in error.problems {
                tell(
                    Checkup(.bad, "settings", "\(path): \(problem)", advice: "correct this line of the file"))
            }
            return
        }
        tell(Checkup(.fine, "settings", "\(path) has no faults"))
        for camera in settings.cameras { tell(examine(camera)) }
        examine(goodsOf: settings, tell)
        tell(await BrokerCheck.examine(settings))
        tell(Self.clock())
        for folder in settings.writtenFolders { tell(Self.disk(folder)) }
        if let port = settings.consolePort { tell(DaemonCheck.examine(port: port)) }
    }

    private func examine(_ camera: CameraSettings) -> Checkup {
        let subject = "camera \(camera.id)"
        do {
            var source = try CameraSources.open(camera, CameraContext(), openRenderedStore)
            guard let frame = try source.next() else {
                return Checkup(
                    .bad, subject, "no picture comes", advice: "check what the settings name for it")
            }
            let pixels = try FramePixels(frame)
            return Checkup(.fine, subject, "delivers pictures of \(pixels.size)")
        } catch CaptureError.busy(let path) {
            return Checkup(
                .doubtful, subject, "\(path) is in use",
                advice:
                    "fine if the daemon uses it; else stop the other program, which `fuser -v \(path)` names")
        } catch let error as CaptureError {
            return Checkup(.bad, subject, "\(error)", advice: error.hint)
        } catch {
            return Checkup(.bad, subject, "\(error)", advice: "`gondola cameras` lists what is plugged in")
        }
    }

    /// Models, catalogue, planograms and zones, which have to fit each other.
    private func examine(goodsOf settings: Settings, _ tell: (Checkup) -> Void) {
        let plans: [PlanogramVersions]
        do {
            plans = try ApplianceParts.plans(settings)
            tell(Checkup(.fine, "planograms", "\(plans.count) bays"))
        } catch {
            return tell(
                Checkup(
                    .bad, "planograms", "\(error)",
                    advice:
                        "`gondola planogram check` shows what is wrong with a file, `planogram import` makes one"
                ))
        }
        do {
            _ = try Detector(path: settings.models.detectorPath)
            _ = try Embedder(path: settings.models.embedderPath)
            tell(Checkup(.fine, "models", "detector and embedder can be used"))
        } catch {
            return tell(
                Checkup(
                    .bad, "models", "\(error)", advice: "the package brings both in /usr/share/gondola/models"
                ))
        }
        do {
            let (perception, _) = try ApplianceParts.perception(settings, plans)
            tell(
                Checkup(
                    .fine, "catalogue", "\(perception.catalogue.count) SKUs, kernels \(perception.kernelName)"
                ))
            let zones = try ApplianceParts.zones(settings, plans, catalogue: perception.catalogue)
            for zone in zones { tell(Checkup(.fine, "registration", "\(zone.registrationReport)")) }
        } catch let error as RecognitionError {
            tell(
                Checkup(
                    .bad, "catalogue", "\(error)",
                    advice: "`gondola catalogue build` writes it, with the embedder that the settings name"))
        } catch {
            tell(Checkup(.bad, "zones", "\(error)", advice: "correct the zone in the settings"))
        }
    }

    private static func clock() -> Checkup {
        var watch = ClockWatch()
        _ = watch.jump(wall: Date().timeIntervalSince1970, steady: 0)
        let now = UTCTime(seconds: Date().timeIntervalSince1970)
        if let problem = watch.problem {
            return Checkup(.bad, "clock", "\(now)", advice: problem)
        }
        // Written by systemd-timesyncd at its first answer; other time services have no such mark.
        let isSynchronized = FileManager.default.fileExists(atPath: "/run/systemd/timesync/synchronized")
        return isSynchronized
            ? Checkup(.fine, "clock", "\(now), synchronized")
            : Checkup(
                .doubtful, "clock", "\(now); systemd-timesyncd has not synchronized it",
                advice:
                    "if no other time service runs: `timedatectl set-ntp true`, and a time server that it can reach"
            )
    }

    private static func disk(_ folder: String) -> Checkup {
        guard let free = DiskRoom.freeBytes(at: folder) else {
            return Checkup(
                .bad, "disk", "\(folder) is not there",
                advice: "create the folder, or name another in the settings")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            return Checkup(
                .bad, "disk", "\(folder) can't be written by this user",
                advice: "ask as the service's user: sudo -u gondola gondola doctor; else give it the folder")
        }
        let megabytes = free / 1_000_000
        return Checkup(
            megabytes < 500 ? .doubtful : .fine, "disk", "\(megabytes) MB free in \(folder)",
            advice: megabytes < 500 ? "make room: figures and waiting events need up to 300 MB" : "")
    }
}
