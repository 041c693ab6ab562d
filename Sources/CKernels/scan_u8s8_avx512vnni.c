// Tiles of twelve queries by two groups of rows: twenty-four sums, two vectors of rows, one broadcast.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))),      \
                             apply_to = function)

typedef struct {
    const ck_scan_rows *rows;
    const ck_scan_queries *queries;
    ck_scan_hit *hits;
    size_t found;
} search;

static inline __attribute__((always_inline)) void keep(search *s, size_t group, size_t query, __m512i sums) {
    const __m512i scales = _mm512_cvtepu16_epi32(
        _mm256_loadu_si256((const __m256i *)(s->rows->scales + group * CK_SCAN_GROUP)));
    const __m512i products = _mm512_sub_epi32(sums, _mm512_set1_epi32(s->queries->offsets[query]));
    const __m512 similarity = _mm512_mul_ps(
        _mm512_mul_ps(_mm512_cvtepi32_ps(products), _mm512_cvtepi32_ps(scales)),
        _mm512_set1_ps(s->queries->scales[query]));
    __mmask16 above = _mm512_cmp_ps_mask(similarity, _mm512_set1_ps(s->queries->thresholds[query]), _CMP_GT_OQ);
    if (__builtin_expect(above == 0, 1)) return;
    float plain[CK_SCAN_GROUP];
    _mm512_storeu_ps(plain, similarity);
    for (; above; above &= above - 1) {
        const unsigned place = (unsigned)__builtin_ctz(above);
        s->hits[s->found++] =
            (ck_scan_hit){(uint32_t)(group * CK_SCAN_GROUP + place), (uint32_t)query, plain[place]};
    }
}

/// `groups` times `queries` sums; both are known when compiling.
static inline __attribute__((always_inline)) void tile(search *s, size_t group, const size_t groups, size_t query,
                                                       const size_t queries) {
    const size_t columns = s->rows->columns, bytes = columns * CK_SCAN_GROUP;
    const uint8_t *rows = s->rows->groups + group * bytes;
    const int8_t *values = s->queries->values + query * columns;
    __m512i sums[2][12];
#pragma clang loop unroll(full)
    for (size_t q = 0; q < queries; q++) sums[0][q] = sums[1][q] = _mm512_setzero_si512();
    for (size_t c = 0; c < columns; c += 4) {
        const __m512i first = _mm512_loadu_si512(rows + c * CK_SCAN_GROUP);
        const __m512i second = groups > 1 ? _mm512_loadu_si512(rows + bytes + c * CK_SCAN_GROUP) : first;
#pragma clang loop unroll(full)
        for (size_t q = 0; q < queries; q++) {
            int32_t quad;
            __builtin_memcpy(&quad, values + q * columns + c, 4);
            const __m512i value = _mm512_set1_epi32(quad);
            sums[0][q] = _mm512_dpbusd_epi32(sums[0][q], first, value);
            if (groups > 1) sums[1][q] = _mm512_dpbusd_epi32(sums[1][q], second, value);
        }
    }
#pragma clang loop unroll(full)
    for (size_t q = 0; q < queries; q++) {
        keep(s, group, query + q, sums[0][q]);
        if (groups > 1) keep(s, group + 1, query + q, sums[1][q]);
    }
}

size_t ck_scan_avx512vnni(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                          ck_scan_hit *hits) {
    search s = {rows, queries, hits, 0};
    size_t group = first;
    for (; group + 2 <= end; group += 2) {
        size_t query = 0;
        for (; query + 12 <= queries->count; query += 12) tile(&s, group, 2, query, 12);
        for (; query + 4 <= queries->count; query += 4) tile(&s, group, 2, query, 4);
        for (; query < queries->count; query++) tile(&s, group, 2, query, 1);
    }
    if (group < end) {
        size_t query = 0;
        for (; query + 4 <= queries->count; query += 4) tile(&s, group, 1, query, 4);
        for (; query < queries->count; query++) tile(&s, group, 1, query, 1);
    }
    return s.found;
}

#pragma clang attribute pop
#endif
