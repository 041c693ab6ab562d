// Numeric kernels for networks: the contracts.
//
// Integer tensors are NHWC: the channels of one pixel lie together, and pixels lie one stride apart, so that
// a tensor can be some channels of a wider one. Float tensors are NCHW. Integer activations are u8 with a
// zero point, integer weights s8 without one. Every integer kernel gives the same bits on every machine.
//
// Rounding, the one rule: a sum s becomes  clamp(nearest_even((float)s * scale) + zero_point, low, high), and
// then table[that] where there is a table. The product is one IEEE single multiplication, never fused with
// anything. Who calls guarantees that no sum it can meet makes a product of 2^30 or more in magnitude.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck_float.h"
#include "ck_scan.h"

/// Sums this long cannot overflow: 65,000 products of at most 255 * 128 in magnitude stay below 2^31 - 2^22,
/// and the bias (with its zero-point correction) is checked by the caller to keep the whole in int32.
#define CK_LONGEST_SUM 65000

/// What every output of a convolution shares about its rounding.
typedef struct {
    int32_t zero_point;   ///< of the output, 0...255
    int32_t low, high;    ///< within 0...255, low <= high
    const uint8_t *table; ///< 256 entries applied last, or NULL
} ck_rounding;

/// Output pixels in a row, one block of their channels.
///
/// out[p][c] = round(bias[c] + sum over s, k of in[p * pixel_stride + segments[s] + k] * weights[s][k][c]).
/// A segment is 4 * segment_groups bytes, all of which are read. Weights lie as
/// [segment][segment_groups][block][4]: four consecutive k of one channel together; they, `bias` and `scale`
/// have the channels of a block in the row's order (see `lanes`) and hold zeros for channels past `columns`.
typedef struct {
    const uint8_t *in;
    size_t pixel_stride; ///< bytes from one pixel's first segment to the next pixel's
    const size_t *segments;
    size_t segment_count, segment_groups;
    const int8_t *weights;
    const int32_t *bias; ///< the zero-point correction included
    const float *scale;  ///< finite and positive
    ck_rounding rounding;
    size_t columns; ///< channels wanted, 1...block
    uint8_t *out;
    size_t out_stride;
    float *floats; ///< not NULL: (float)sum * scale goes here, `float_stride` apart, and `out` is untouched
    size_t float_stride;
} ck_dense_run;

/// Computes `pixels` (at least one) outputs of `block` channels: 16, 32, or 64 where the row goes so far.
typedef void ck_dense_u8s8(const ck_dense_run *run, size_t block, size_t pixels);

/// Output pixels in a row of a depthwise convolution, all channels.
///
/// out[p][c] = round(bias[c] + sum over y, x of rows[y][p * pixel_step + x * tap_step + c] * w[y][x][c]).
/// Reads exactly `channels` bytes of each place. The layout of `weights`, `bias` and `scale` is the row's own
/// (ck_pack_depthwise makes it).
typedef struct {
    const uint8_t *const *rows;
    size_t kernel_height, kernel_width, pixel_step, tap_step, channels;
    const int8_t *weights;
    const int32_t *bias;
    const float *scale;
    ck_rounding rounding;
    uint8_t *out;
    size_t out_stride;
} ck_depthwise_run;

typedef void ck_depthwise_u8s8(const ck_depthwise_run *run, size_t pixels);

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

/// out[i] = max(a[i], b[i]); `out` may be `a` or `b`.
typedef void ck_max_u8(const uint8_t *a, const uint8_t *b, uint8_t *out, size_t count);

/// out[i] = clamp(nearest_even(in[i] / scale) + zero_point, 0, 255), the quotient rounded to a float first;
/// not-a- number gives `zero_point`.
typedef void ck_quantize_vectors(const float *in, float scale, int32_t zero_point, uint8_t *out, size_t count);

/// out[c * plane + p] = (in[p * stride + c] - zero_point) * scale for four channels c.
typedef void ck_expand_vectors(const uint8_t *in, size_t stride, size_t pixels, float scale, int32_t zero_point,
                               float *out, size_t plane);

/// Three planes become pixels of three bytes.
typedef void ck_weave_u8(const uint8_t *a, const uint8_t *b, const uint8_t *c, uint8_t *out, size_t count);

/// A tile of a product of float matrices: sum[r][c] = bias[r] + sum over k of w[r][k] * in[offsets[k] + c].
///
/// With R = float_rows and C = float_columns of the row of kernels: weights lie as [depth][R], zeros for rows
/// past the last; all C columns may be read. Of each row of sums those whose bit is set in `keep` go to `out`,
/// one after another. Strides count floats. The order of the sum, and so its last bits, is the kernel's own
/// affair; likewise in all float kernels.
typedef struct {
    const float *weights, *in;
    const uint32_t *offsets;
    const float *bias; ///< one per row, or NULL
    size_t rows, depth; ///< rows is 1...R
    uint64_t keep;      ///< not 0; bit c stands for column c
    float *out;
    size_t out_stride;
} ck_product_run;

typedef void ck_product_f32(const ck_product_run *run);

/// ck_apply_f32 in the vectors of one instruction set.
typedef void ck_apply_vectors_f32(ck_function function, float alpha, float beta, const float *in, float *out,
                                  size_t count);

/// One depthwise plane: out = bias + window . weights, where weights is [kernel_height][kernel_width].
typedef void ck_depthwise_f32(const ck_window *window, const float *in, const float *weights, float bias,
                              float *out);

/// Largest value under each window; cells outside take no part.
typedef void ck_maxpool_f32(const ck_window *window, size_t planes, const float *in, float *out);

/// Does nothing but 8-bit multiply-adds of registers, as fast as the machine can, and gives their number.
typedef size_t ck_burst(size_t rounds);

/// One usable set of kernels.
typedef struct {
    const char *name;
    bool (*is_usable)(void);
    /// 128-bit lanes of a vector, which fix the order of channels in a block of B: place (4 * v + e) of lane
    /// l, that is index v * 4 * lanes + 4 * l + e, is channel l * B / lanes + 4 * v + e.
    size_t lanes;
    size_t widest_block; ///< 16, 32 or 64
    bool fuses_table;    ///< `dense` and `depthwise` apply the table; else they are never given one
    bool joins_taps;     ///< `depthwise` wants its weights as quads of kernel rows
    ck_burst *burst; ///< NULL: the set has no such instruction
    ck_dense_u8s8 *dense;
    ck_depthwise_u8s8 *depthwise;
    ck_lookup_u8 *lookup;
    ck_add_u8 *add;
    ck_max_u8 *max;
    ck_quantize_vectors *quantize;
    ck_expand_vectors *expand; ///< NULL: nothing is faster than a table
    ck_weave_u8 *weave;
    ck_scan *scan;
    ck_refine *refine;
    size_t float_rows, float_columns;
    ck_product_f32 *product_f32;
    ck_apply_vectors_f32 *apply_f32;
    ck_depthwise_f32 *depthwise_f32;
    ck_maxpool_f32 *maxpool_f32;
} ck_kernels;

/// The number of rows in the table, best first; the last runs anywhere.
size_t ck_kernels_count(void);

/// Row `index` of the table, whether or not this machine can run it.
const ck_kernels *ck_kernels_at(size_t index);

/// The row called `name`, or the best usable one when `name` is NULL. NULL: no such name, or not usable here.
const ck_kernels *ck_kernels_select(const char *name);

/// Gives freed memory back to the system, where the C library can.
void ck_give_back_memory(void);

/// Bytes of a large page of most systems.
#define CK_LARGE_PAGE (2 << 20)

/// Asks the system for large pages under `memory`, of which nothing is touched yet. It may not have them.
void ck_prefer_large_pages(void *memory, size_t size);

#include "ck_convolution.h"
#include "ck_pixels.h"
#include "ck_pool.h"
