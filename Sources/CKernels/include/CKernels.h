// Numeric kernels for networks: the contracts.
//
// Integer tensors are NHWC: the channels of one pixel lie together. Float tensors are NCHW. Integer
// activations are u8 with a zero point, integer weights s8 without one. Every integer kernel gives the same
// bits on every machine.
//
// Rounding, the one rule: a sum s becomes  clamp(nearest_even((float)s * scale) + zero_point, low, high).
// The product is one IEEE single multiplication, never fused with anything.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck_float.h"

/// Sums this long cannot overflow: 65,000 products of at most 255 * 128 in magnitude stay below 2^31 - 2^22,
/// and the bias (with its zero-point correction) is checked by the caller to keep the whole in int32.
#define CK_LONGEST_SUM 65000

/// How a 32-bit sum becomes the u8 that is stored.
typedef struct {
    const int32_t *bias;  ///< one per output channel, the zero-point correction included
    const float *scale;   ///< one per output channel, finite and positive
    int32_t zero_point;   ///< of the output, 0...255
    int32_t low, high;    ///< within 0...255, low <= high
    const uint8_t *table; ///< 256 entries applied last, or NULL
} ck_requantize;

/// out[r][c] = requantize(sum over k of a[r][k] * w[k][c]) for r < rows, c < columns.
///
/// `a` holds `tile_rows` readable rows of 4 * groups bytes each, `a_stride` apart, even when `rows` is
/// smaller. `w` holds ceil(columns / 16) blocks of [groups][16][4]: four consecutive k of one column lie
/// together, and columns past the last are zero. `columns` is at most `tile_columns`. The table of `r` is not
/// applied here. With `sums` not NULL the plain sums (no bias) go to sums[r * tile_columns + c] and `out` is
/// untouched.
typedef void ck_gemm_u8s8(const uint8_t *a, size_t a_stride, size_t groups, const int8_t *w, size_t rows,
                          size_t columns, const ck_requantize *r, uint8_t *out, size_t out_stride,
                          int32_t *sums);

/// out[c] = requantize(sum over t of taps[t][c] * w[t * channels + c]); reads exactly `channels` bytes of
/// each tap. With `sums` not NULL the plain sums (no bias) go there instead. The table of `r` is not applied
/// here.
typedef void ck_depthwise_u8s8(const uint8_t *const *taps, size_t tap_count, const int8_t *w, size_t channels,
                               const ck_requantize *r, uint8_t *out, int32_t *sums);

/// out[i] = table[in[i]]; `out` may be `in`.
typedef void ck_lookup_u8(const uint8_t *in, const uint8_t *table, uint8_t *out, size_t count);

/// How two quantized tensors are added: a * a_scale + (b * b_scale + offset), each operation one IEEE single
/// operation in that order, then nearest even, clamped to low...high.
typedef struct {
    float a_scale, b_scale, offset;
    int32_t low, high;
} ck_addition;

/// out[i] = add(a[i], b[i]); `out` may be `a` or `b`.
typedef void ck_add_u8(const uint8_t *a, const uint8_t *b, const ck_addition *addition, uint8_t *out,
                       size_t count);

/// out[r][c] = sum over k of a[r][k] * b[k][c], for r < rows, c < columns, k < depth; strides count floats.
///
/// The order of the sum, and so its last bits, is the kernel's own affair.
typedef void ck_gemm_f32(const float *a, size_t a_stride, const float *b, size_t b_stride, size_t rows,
                         size_t columns, size_t depth, float *out, size_t out_stride);

/// One usable set of kernels.
typedef struct {
    const char *name;
    bool (*is_usable)(void);
    size_t tile_rows, tile_columns; ///< of `gemm`; tile_columns is a multiple of 16
    ck_gemm_u8s8 *gemm;
    ck_depthwise_u8s8 *depthwise;
    ck_lookup_u8 *lookup;
    ck_add_u8 *add;
    ck_gemm_f32 *gemm_f32;
} ck_kernels;

/// Largest tile of any row, for buffers on the stack.
#define CK_MOST_TILE_ROWS 16
#define CK_MOST_TILE_COLUMNS 64

/// The number of rows in the table, best first; the last runs anywhere.
size_t ck_kernels_count(void);

/// Row `index` of the table, whether or not this machine can run it.
const ck_kernels *ck_kernels_at(size_t index);

/// The row called `name`, or the best usable one when `name` is NULL. NULL: no such name, or not usable here.
const ck_kernels *ck_kernels_select(const char *name);

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
    const int8_t *weights;  ///< per group, `gemm`'s layout; for depthwise [tap][channel]
    size_t group_stride;    ///< bytes from one group's packed weights to the next
    size_t k_groups;        ///< ceil(kernel_height * kernel_width * channels / groups / 4)
    const uint8_t *padding; ///< `channels` bytes of the input's zero point
    uint8_t input_zero_point;
    ck_requantize requantize;
} ck_convolution;

/// Computes output pixels first...last-1, counted over batch, rows and columns, all channels.
///
/// `scratch` has ck_convolution_scratch bytes and belongs to one caller. With `floats` not NULL the output is
/// (sum + bias) * scale as NHWC floats and `out` may be NULL. Pixels given to different callers may run at
/// once.
void ck_convolve_u8s8(const ck_kernels *row, const ck_convolution *convolution, const uint8_t *in,
                      uint8_t *out, float *floats, size_t first, size_t last, uint8_t *scratch);

/// Bytes of scratch that `ck_convolve_u8s8` needs per caller.
size_t ck_convolution_scratch(const ck_kernels *row, const ck_convolution *convolution);

/// The same for groups == channels == out_channels; needs no scratch but a place for the taps' addresses,
/// which has kernel_height * kernel_width entries.
void ck_convolve_depthwise_u8s8(const ck_kernels *row, const ck_convolution *convolution, const uint8_t *in,
                                uint8_t *out, float *floats, size_t first, size_t last, const uint8_t **taps);

/// Largest value under each window, NHWC; cells outside the picture take no part. Each window must hold a
/// cell.
void ck_maxpool_u8(const ck_convolution_shape *shape, const uint8_t *in, uint8_t *out);

/// out[n][c] = sum of in[n][p][c] over the pixels: at most 2^23 of them.
void ck_sum_pixels_u8(const uint8_t *in, size_t batch, size_t pixels, size_t channels, int32_t *out);

/// NCHW floats to NHWC u8: clamp(nearest_even(x / scale) + zero_point, 0, 255); not-a-number gives
/// `zero_point`.
void ck_quantize_f32_u8(const float *in, size_t batch, size_t channels, size_t pixels, float scale,
                        int32_t zero_point, uint8_t *out);

/// NHWC u8 to NCHW floats through a table of 256.
void ck_expand_u8_f32(const uint8_t *in, size_t batch, size_t channels, size_t pixels, const float *table,
                      float *out);
