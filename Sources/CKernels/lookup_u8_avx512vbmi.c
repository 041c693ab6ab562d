// The whole table lies in four registers; the top bit of each byte picks between the two half-table look-ups.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi"))),                \
                             apply_to = function)

void ck_lookup_u8_avx512vbmi(const uint8_t *in, const uint8_t *table, uint8_t *out, size_t count) {
    __m512i part[4];
    for (size_t i = 0; i < 4; i++) part[i] = _mm512_loadu_si512(table + 64 * i);
    for (size_t i = 0; i < count; i += 64) {
        size_t left = count - i < 64 ? count - i : 64;
        __mmask64 mask = left == 64 ? ~(__mmask64)0 : ((__mmask64)1 << left) - 1;
        __m512i index = _mm512_maskz_loadu_epi8(mask, in + i);
        __m512i low = _mm512_permutex2var_epi8(part[0], index, part[1]);
        __m512i high = _mm512_permutex2var_epi8(part[2], index, part[3]);
        __m512i value = _mm512_mask_blend_epi8(_mm512_movepi8_mask(index), low, high);
        _mm512_mask_storeu_epi8(out + i, mask, value);
    }
}

#pragma clang attribute pop
#endif
