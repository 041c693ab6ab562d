internal import Console
internal import Foundation

/// Asks a daemon that runs on this machine how it is.
enum DaemonCheck {
    static func examine(port: Int) -> Checkup {
        let answer: ConsoleClient.Answer
        do {
            answer = try ConsoleClient.get("/healthz", port: port)
        } catch {
            return Checkup(
                .doubtful, "daemon", "does not answer on port \(port)",
                advice: "`systemctl start gondola`; `journalctl -u gondola` tells why it does not stay up")
        }
        return answer.status == 200
            ? Checkup(.fine, "daemon", "runs, and all is well")
            : Checkup(
                .bad, "daemon", answer.body.trimmingCharacters(in: .whitespacesAndNewlines),
                advice: "see the reasons in it, and `journalctl -u gondola`")
    }
}
