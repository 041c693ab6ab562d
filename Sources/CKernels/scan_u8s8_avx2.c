// Bytes become words, so that no sum of two products can overflow.

#if defined(__x86_64__)
#include <immintrin.h>

#include "scan_by_sums.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

static void group_sums(const uint8_t *group, size_t columns, const int8_t *values, int32_t *sums) {
    __m256i pairs[4];
#pragma clang loop unroll(full)
    for (size_t q = 0; q < 4; q++) pairs[q] = _mm256_setzero_si256();
    for (size_t c = 0; c < columns; c += 4) {
        int32_t quad;
        __builtin_memcpy(&quad, values + c, 4);
        const __m256i value = _mm256_cvtepi8_epi16(_mm_set1_epi32(quad));
#pragma clang loop unroll(full)
        for (size_t q = 0; q < 4; q++) {
            const __m128i rows = _mm_loadu_si128((const __m128i *)(group + c * CK_SCAN_GROUP + 16 * q));
            pairs[q] = _mm256_add_epi32(pairs[q], _mm256_madd_epi16(_mm256_cvtepu8_epi16(rows), value));
        }
    }
#pragma clang loop unroll(full)
    for (size_t half = 0; half < 2; half++) {
        const __m256i mixed = _mm256_hadd_epi32(pairs[2 * half], pairs[2 * half + 1]);
        _mm256_storeu_si256((__m256i *)(sums + 8 * half), _mm256_permute4x64_epi64(mixed, 0xD8));
    }
}

size_t ck_scan_avx2(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                    ck_scan_hit *hits) {
    return scan_by_sums(rows, first, end, queries, hits, group_sums);
}

#pragma clang attribute pop
#endif
