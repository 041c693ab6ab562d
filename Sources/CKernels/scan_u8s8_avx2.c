// Bytes become words, so that no sum of two products can overflow.

#if defined(__x86_64__)
#include <immintrin.h>

#include "refine_by_dot.h"
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
                   const uint32_t *order, size_t count, ck_scan_hit *hits) {
    return scan_by_sums(rows, first, end, queries, order, count, hits, group_sums);
}

static inline int32_t dot(const uint8_t *row, const int8_t *query, size_t width) {
    __m256i sums = _mm256_setzero_si256();
    for (size_t c = 0; c < width; c += 16) {
        const __m256i words = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + c)));
        const __m256i others = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + c)));
        sums = _mm256_add_epi32(sums, _mm256_madd_epi16(words, others));
    }
    return sum_of_eight(sums);
}

void ck_refine_avx2(const ck_scan_rows *rows, const ck_scan_queries *queries, const ck_scan_tails *tails,
                    const ck_scan_query_tails *query_tails, ck_scan_hit *hits, size_t count) {
    refine_by_dot(rows, queries, tails, query_tails, hits, count, dot);
}

#pragma clang attribute pop
#endif
