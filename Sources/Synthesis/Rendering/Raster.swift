import CRaster
import Foundation

/// A picture buffer with depth and, per sample, the number of the thing that is seen there.
///
/// The pieces that C lists belong to it.
@safe
final class Raster {
    let width: Int
    let height: Int
    /// The inverse distance of what is seen at each sample, row by row and some beyond; 0 where nothing is.
    private(set) var depths: [Float]
    /// The colour of each sample (see `Colour.packed`).
    private(set) var colours: [UInt32]
    /// The number of the thing seen at each sample.
    private(set) var numbers: [UInt16]
    /// The piece seen at each sample, from 1.
    private var owners: [UInt32]
    private var pieces = unsafe cr_pieces()

    init(width: Int, height: Int, ground: UInt32 = 0) {
        self.width = width
        self.height = height
        let count = width * height + Int(CR_SLACK)
        depths = [Float](repeating: 0, count: count)
        colours = [UInt32](repeating: ground, count: count)
        numbers = [UInt16](repeating: 0, count: count)
        owners = [UInt32](repeating: 0, count: count)
    }

    deinit { unsafe free(pieces.items) }

    /// A corner of a triangle on the screen.
    typealias Corner = cr_corner

    /// Draws the triangles of `surface` whose fronts face the viewer, at `scale` samples a pixel and axis; `shade`
    /// gives them their colours.
    ///
    /// Answers their area in samples, parts off the buffer included. The surface must live until then.
    func draw(_ surface: Stage.Surface, scale: Float) -> Float {
        let area = unsafe withPlanes { planes in
            unsafe surface.withMesh { corners, triangles, texture in
                // Safe: triangles name corners, levels lie within texels, C keeps to the planes' sizes.
                unsafe cr_draw(
                    planes, &pieces, scale, corners.baseAddress, Int32(corners.count),
                    triangles.baseAddress, Int32(triangles.count / 3), texture, surface.number)
            }
        }
        precondition(area >= 0, "out of memory")
        return area
    }

    /// Gives all samples the colours and numbers of what was drawn there.
    func shade() {
        // Safe: what was drawn still lives, so the pieces' texels do.
        let status = unsafe withPlanes { unsafe cr_shade($0, &pieces) }
        precondition(status == 0, "out of memory")
    }

    /// Mixes a translucent surface, by its texture's opacity, with what is shaded behind it.
    func lay(_ surface: Stage.Surface, scale: Float) {
        unsafe withPlanes { planes in
            unsafe surface.withMesh { corners, triangles, texture in
                // Safe: as in drawing.
                unsafe cr_lay(
                    planes, scale, corners.baseAddress, triangles.baseAddress, Int32(triangles.count / 3),
                    texture)
            }
        }
    }

    private func withPlanes<Result>(_ body: (UnsafePointer<cr_raster>) -> Result) -> Result {
        unsafe depths.withUnsafeMutableBufferPointer { depth in
            unsafe colours.withUnsafeMutableBufferPointer { colour in
                unsafe numbers.withUnsafeMutableBufferPointer { number in
                    unsafe owners.withUnsafeMutableBufferPointer { owner in
                        let planes = unsafe cr_raster(
                            width: Int32(width), height: Int32(height), depth: depth.baseAddress,
                            colour: colour.baseAddress, number: number.baseAddress, piece: owner.baseAddress)
                        return unsafe withUnsafePointer(to: planes) { unsafe body($0) }
                    }
                }
            }
        }
    }

    /// How lens and sensor spread and weigh the light; see `cr_film`.
    struct Exposure {
        /// Samples per pixel and axis.
        var factor: Int
        var sharp: Filter
        var soft: Filter
        var mix: Float = 0
        var focus: Float = 0
        var defocus: Float = 0
        var gain: Colour
        var vignette: Float
        /// 1024 shown values for light in half steps of 255.
        var tones: [UInt8]
    }

    /// Weights along rows and along columns, as many of each and an odd number.
    struct Filter {
        let across: [Float]
        let down: [Float]

        init(across: [Float], down: [Float]) {
            precondition(across.count == down.count && across.count % 2 == 1)
            (self.across, self.down) = (across, down)
        }
    }

    /// The pixels of the finished picture, three bytes each, row by row.
    func developed(_ exposure: Exposure) -> [UInt8] {
        precondition(exposure.tones.count == 1024)
        let count = (width / exposure.factor) * (height / exposure.factor) * 3
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { pixels, filled in
            unsafe exposure.sharp.withPointers { sharp in
                unsafe exposure.soft.withPointers { soft in
                    unsafe exposure.tones.withUnsafeBufferPointer { tones in
                        unsafe withPlanes { planes in
                            var film = unsafe cr_film(
                                factor: Int32(exposure.factor), sharp: sharp, soft: soft, mix: exposure.mix,
                                focus: exposure.focus, defocus: exposure.defocus,
                                gain: (exposure.gain.x, exposure.gain.y, exposure.gain.z),
                                vignette: exposure.vignette, tones: tones.baseAddress)
                            // Safe: there is room for all pixels of the picture.
                            let status = unsafe cr_develop(planes, &film, pixels.baseAddress)
                            precondition(status == 0, "out of memory")
                        }
                    }
                }
            }
            filled = count
        }
    }
}

extension Stage.Surface {
    fileprivate func withMesh<Result>(
        _ body: (UnsafeBufferPointer<cr_corner>, UnsafeBufferPointer<UInt16>, cr_texture) -> Result
    ) -> Result {
        unsafe corners.withUnsafeBufferPointer { corners in
            unsafe triangles.withUnsafeBufferPointer { triangles in
                unsafe texture.levels.withUnsafeBufferPointer { levels in
                    unsafe body(
                        corners, triangles,
                        cr_texture(
                            levels: levels.baseAddress, count: Int32(levels.count), texels: texture.texels))
                }
            }
        }
    }
}

extension Raster.Filter {
    fileprivate func withPointers(_ body: (cr_filter) -> Void) {
        unsafe across.withUnsafeBufferPointer { across in
            unsafe down.withUnsafeBufferPointer { down in
                unsafe body(
                    cr_filter(
                        radius: Int32(across.count / 2), across: across.baseAddress, down: down.baseAddress))
            }
        }
    }
}
