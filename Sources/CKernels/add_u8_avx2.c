#if defined(__x86_64__)
#include <immintrin.h>

#include "requantize.h"
#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

static inline __m256 floats(const uint8_t *bytes) {
    return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)bytes)));
}

void ck_add_u8_avx2(const uint8_t *a, const uint8_t *b, const ck_addition *addition, uint8_t *out,
                    size_t count) {
    const __m256 a_scale = _mm256_set1_ps(addition->a_scale), b_scale = _mm256_set1_ps(addition->b_scale);
    const __m256 offset = _mm256_set1_ps(addition->offset);
    const __m256 least = _mm256_set1_ps((float)addition->low), most = _mm256_set1_ps((float)addition->high);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256 right = _mm256_add_ps(_mm256_mul_ps(floats(b + i), b_scale), offset);
        __m256 value = _mm256_add_ps(_mm256_mul_ps(floats(a + i), a_scale), right);
        __m256i whole = _mm256_cvtps_epi32(_mm256_min_ps(_mm256_max_ps(value, least), most));
        __m128i words = _mm_packus_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
        _mm_storel_epi64((__m128i *)(out + i), _mm_packus_epi16(words, words));
    }
    ck_add_u8_scalar(a + i, b + i, addition, out + i, count - i);
}

#pragma clang attribute pop
#endif
