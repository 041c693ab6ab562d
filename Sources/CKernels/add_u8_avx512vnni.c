// The target allows fused multiply-add, which would round once instead of twice: contraction is off in this
// file and before the intrinsics' header, whose functions the compiler would otherwise be free to fuse.

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl"))), apply_to = function)

void ck_add_u8_avx512vnni(const uint8_t *a, const uint8_t *b, const ck_addition *addition, uint8_t *out,
                          size_t count) {
    const __m512 a_scale = _mm512_set1_ps(addition->a_scale), b_scale = _mm512_set1_ps(addition->b_scale);
    const __m512 offset = _mm512_set1_ps(addition->offset);
    const __m512 least = _mm512_set1_ps((float)addition->low), most = _mm512_set1_ps((float)addition->high);
    for (size_t i = 0; i < count; i += 16) {
        __mmask16 mask = count - i < 16 ? (__mmask16)((1u << (count - i)) - 1) : 0xFFFF;
        __m512 left = _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(mask, a + i)));
        __m512 right = _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(mask, b + i)));
        right = _mm512_add_ps(_mm512_mul_ps(right, b_scale), offset);
        __m512 value = _mm512_add_ps(_mm512_mul_ps(left, a_scale), right);
        __m512i whole = _mm512_cvtps_epi32(_mm512_min_ps(_mm512_max_ps(value, least), most));
        _mm512_mask_cvtepi32_storeu_epi8(out + i, mask, whole);
    }
}

#pragma clang attribute pop
#endif
