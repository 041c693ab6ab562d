// Sixteen channels at a time; four taps of one channel are brought together in a 32-bit lane and summed at
// once.

#if defined(__x86_64__)
#include <immintrin.h>

#include "requantize.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))),                \
                             apply_to = function)

// Lane c of the result is (a[c], b[c], c[c], d[c]).
static inline __m512i interleave(__m128i a, __m128i b, __m128i c, __m128i d) {
    __m256i pairs = _mm256_set_m128i(_mm_unpackhi_epi8(a, b), _mm_unpacklo_epi8(a, b));
    __m256i others = _mm256_set_m128i(_mm_unpackhi_epi8(c, d), _mm_unpacklo_epi8(c, d));
    __m512i low = _mm512_cvtepu16_epi32(pairs);
    __m512i high = _mm512_slli_epi32(_mm512_cvtepu16_epi32(others), 16);
    return _mm512_or_si512(low, high);
}

void ck_depthwise_u8s8_avx512vnni(const uint8_t *const *taps, size_t tap_count, const int8_t *w,
                                  size_t channels, const ck_requantize *r, uint8_t *out, int32_t *sums) {
    for (size_t c = 0; c < channels; c += 16) {
        size_t count = channels - c < 16 ? channels - c : 16;
        __mmask16 mask = (__mmask16)((1u << count) - 1);
        __m512i total = _mm512_setzero_si512();
        for (size_t t = 0; t < tap_count; t += 4) {
            __m128i values[4], weights[4];
            for (size_t i = 0; i < 4; i++) {
                __mmask16 present = t + i < tap_count ? mask : 0;
                const uint8_t *tap = taps[t + i < tap_count ? t + i : t];
                values[i] = _mm_maskz_loadu_epi8(present, tap + c);
                weights[i] = _mm_maskz_loadu_epi8(present, w + (t + i) * channels + c);
            }
            total = _mm512_dpbusd_epi32(total, interleave(values[0], values[1], values[2], values[3]),
                                        interleave(weights[0], weights[1], weights[2], weights[3]));
        }
        if (sums) {
            _mm512_mask_storeu_epi32(sums + c, mask, total);
            continue;
        }
        total = _mm512_add_epi32(total, _mm512_maskz_loadu_epi32(mask, r->bias + c));
        __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(total), _mm512_maskz_loadu_ps(mask, r->scale + c));
        value = _mm512_max_ps(value, _mm512_set1_ps((float)(r->low - r->zero_point)));
        value = _mm512_min_ps(value, _mm512_set1_ps((float)(r->high - r->zero_point)));
        __m512i whole = _mm512_add_epi32(_mm512_cvtps_epi32(value), _mm512_set1_epi32(r->zero_point));
        _mm512_mask_cvtepi32_storeu_epi8(out + c, mask, whole);
    }
}

#pragma clang attribute pop
#endif
