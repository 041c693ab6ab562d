// Sixteen channels at a time. One product fits int16 (at most 255 * 128 in magnitude), a sum of two does not.

#if defined(__x86_64__)
#include <immintrin.h>

#include "requantize.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

static inline void store(__m256i sum, const ck_requantize *r, size_t c, uint8_t *out) {
    sum = _mm256_add_epi32(sum, _mm256_loadu_si256((const __m256i *)(r->bias + c)));
    __m256 value = _mm256_mul_ps(_mm256_cvtepi32_ps(sum), _mm256_loadu_ps(r->scale + c));
    value = _mm256_max_ps(value, _mm256_set1_ps((float)(r->low - r->zero_point)));
    value = _mm256_min_ps(value, _mm256_set1_ps((float)(r->high - r->zero_point)));
    __m256i whole = _mm256_add_epi32(_mm256_cvtps_epi32(value), _mm256_set1_epi32(r->zero_point));
    __m128i words = _mm_packus_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
    _mm_storel_epi64((__m128i *)(out + c), _mm_packus_epi16(words, words));
}

void ck_depthwise_u8s8_avx2(const uint8_t *const *taps, size_t tap_count, const int8_t *w, size_t channels,
                            const ck_requantize *r, uint8_t *out, int32_t *sums) {
    size_t c = 0;
    for (; c + 16 <= channels; c += 16) {
        __m256i low = _mm256_setzero_si256(), high = _mm256_setzero_si256();
        for (size_t t = 0; t < tap_count; t++) {
            __m256i values = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(taps[t] + c)));
            __m256i weights = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(w + t * channels + c)));
            __m256i products = _mm256_mullo_epi16(values, weights);
            low = _mm256_add_epi32(low, _mm256_cvtepi16_epi32(_mm256_castsi256_si128(products)));
            high = _mm256_add_epi32(high, _mm256_cvtepi16_epi32(_mm256_extracti128_si256(products, 1)));
        }
        if (sums) {
            _mm256_storeu_si256((__m256i *)(sums + c), low);
            _mm256_storeu_si256((__m256i *)(sums + c + 8), high);
        } else {
            store(low, r, c, out);
            store(high, r, c + 8, out);
        }
    }
    for (; c < channels; c++) {
        int32_t total = 0;
        for (size_t t = 0; t < tap_count; t++) total += taps[t][c] * w[t * channels + c];
        if (sums) {
            sums[c] = total;
        } else {
            out[c] = ck_requantize_one(total + r->bias[c], r->scale[c], r->zero_point, r->low, r->high);
        }
    }
}

#pragma clang attribute pop
#endif
