// Float kernels: portable, one version each. The heavy ones are in a row of the table.

#pragma once

#include <stddef.h>
#include <stdint.h>

/// Copies between two strided arrays of `rank` (1...8) dimensions of elements of `size` bytes (1, 4). Strides
/// count elements and may be zero or negative on the input side.
void ck_copy_strided(size_t size, size_t rank, const int64_t *dims, const void *in, const int64_t *in_strides,
                     void *out, const int64_t *out_strides);

/// The same for the indices first...last-1 of dimension `axis` alone, so that threads can share a copy.
void ck_copy_strided_part(size_t size, size_t rank, const int64_t *dims, const void *in,
                          const int64_t *in_strides, void *out, const int64_t *out_strides, size_t axis,
                          size_t first, size_t last);

/// Pointwise functions. `alpha` and `beta` are the operator's parameters: clip's bounds, leaky's slope
/// (alpha), hard-sigmoid's alpha and beta, power's exponent (alpha).
typedef enum {
    CK_IDENTITY,
    CK_RELU,
    CK_SIGMOID,
    CK_SILU,
    CK_HARD_SWISH,
    CK_HARD_SIGMOID,
    CK_LEAKY_RELU,
    CK_CLIP,
    CK_TANH,
    CK_EXP,
    CK_LOG,
    CK_SQRT,
    CK_NEGATE,
    CK_ABS,
    CK_POWER,
    CK_ERF,
    CK_RECIPROCAL,
    CK_SOFTPLUS,
    CK_ELU,
    CK_FLOOR,
    CK_GELU,
    CK_GELU_TANH ///< with tanh in place of the error function
} ck_function;

/// out[i] = f(in[i]); `out` may be `in`.
void ck_apply_f32(ck_function function, float alpha, float beta, const float *in, float *out, size_t count);

/// CK_SLOPE: a where it is not negative, else a * b.
typedef enum {
    CK_ADD,
    CK_SUBTRACT,
    CK_MULTIPLY,
    CK_DIVIDE,
    CK_MAXIMUM,
    CK_MINIMUM,
    CK_RAISE,
    CK_SLOPE
} ck_binary;

/// out = a op b over `rank` (1...8) dimensions; `out` is contiguous, a stride of zero broadcasts.
void ck_binary_f32(ck_binary operation, size_t rank, const int64_t *dims, const float *a,
                   const int64_t *a_strides, const float *b, const int64_t *b_strides, float *out);

/// The same for the indices first...last-1 of dimension `axis` alone, before which all are 1.
void ck_binary_part_f32(ck_binary operation, size_t rank, const int64_t *dims, const float *a,
                        const int64_t *a_strides, const float *b, const int64_t *b_strides, float *out,
                        size_t axis, size_t first, size_t last);

typedef enum { CK_REDUCE_SUM, CK_REDUCE_MEAN, CK_REDUCE_MAX, CK_REDUCE_MIN, CK_REDUCE_L2 } ck_reduction;

/// out[i] = reduction of row i; `in` is [rows][count], count > 0.
void ck_reduce_f32(ck_reduction reduction, const float *in, size_t rows, size_t count, float *out);

/// Softmax of each row of [rows][count]; `out` may be `in`.
void ck_softmax_f32(const float *in, size_t rows, size_t count, float *out);

/// Each row of [rows][count] moved to mean 0 and variance 1 (`epsilon` is added to the variance), times `scale`,
/// plus `bias`, which hold one number per column; `bias` may be NULL, `out` may be `in`, count > 0.
void ck_layer_norm_f32(const float *in, size_t rows, size_t count, const float *scale, const float *bias,
                       float epsilon, float *out);

/// A window over NCHW planes; as in the integer shape, but one plane at a time.
typedef struct {
    int32_t height, width, out_height, out_width;
    int32_t kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width;
    int32_t pad_top, pad_left;
} ck_window;

/// One output plane of a transposed convolution: `window` is that of the convolution from this plane to the
/// input's, so that height and width are the output's, and each of `channels` input planes is out_height by
/// out_width. Kernels [kernel_height][kernel_width] lie `weight_stride` floats apart.
void ck_transposed_f32(const ck_window *window, size_t channels, size_t weight_stride, const float *in,
                       const float *weights, float bias, float *out);

/// Each value of [channels][plane] over (bias + alpha / size * sum of squares of `size` neighbouring
/// channels) to the power of beta.
void ck_local_response_f32(size_t channels, size_t plane, size_t size, float alpha, float beta, float bias,
                           const float *in, float *out);

/// Mean under each window. `pad_bottom` and `pad_right` bound the padded picture; with `counts_padding` its
/// cells count as zeros, otherwise they do not count.
void ck_averagepool_f32(const ck_window *window, int32_t pad_bottom, int32_t pad_right, int counts_padding,
                        size_t planes, const float *in, float *out);

/// Resamples planes: out[y][x] mixes rows low_y[y], high_y[y] with weight mix_y[y] on the high one, same for
/// x.
void ck_resize_f32(size_t planes, size_t height, size_t width, size_t out_height, size_t out_width,
                   const int32_t *low_y, const int32_t *high_y, const float *mix_y, const int32_t *low_x,
                   const int32_t *high_x, const float *mix_x, const float *in, float *out);
