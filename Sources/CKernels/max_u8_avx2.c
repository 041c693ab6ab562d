#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

void ck_max_u8_avx2(const uint8_t *a, const uint8_t *b, uint8_t *out, size_t count) {
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i left = _mm256_loadu_si256((const __m256i *)(a + i));
        __m256i right = _mm256_loadu_si256((const __m256i *)(b + i));
        _mm256_storeu_si256((__m256i *)(out + i), _mm256_max_epu8(left, right));
    }
    ck_max_u8_scalar(a + i, b + i, out + i, count - i);
}

#pragma clang attribute pop
#endif
