#if defined(__x86_64__)
#define CK_SET avx512
#define CK_OWN_WINDOWS
#define CK_OWN_QUANTIZE
#include <immintrin.h>

#include "CKernels.h"
#include "exponential.h"
#include "requantize.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma"))), \
                             apply_to = function)

#include "float_body.h"

enum { most_taps = 16 };

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

// Sixteen columns at a time, line after line: the sums stay in registers while the taps pass. Sizes are
// constants at the usual calls, so that their loops unroll.
static inline __attribute__((always_inline)) void depthwise(const ck_window *w, const float *in,
                                                            const float *weights, float bias, float *out,
                                                            const int32_t height, const int32_t width,
                                                            const int32_t step) {
    for (int32_t x = 0; x < w->out_width; x += 16) {
        const int32_t count = w->out_width - x < 16 ? w->out_width - x : 16;
        const __mmask16 wanted = (__mmask16)(0xFFFFu >> (16 - count));
        const int32_t first = x * step - w->pad_left;
        __mmask16 low[most_taps], high[most_taps];
        masks_of(w, first, low, high);
        for (int32_t oy = 0; oy < w->out_height; oy++) {
            __m512 total = _mm512_set1_ps(bias);
            for (int32_t ky = 0; ky < height; ky++) {
                const int32_t y = oy * w->stride_height - w->pad_top + ky * w->dilation_height;
                if (y < 0 || y >= w->height) continue;
                const float *line = in + (ptrdiff_t)y * w->width + first;
                for (int32_t kx = 0; kx < width; kx++) {
                    const __m512 values = columns_at(line + kx * w->dilation_width, low[kx], high[kx], step);
                    total = _mm512_fmadd_ps(values, _mm512_set1_ps(weights[ky * width + kx]), total);
                }
            }
            _mm512_mask_storeu_ps(out + (ptrdiff_t)oy * w->out_width + x, wanted, total);
        }
    }
}

void ck_depthwise_f32_avx512(const ck_window *w, const float *in, const float *weights, float bias, float *out) {
    const bool is_square = w->kernel_height == w->kernel_width;
    const int32_t size = is_square ? w->kernel_width : 0, step = w->stride_width;
    if (step > 2 || w->kernel_width > most_taps) {
        ck_depthwise_f32_avx2(w, in, weights, bias, out);
    } else if (size == 3 && step == 1) {
        depthwise(w, in, weights, bias, out, 3, 3, 1);
    } else if (size == 3) {
        depthwise(w, in, weights, bias, out, 3, 3, 2);
    } else if (size == 5 && step == 1) {
        depthwise(w, in, weights, bias, out, 5, 5, 1);
    } else if (size == 5) {
        depthwise(w, in, weights, bias, out, 5, 5, 2);
    } else {
        depthwise(w, in, weights, bias, out, w->kernel_height, w->kernel_width, step);
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

#pragma clang attribute pop
#endif
