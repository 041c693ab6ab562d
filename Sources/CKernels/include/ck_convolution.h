// Whole convolutions and matrix products, over a row's kernels.

#pragma once

/// A convolution's shape: input NHWC [batch, height, width, channels], output [batch, out_height, out_width,
/// out_channels]. All are positive except the pads, which are not negative.
typedef struct {
    int32_t batch, height, width, channels;
    int32_t out_height, out_width, out_channels;
    int32_t kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width;
    int32_t pad_top, pad_left;
    int32_t groups;
} ck_convolution_shape;

/// A quantized convolution whose weights are packed for one row of the table.
typedef struct {
    ck_convolution_shape shape;
    const int8_t *weights;
    const int32_t *bias;
    const float *scale;
    ck_rounding rounding;
    uint8_t input_zero_point;
} ck_convolution;

/// Where the bytes of a convolution lie. Strides count bytes from pixel to pixel.
typedef struct {
    const uint8_t *in;
    size_t in_stride;
    uint8_t *out;
    size_t out_stride;
    float *floats; ///< not NULL: the output is (float)sum * scale as NCHW floats, and `out` is not used
} ck_picture;

/// Bytes of packed weights, and how many entries the packed bias and scale have. `is_depthwise` asks for the
/// layout of ck_convolve_depthwise_u8s8; groups == channels == out_channels then.
size_t ck_packed_weights(const ck_kernels *row, const ck_convolution_shape *shape, bool is_depthwise);
size_t ck_packed_channels(const ck_kernels *row, const ck_convolution_shape *shape, bool is_depthwise);

/// Packs weights given as [out_channels][channels / groups][kernel_height][kernel_width].
void ck_pack_weights(const ck_kernels *row, const ck_convolution_shape *shape, bool is_depthwise,
                     const int8_t *weights, int8_t *packed);

/// Packs one 32-bit value per output channel (a bias or the bits of a scale); the rest is zero.
void ck_pack_channels(const ck_kernels *row, const ck_convolution_shape *shape, bool is_depthwise,
                      const int32_t *values, int32_t *packed);

/// Bytes of scratch per caller.
size_t ck_convolution_scratch(const ck_kernels *row, const ck_convolution_shape *shape, bool is_depthwise,
                              bool gives_floats);

/// Computes output lines first...last-1, counted over batch and rows, all channels. Lines given to different
/// callers may run at once, each with a scratch of its own.
void ck_convolve_u8s8(const ck_kernels *row, const ck_convolution *convolution, const ck_picture *picture,
                      size_t first, size_t last, uint8_t *scratch);

/// The same for groups == channels == out_channels and bytes out.
void ck_convolve_depthwise_u8s8(const ck_kernels *row, const ck_convolution *convolution,
                                const ck_picture *picture, size_t first, size_t last, uint8_t *scratch);

/// A float convolution, NCHW, whose weights are packed for one row of the table.
typedef struct {
    ck_window window;
    size_t groups, group_channels, group_outputs; ///< the last two of one group
    const float *weights;                          ///< ck_pack_product's, group by group
    const float *bias;                             ///< one per output channel, or NULL
    ck_function function;                          ///< applied last
    float alpha, beta;
} ck_float_convolution;

/// Floats that the packed weights of a product take: `rows` rows of `depth`.
size_t ck_packed_product(const ck_kernels *row, size_t rows, size_t depth);

/// Packs weights given as [rows][depth].
void ck_pack_product(const ck_kernels *row, size_t rows, size_t depth, const float *weights, float *packed);

/// Floats of scratch per caller.
size_t ck_float_scratch(const ck_kernels *row, const ck_float_convolution *convolution);

/// Computes output lines first...last-1 of one picture. Lines given to different callers may run at once.
void ck_convolve_f32(const ck_kernels *row, const ck_float_convolution *convolution, const float *in, float *out,
                     size_t first, size_t last, float *scratch);

/// A product of float matrices: out[r][c] = alpha * sum over k of left[r][k] * right[k][c].
typedef struct {
    size_t rows, inner, columns; ///< all positive; inner * columns is below 2^32
    bool left_is_transposed;     ///< left lies as [inner][rows]
    bool right_is_transposed;    ///< right lies as [columns][inner]
    float alpha;
} ck_matrix_product;

/// Floats of scratch per caller.
size_t ck_matrix_scratch(const ck_kernels *row, const ck_matrix_product *product);

/// Computes the results in rows first_row...last_row-1 and columns first_column...last_column-1, of which there is
/// at least one. Parts given to different callers may be computed at once; those that begin at a multiple of
/// float_rows and float_columns waste nothing.
void ck_multiply_f32(const ck_kernels *row, const ck_matrix_product *product, const float *left,
                     const float *right, float *out, size_t first_row, size_t last_row, size_t first_column,
                     size_t last_column, float *scratch);
