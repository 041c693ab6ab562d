internal import Foundation
internal import Inference

/// What 8 bits do to each layer, printed and as JSON.
struct LayerNoiseReport {
    private let layers: [LayerNoise]

    init(_ layers: [LayerNoise]) { self.layers = layers }

    /// Prints the table and notes the same figures.
    func add(to figures: inout Measurements) {
        print("signal to noise of each layer's output in 8 bits, in dB: alone, and in the network")
        print(" alone network  layer")
        for layer in layers {
            let stays = layer.isFloat ? ", stays float" : ""
            print(
                layer.ratio.oneDecimal.leftPadded(to: 6), layer.networkRatio.oneDecimal.leftPadded(to: 7), "",
                "\(layer.node) (\(layer.operation))\(stays)")
        }
        let kept = layers.count { $0.isFloat }
        print("\(layers.count - kept) layers in 8 bits, \(kept) in float")
        figures.note(
            "layers",
            rows: layers.map { layer in
                [
                    "layer": .text(layer.node), "operation": .text(layer.operation),
                    "snr_db": .number(layer.ratio), "network_snr_db": .number(layer.networkRatio),
                    "precision": .text(layer.isFloat ? "float" : "int8"),
                ]
            })
    }
}
