// What all instruction sets do alike when a bound becomes a similarity; they differ in the product of two tails.

#pragma once

#include "rows.h"

#if defined(__x86_64__)
#include <immintrin.h>

static inline __attribute__((always_inline, target("avx2"))) int32_t sum_of_eight(__m256i sums) {
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
    return _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1)));
}
#endif

/// The inner product of `width` bytes without a sign and as many with one; width is a multiple of 64.
typedef int32_t refine_dot(const uint8_t *row, const int8_t *query, size_t width);

static inline __attribute__((always_inline)) void refine_by_dot(const ck_scan_rows *rows, const ck_scan_queries *queries,
                                                                const ck_scan_tails *tails,
                                                                const ck_scan_query_tails *query_tails,
                                                                ck_scan_hit *hits, size_t count, refine_dot *dot) {
#pragma clang fp contract(off)
    const size_t last = rows->columns - 1, width = query_tails->width;
    for (size_t place = 0; place < count; place++) {
        const size_t row = hits[place].row, query = hits[place].query;
        const uint8_t *group = rows->groups + row / CK_SCAN_GROUP * rows->columns * CK_SCAN_GROUP;
        const int32_t rest = group[last / 4 * 64 + row % CK_SCAN_GROUP * 4 + last % 4] - 128;
        const float bound =
            (float)(rest * queries->values[query * rows->columns + last]) * (float)rows->scales[row] *
            queries->scales[query];
        const int32_t product =
            dot(tails->bytes + row * tails->columns, query_tails->values + query * width, width) -
            query_tails->offsets[query];
        const float tail = (float)product * tails->step * query_tails->scales[query];
        const float head = hits[place].similarity - bound;
        hits[place].similarity = head + tail;
    }
}
