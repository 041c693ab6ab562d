internal import Console
internal import Foundation
internal import Retail

extension ApplianceHost {
    func settings() async throws(HostFault) -> SettingsDocument {
        do throws(SettingsEditorError) {
            return try await editor.document()
        } catch {
            throw error.hostFault
        }
    }

    func check(_ change: SettingsChange) async -> SettingsCheck { await editor.check(.change(change)) }

    func save(
        _ change: SettingsChange, over revision: String, by user: String
    ) async throws(HostFault) -> SettingsDocument {
        try await apply(.change(change), over: revision, by: user)
    }

    func settingsHistory() async throws(HostFault) -> [SettingsRevision] {
        do throws(SettingsEditorError) {
            return try await editor.revisions()
        } catch {
            throw error.hostFault
        }
    }

    func settingsRevision(_ revision: String) async throws(HostFault) -> SettingsRevisionDetail {
        do throws(SettingsEditorError) {
            return try await editor.detail(revision)
        } catch {
            throw error.hostFault
        }
    }

    func restoreSettings(
        _ revision: String, over current: String, by user: String
    ) async throws(HostFault) -> SettingsDocument {
        let document: SettingsDocument
        do throws(SettingsEditorError) {
            document = try await editor.restore(revision, over: current, by: user)
        } catch {
            throw error.hostFault
        }
        try await takeOver(document, orElse: current)
        return document
    }

    /// Writes a change and lets the appliance take it over; where it can't, the file is again what it was.
    func apply(
        _ edit: SettingsEdit, over revision: String, by user: String, summary: String? = nil
    ) async throws(HostFault) -> SettingsDocument {
        let document: SettingsDocument
        do throws(SettingsEditorError) {
            document = try await editor.save(edit, over: revision, by: user, summary: summary)
        } catch {
            throw error.hostFault
        }
        try await takeOver(document, orElse: revision)
        return document
    }

    /// Returns when the appliance runs with what is written, or when the file is again what it was.
    private func takeOver(
        _ document: SettingsDocument, orElse before: String
    ) async throws(HostFault) {
        guard document.revision != before else { return }
        let news = showcase.listen()
        var refusal = await reload()
        if refusal == nil {
            await Self.untilShown(news)
            let wanted = try? editor.settings(of: document.yaml)
            if wanted != shown?.settings { refusal = "it could not start; its log tells why" }
        }
        guard let refusal else { return }
        do throws(SettingsEditorError) {
            try await editor.revert(to: before, reason: refusal)
        } catch {
            throw error.hostFault
        }
        throw .invalid("the appliance can't run with this: \(refusal)", fields: [])
    }

    /// Waits until a run is shown; not for longer than the one before it may take to stop.
    private static func untilShown(_ news: AsyncStream<Showcase.News>) async {
        await withTaskGroup { group in
            group.addTask {
                for await item in news {
                    if case .settings = item { return }
                }
            }
            group.addTask { try? await Task.sleep(for: .seconds(20)) }
            await group.next()
            group.cancelAll()
        }
    }
}
