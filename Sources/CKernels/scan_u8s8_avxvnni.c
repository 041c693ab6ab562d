#if defined(__x86_64__)
#include <immintrin.h>

#include "refine_by_dot.h"
#include "scan_by_sums.h"

#pragma clang attribute push(__attribute__((target("avx2,avxvnni"))), apply_to = function)

static void group_sums(const uint8_t *group, size_t columns, const int8_t *values, int32_t *sums) {
    __m256i low = _mm256_setzero_si256(), high = low;
    for (size_t c = 0; c < columns; c += 4) {
        int32_t quad;
        __builtin_memcpy(&quad, values + c, 4);
        const __m256i value = _mm256_set1_epi32(quad);
        const __m256i *rows = (const __m256i *)(group + c * CK_SCAN_GROUP);
        low = _mm256_dpbusd_avx_epi32(low, _mm256_loadu_si256(rows), value);
        high = _mm256_dpbusd_avx_epi32(high, _mm256_loadu_si256(rows + 1), value);
    }
    _mm256_storeu_si256((__m256i *)sums, low);
    _mm256_storeu_si256((__m256i *)(sums + 8), high);
}

size_t ck_scan_avxvnni(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                      const uint32_t *order, size_t count, ck_scan_hit *hits) {
    return scan_by_sums(rows, first, end, queries, order, count, hits, group_sums);
}

static inline int32_t dot(const uint8_t *row, const int8_t *query, size_t width) {
    __m256i sums = _mm256_setzero_si256();
    for (size_t c = 0; c < width; c += 32)
        sums = _mm256_dpbusd_avx_epi32(sums, _mm256_loadu_si256((const __m256i *)(row + c)),
                                       _mm256_loadu_si256((const __m256i *)(query + c)));
    return sum_of_eight(sums);
}

void ck_refine_avxvnni(const ck_scan_rows *rows, const ck_scan_queries *queries, const ck_scan_tails *tails,
                       const ck_scan_query_tails *query_tails, ck_scan_hit *hits, size_t count) {
    refine_by_dot(rows, queries, tails, query_tails, hits, count, dot);
}

#pragma clang attribute pop
#endif
