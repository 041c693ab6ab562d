internal import Capture
internal import Console
internal import Foundation
internal import Messaging

/// The appliance's figures for Prometheus; docs/operation.md lists them.
struct ApplianceMetrics: Sendable {
    let version: String
    let stages: StageTimes
    let counters: LookCounters
    let loops: [(camera: String, loop: CameraLoop)]
    let delivery: DeliveryWatch
    let health: HealthBoard
    let folders: [String]

    var text: MetricsText {
        var text = MetricsText()
        let problems = health.verdict.problems
        text.gauge("gondola_info", "The program that runs.", [(["version": version], 1)])
        text.gauge(
            "gondola_healthy", "1 if /healthz is ok, 0 if it is bad.", [([:], problems.isEmpty ? 1 : 0)])
        text.gauge(
            "gondola_problem", "1 for each thing that is wrong.",
            problems.map { (["part": $0.part, "name": $0.name ?? ""], 1) })
        text.histogram(
            "gondola_stage_seconds", "Time of each stage of the pipeline.", label: "stage",
            stages.histograms.map { (value: $0.stage, times: $0.times) })
        addFrames(to: &text)
        addDelivery(problems, to: &text)
        addMachine(to: &text)
        return text
    }

    private func addFrames(to text: inout MetricsText) {
        let captured = loops.map { (camera: $0.camera, counters: $0.loop.counters) }
        text.counter(
            "gondola_frames_total", "Pictures that cameras have delivered.",
            captured.map { (["camera": $0.camera], Double($0.counters.delivered)) })
        text.counter(
            "gondola_frames_dropped_total", "Pictures that were thrown away, and why.",
            captured.flatMap { camera, counters in
                [
                    (["camera": camera, "reason": "slow"], Double(counters.droppedBecauseSlow)),
                    (["camera": camera, "reason": "corrupt"], Double(counters.corrupt)),
                    (["camera": camera, "reason": "lost_by_driver"], Double(counters.lostByDriver)),
                ]
            })
        text.counter(
            "gondola_camera_opened_total", "How often a camera was opened.",
            captured.map { (["camera": $0.camera], Double($0.counters.opened)) })
        let looks = counters.current
        text.counter(
            "gondola_looks_total", "What became of the pictures that were taken up.",
            [
                (["outcome": "looked_at"], Double(looks.looks)),
                (["outcome": "at_rest"], Double(looks.rests)),
                (["outcome": "broken"], Double(looks.brokenFrames)),
                (["outcome": "failed"], Double(looks.failedLooks)),
            ])
        text.counter(
            "gondola_products_total",
            "Products in view: known from an earlier picture (cache hits), or looked at.",
            [
                (["result": "known"], Double(looks.productsKnown)),
                (["result": "looked_at"], Double(looks.productsLookedAt)),
            ])
    }

    private func addDelivery(_ problems: [HealthVerdict.Problem], to text: inout MetricsText) {
        let reading = delivery.reading
        let isConnected = !problems.contains { $0.part == HealthBoard.Part.broker.rawValue }
        text.gauge(
            "gondola_broker_connected", "1 while connected to the broker.", [([:], isConnected ? 1 : 0)])
        text.gauge(
            "gondola_outbox_messages", "Messages that the broker has not confirmed.",
            [([:], Double(reading.messagesWaiting))])
        text.gauge(
            "gondola_outbox_events", "Events that the broker has not confirmed.",
            [([:], Double(reading.eventsWaiting))])
        text.counter(
            "gondola_broker_connections_total", "Connections that the broker accepted.",
            [([:], Double(reading.counters.connections))])
        text.counter(
            "gondola_messages_delivered_total", "Messages that the broker has.",
            [([:], Double(reading.counters.delivered))])
        text.counter(
            "gondola_messages_dropped_total", "Messages that were given up, and what they were.",
            [
                (["what": "health"], Double(reading.counters.droppedHealth)),
                (["what": "event"], Double(reading.counters.droppedEvents)),
                (["what": "request"], Double(reading.counters.droppedRequests)),
            ])
        text.counter(
            "gondola_requests_total", "Requests that came over MQTT.",
            [([:], Double(reading.counters.requests))])
    }

    private func addMachine(to text: inout MetricsText) {
        text.gauge(
            "gondola_disk_free_bytes", "Room left on the disk.",
            folders.compactMap { folder in
                DiskRoom.freeBytes(at: folder).map { (["folder": folder], Double($0)) }
            })
        text.gauge(
            "gondola_temperature_celsius", "What the machine's sensors say.",
            Temperatures.read().map { (["zone": $0.zone, "type": $0.kind], $0.celsius) })
        text.gauge(
            "process_resident_memory_bytes", "Memory that the process holds.",
            [([:], Double(ProcessMemory.residentBytes()))])
        text.counter(
            "process_cpu_seconds_total", "Processor time that the process has used.",
            [([:], ProcessTime.processorSeconds())])
    }
}
