// 64 pixels at a time: each vector of the result is picked from two planes, then from the third.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi"))), \
                             apply_to = function)

void ck_weave_u8_avx512vbmi(const uint8_t *a, const uint8_t *b, const uint8_t *c, uint8_t *out, size_t count) {
    uint8_t pick[3][64];
    uint64_t third[3] = {0, 0, 0};
    for (size_t i = 0; i < 192; i++) {
        // From the first plane, from the second (64 further on), or from the third.
        pick[i / 64][i % 64] = (uint8_t)(i / 3 + (i % 3 == 1 ? 64 : 0));
        if (i % 3 == 2) third[i / 64] |= (uint64_t)1 << i % 64;
    }
    __m512i index[3];
    for (size_t v = 0; v < 3; v++) index[v] = _mm512_loadu_si512(pick[v]);
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        const __m512i first = _mm512_loadu_si512(a + i), second = _mm512_loadu_si512(b + i);
        const __m512i last = _mm512_loadu_si512(c + i);
        for (size_t v = 0; v < 3; v++) {
            __m512i value = _mm512_permutex2var_epi8(first, index[v], second);
            value = _mm512_mask_permutexvar_epi8(value, third[v], index[v], last);
            _mm512_storeu_si512(out + 3 * i + 64 * v, value);
        }
    }
    ck_weave_u8_scalar(a + i, b + i, c + i, out + 3 * i, count - i);
}

#pragma clang attribute pop
#endif
