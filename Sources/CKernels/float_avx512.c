#if defined(__x86_64__)
#define CK_SET avx512
#define CK_OWN_WINDOWS
#define CK_OWN_QUANTIZE
#define CK_OWN_SIGMOID
#include <immintrin.h>

#include "CKernels.h"
#include "exponential.h"
#include "requantize.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma"))), \
                             apply_to = function)

// 1 / (1 + 2^t) for t = -x / ln 2. A float between 2^19 and 2^20 has steps of a sixteenth: adding and taking away one
// rounds t so, and leaves the sixteenths in its last bits. What is left of t, a 32nd at most, takes two terms (fitted,
// off by 5e-7), and one step of Newton's doubles the 14 bits of the reciprocal.
static inline __attribute__((always_inline)) __m512 sigmoid(__m512 x) {
    static const float sixteenths[] = {1.0f,        1.04427373f, 1.09050775f, 1.13878858f, 1.18920708f, 1.24185777f,
                                       1.29683957f, 1.35425556f, 1.41421354f, 1.47682619f, 1.54221082f, 1.61049032f,
                                       1.68179286f, 1.75625217f, 1.8340081f,  1.91520655f};
    // The second operand is the result when one is not a number.
    x = _mm512_min_ps(_mm512_set1_ps(88), _mm512_max_ps(_mm512_set1_ps(-87), x));
    const __m512 scale = _mm512_set1_ps(-1.44269504f), steps = _mm512_set1_ps(786432);
    const __m512 moved = _mm512_fmadd_ps(x, scale, steps), near = _mm512_sub_ps(moved, steps);
    const __m512 rest = _mm512_fmsub_ps(x, scale, near);
    const __m512 part = _mm512_permutexvar_ps(_mm512_castps_si512(moved), _mm512_loadu_ps(sixteenths));
    const __m512 terms = _mm512_fmadd_ps(rest, _mm512_set1_ps(0.24023433f), _mm512_set1_ps(0.69318783f));
    const __m512 power = _mm512_scalef_ps(_mm512_fmadd_ps(_mm512_mul_ps(part, rest), terms, part), near);
    const __m512 sum = _mm512_add_ps(power, _mm512_set1_ps(1)), inverse = _mm512_rcp14_ps(sum);
    return _mm512_mul_ps(inverse, _mm512_fnmadd_ps(sum, inverse, _mm512_set1_ps(2)));
}

static void sigmoids_avx512(const float *in, float *out, size_t count, bool times_in) {
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m512 x = _mm512_loadu_ps(in + i), y = sigmoid(x);
        _mm512_storeu_ps(out + i, times_in ? _mm512_mul_ps(x, y) : y);
    }
    if (i == count) return;
    const __mmask16 mask = (__mmask16)((1u << (count - i)) - 1);
    const __m512 x = _mm512_maskz_loadu_ps(mask, in + i), y = sigmoid(x);
    _mm512_mask_storeu_ps(out + i, mask, times_in ? _mm512_mul_ps(x, y) : y);
}

#include "float_body.h"

enum { most_taps = 7 };

// For each tap which lanes of a load lie inside the picture: lane i reads column x + i, and lane i of the
// second load of a step of two reads column x + 16 + i.
static void masks_of(const ck_window *w, int32_t x, __mmask16 *low, __mmask16 *high) {
    for (int32_t kx = 0; kx < w->kernel_width; kx++) {
        const int32_t first = x + kx * w->dilation_width;
        uint32_t inside = 0;
        for (int32_t i = 0; i < 32; i++) inside |= (uint32_t)(first + i >= 0 && first + i < w->width) << i;
        low[kx] = (__mmask16)inside;
        high[kx] = (__mmask16)(inside >> 16);
    }
}

static inline __attribute__((always_inline)) __m512 columns_at(const float *from, __mmask16 low, __mmask16 high,
                                                               int32_t step) {
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    const __m512 values = _mm512_maskz_loadu_ps(low, from);
    if (step == 1) return values;
    return _mm512_permutex2var_ps(values, even, _mm512_maskz_loadu_ps(high, from + 16));
}

/// Sixteen columns of a plane, and which of them lie inside the picture under each tap of a line.
typedef struct {
    const ck_window *window;
    const float *in, *weights; ///< `in` is the plane's first line at the first column
    float bias;
    float *out; ///< likewise
    __mmask16 low[most_taps], high[most_taps], wanted;
} strip;

// `lines` output lines from oy on: where lines lie one below the other, what is read of the picture serves all of
// them. Sizes are constants at each call, so that loops unroll and the sums stay in registers.
static inline __attribute__((always_inline)) void depthwise_lines(const strip *s, int32_t oy, const int32_t lines,
                                                                  const int32_t size, const int32_t step) {
    const ck_window *w = s->window;
    __m512 total[4];
    for (int32_t i = 0; i < lines; i++) total[i] = _mm512_set1_ps(s->bias);
#pragma clang loop unroll(full)
    for (int32_t i = 0; i < lines + size - 1; i++) {
        const int32_t y = oy * w->stride_height - w->pad_top + i * w->dilation_height;
        if (y < 0 || y >= w->height) continue;
        const float *line = s->in + (ptrdiff_t)y * w->width;
#pragma clang loop unroll(full)
        for (int32_t kx = 0; kx < size; kx++) {
            const __m512 values = columns_at(line + kx * w->dilation_width, s->low[kx], s->high[kx], step);
#pragma clang loop unroll(full)
            for (int32_t j = 0; j < lines; j++)
                if (i >= j && i - j < size)
                    total[j] = _mm512_fmadd_ps(values, _mm512_set1_ps(s->weights[(i - j) * size + kx]), total[j]);
        }
    }
    for (int32_t i = 0; i < lines; i++)
        _mm512_mask_storeu_ps(s->out + (ptrdiff_t)(oy + i) * w->out_width, s->wanted, total[i]);
}

static inline __attribute__((always_inline)) void depthwise(const ck_window *w, const float *in,
                                                            const float *weights, float bias, float *out,
                                                            const int32_t size, const int32_t step) {
    strip s = {.window = w, .weights = weights, .bias = bias};
    const bool is_dense = w->stride_height == 1 && w->dilation_height == 1;
    for (int32_t x = 0; x < w->out_width; x += 16) {
        const int32_t count = w->out_width - x < 16 ? w->out_width - x : 16;
        const int32_t first = x * step - w->pad_left;
        s.wanted = (__mmask16)(0xFFFFu >> (16 - count));
        s.in = in + first;
        s.out = out + x;
        masks_of(w, first, s.low, s.high);
        int32_t oy = 0;
        for (; is_dense && oy + 4 <= w->out_height; oy += 4) depthwise_lines(&s, oy, 4, size, step);
        for (; oy < w->out_height; oy++) depthwise_lines(&s, oy, 1, size, step);
    }
}

void ck_depthwise_f32_avx512(const ck_window *w, const float *in, const float *weights, float bias, float *out) {
    const bool is_square = w->kernel_height == w->kernel_width;
    const int32_t size = is_square ? w->kernel_width : 0, step = w->stride_width;
    if (size == 3 && step == 1) {
        depthwise(w, in, weights, bias, out, 3, 1);
    } else if (size == 3 && step == 2) {
        depthwise(w, in, weights, bias, out, 3, 2);
    } else if (size == 5 && step == 1) {
        depthwise(w, in, weights, bias, out, 5, 1);
    } else if (size == 5 && step == 2) {
        depthwise(w, in, weights, bias, out, 5, 2);
    } else if (size == 7 && step == 1) {
        depthwise(w, in, weights, bias, out, 7, 1);
    } else if (size == 7 && step == 2) {
        depthwise(w, in, weights, bias, out, 7, 2);
    } else {
        ck_depthwise_f32_avx2(w, in, weights, bias, out);
    }
}

// The product with the reciprocal is off by less than 2^-12 where it counts; only a vector with a value that
// close to the middle between two whole numbers needs the division.
void ck_quantize_avx512(const float *in, float scale, int32_t zero_point, uint8_t *out, size_t count) {
    const __m512 least = _mm512_set1_ps((float)-zero_point), most = _mm512_set1_ps((float)(255 - zero_point));
    const __m512 divisor = _mm512_set1_ps(scale), factor = _mm512_set1_ps(1 / scale);
    const bool is_plain = scale > 1e-30f && scale < 1e30f;
    for (size_t i = 0; i < count; i += 16) {
        const __mmask16 mask = count - i < 16 ? (__mmask16)((1u << (count - i)) - 1) : 0xFFFF;
        const __m512 value = _mm512_maskz_loadu_ps(mask, in + i);
        // The second operand is the result when one is not a number.
        __m512 scaled = _mm512_min_ps(_mm512_max_ps(_mm512_mul_ps(value, factor), least), most);
        const __m512 rest = _mm512_abs_ps(_mm512_sub_ps(scaled, _mm512_roundscale_ps(scaled, 0)));
        const __mmask16 near = _mm512_cmp_ps_mask(rest, _mm512_set1_ps(0.4995f), _CMP_GT_OQ);
        const __mmask16 wrong = _mm512_cmp_ps_mask(value, value, _CMP_UNORD_Q);
        if (near || wrong || !is_plain) {
            __m512 exact = _mm512_div_ps(value, divisor);
            exact = _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(exact, exact, _CMP_ORD_Q), exact);
            scaled = _mm512_min_ps(_mm512_max_ps(exact, least), most);
        }
        const __m512i whole = _mm512_add_epi32(_mm512_cvtps_epi32(scaled), _mm512_set1_epi32(zero_point));
        _mm512_mask_cvtepi32_storeu_epi8(out + i, mask, whole);
    }
}

// The bytes of four channels of sixteen pixels at once.
void ck_expand_avx512(const uint8_t *in, size_t stride, size_t pixels, float scale, int32_t zero_point, float *out,
                      size_t plane) {
    const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i places = _mm512_mullo_epi32(lanes, _mm512_set1_epi32((int32_t)stride));
    const __m512i zero = _mm512_set1_epi32(zero_point), byte = _mm512_set1_epi32(255);
    const __m512 factor = _mm512_set1_ps(scale);
    for (size_t p = 0; p < pixels; p += 16) {
        const __mmask16 mask = pixels - p < 16 ? (__mmask16)((1u << (pixels - p)) - 1) : 0xFFFF;
        __m512i four = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), mask, places, in + p * stride, 1);
        for (size_t c = 0; c < 4; c++, four = _mm512_srli_epi32(four, 8)) {
            const __m512i moved = _mm512_sub_epi32(_mm512_and_si512(four, byte), zero);
            _mm512_mask_storeu_ps(out + c * plane + p, mask, _mm512_mul_ps(_mm512_cvtepi32_ps(moved), factor));
        }
    }
}

#pragma clang attribute pop
#endif
