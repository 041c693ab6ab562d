// From 32-bit sums to stored bytes with 512-bit vectors. Included only by files whose functions carry the
// target attribute.

#pragma once

#include <immintrin.h>

#include "CKernels.h"

typedef struct {
    __m512i zero_point, low, high;
    __m512i part[4]; ///< the table
    bool has_table;
} rounding_avx512;

// Sixteen sums times their scales, to the nearest whole number.
static inline __attribute__((always_inline)) __m512i scaled(__m512i sum, const float *scale) {
    return _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_cvtepi32_ps(sum), _mm512_loadu_ps(scale)));
}

// Both saturate, and so clamp to 0...255 on the way; the zero point fits between them.
static inline __attribute__((always_inline)) __m512i bytes_of(__m512i a, __m512i b, __m512i c, __m512i d,
                                                              const rounding_avx512 *r) {
    __m512i low = _mm512_adds_epi16(_mm512_packs_epi32(a, b), r->zero_point);
    __m512i high = _mm512_adds_epi16(_mm512_packs_epi32(c, d), r->zero_point);
    __m512i value = _mm512_packus_epi16(low, high);
    return _mm512_min_epu8(_mm512_max_epu8(value, r->low), r->high);
}

static inline __attribute__((always_inline)) rounding_avx512 load_rounding(const ck_rounding *rounding) {
    rounding_avx512 r;
    r.zero_point = _mm512_set1_epi16((int16_t)rounding->zero_point);
    r.low = _mm512_set1_epi8((char)rounding->low);
    r.high = _mm512_set1_epi8((char)rounding->high);
    r.has_table = rounding->table != NULL;
    for (size_t i = 0; i < 4; i++)
        r.part[i] = r.has_table ? _mm512_loadu_si512(rounding->table + 64 * i) : _mm512_setzero_si512();
    return r;
}

static inline __attribute__((always_inline)) __m512i through_table(__m512i value, const rounding_avx512 *r) {
#ifdef CK_HAS_VBMI
    if (r->has_table) {
        __m512i low = _mm512_permutex2var_epi8(r->part[0], value, r->part[1]);
        __m512i high = _mm512_permutex2var_epi8(r->part[2], value, r->part[3]);
        value = _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(value), high);
    }
#else
    (void)r;
#endif
    return value;
}

static inline __mmask64 first_bytes(size_t count) { return ~(__mmask64)0 >> (64 - count); }
