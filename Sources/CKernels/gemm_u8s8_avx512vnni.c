// Twelve rows by two vectors of sixteen columns: 24 accumulators, two weight vectors and one broadcast at a
// time.

#if defined(__x86_64__)
#include <immintrin.h>

#include "requantize.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))),                \
                             apply_to = function)

enum { tile_rows = 12 };

static inline __attribute__((always_inline)) void store(__m512i sum, size_t c, size_t count,
                                                        const ck_requantize *r, uint8_t *out) {
    __mmask16 mask = (__mmask16)((1u << count) - 1);
    sum = _mm512_add_epi32(sum, _mm512_maskz_loadu_epi32(mask, r->bias + c));
    __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(sum), _mm512_maskz_loadu_ps(mask, r->scale + c));
    value = _mm512_max_ps(value, _mm512_set1_ps((float)(r->low - r->zero_point)));
    value = _mm512_min_ps(value, _mm512_set1_ps((float)(r->high - r->zero_point)));
    __m512i whole = _mm512_add_epi32(_mm512_cvtps_epi32(value), _mm512_set1_epi32(r->zero_point));
    _mm512_mask_cvtepi32_storeu_epi8(out + c, mask, whole);
}

// `vectors` is a constant at each call, so the loops over it unroll and the accumulators stay in registers.
static inline __attribute__((always_inline)) void tile(const uint8_t *a, size_t a_stride, size_t groups,
                                                       const int8_t *w, size_t rows, size_t columns,
                                                       const ck_requantize *r, uint8_t *out,
                                                       size_t out_stride, int32_t *sums,
                                                       const size_t vectors) {
    __m512i total[tile_rows][2];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < tile_rows; i++)
        for (size_t v = 0; v < vectors; v++) total[i][v] = _mm512_setzero_si512();

    for (size_t g = 0; g < groups; g++) {
        __m512i weights[2];
        for (size_t v = 0; v < vectors; v++) weights[v] = _mm512_loadu_si512(w + (v * groups + g) * 64);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < tile_rows; i++) {
            int32_t four;
            __builtin_memcpy(&four, a + i * a_stride + 4 * g, 4);
            __m512i values = _mm512_set1_epi32(four);
            for (size_t v = 0; v < vectors; v++)
                total[i][v] = _mm512_dpbusd_epi32(total[i][v], values, weights[v]);
        }
    }

#pragma clang loop unroll(full)
    for (size_t i = 0; i < tile_rows; i++) {
        for (size_t v = 0; v < vectors && i < rows; v++) {
            size_t count = columns - 16 * v < 16 ? columns - 16 * v : 16;
            if (sums) {
                _mm512_mask_storeu_epi32(sums + i * 32 + 16 * v, (__mmask16)((1u << count) - 1), total[i][v]);
            } else {
                store(total[i][v], 16 * v, count, r, out + i * out_stride);
            }
        }
    }
}

void ck_gemm_u8s8_avx512vnni(const uint8_t *a, size_t a_stride, size_t groups, const int8_t *w, size_t rows,
                             size_t columns, const ck_requantize *r, uint8_t *out, size_t out_stride,
                             int32_t *sums) {
    if (columns > 16) {
        tile(a, a_stride, groups, w, rows, columns, r, out, out_stride, sums, 2);
    } else {
        tile(a, a_stride, groups, w, rows, columns, r, out, out_stride, sums, 1);
    }
}

#pragma clang attribute pop
#endif
