import CRaster

/// A picture buffer with depth and, per sample, the number of the thing that is seen there.
///
/// All unsafe code of this module stands here: the planes belong to C.
@safe
final class Raster {
    let width: Int
    let height: Int
    private let planes: cr_raster

    init(width: Int, height: Int, ground: UInt32 = 0) {
        self.width = width
        self.height = height
        let count = width * height + Int(CR_SLACK)
        let depth = UnsafeMutablePointer<Float>.allocate(capacity: count)
        let colour = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        let number = UnsafeMutablePointer<UInt16>.allocate(capacity: count)
        unsafe depth.initialize(repeating: 0, count: count)
        unsafe colour.initialize(repeating: ground, count: count)
        unsafe number.initialize(repeating: 0, count: count)
        unsafe planes = cr_raster(
            width: Int32(width), height: Int32(height), depth: depth, colour: colour, number: number)
    }

    deinit {
        unsafe planes.depth.deallocate()
        unsafe planes.colour.deallocate()
        unsafe planes.number.deallocate()
    }

    /// A corner of a triangle on the screen.
    typealias Corner = cr_corner

    /// Which part of a picture this buffer is: its upper left corner in pixels, and samples per pixel.
    struct View {
        let x: Float
        let y: Float
        let scale: Float
    }

    /// Draws the triangles of `surface` whose fronts face the viewer.
    ///
    /// Answers their area in samples, parts off the buffer included. A translucent surface is mixed with what is
    /// behind it by its texture's opacity; depth and numbers stay.
    func draw(_ surface: Stage.Surface, _ view: View) -> Float {
        unsafe surface.corners.withUnsafeBufferPointer { corners in
            unsafe surface.triangles.withUnsafeBufferPointer { triangles in
                unsafe surface.texture.levels.withUnsafeBufferPointer { levels in
                    unsafe surface.texture.texels.withUnsafeBufferPointer { texels in
                        unsafe withUnsafePointer(to: planes) { planes in
                            // Safe: triangles name corners, levels lie within texels, C keeps to the planes' sizes.
                            unsafe cr_draw(
                                planes, cr_view(x: view.x, y: view.y, scale: view.scale), corners.baseAddress,
                                triangles.baseAddress, Int32(triangles.count / 3),
                                cr_texture(
                                    levels: levels.baseAddress, count: Int32(levels.count),
                                    texels: texels.baseAddress),
                                surface.number, surface.isTranslucent ? 1 : 0)
                        }
                    }
                }
            }
        }
    }

    /// The number of the thing seen at each sample, row by row.
    var numbers: [UInt16] { unsafe Array(UnsafeBufferPointer(start: planes.number, count: width * height)) }

    /// The inverse distance of what is seen at each sample, row by row; 0 where nothing is.
    var depths: [Float] { unsafe Array(UnsafeBufferPointer(start: planes.depth, count: width * height)) }

    /// The colour of each sample, row by row (see `Colour.packed`).
    var colours: [UInt32] { unsafe Array(UnsafeBufferPointer(start: planes.colour, count: width * height)) }

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
                        unsafe withUnsafePointer(to: planes) { planes in
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
