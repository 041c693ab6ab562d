// Tiles of twelve or four queries by two groups of rows: up to twenty-four sums, two vectors of rows, one broadcast.

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>

#include "refine_by_dot.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))),      \
                             apply_to = function)

/// Queries of a tile.
#define WIDE 12

typedef struct {
    const ck_scan_rows *rows;
    const ck_scan_queries *queries;
    const uint32_t *order; ///< of the tile's queries
    const int8_t *values;  ///< theirs, one after the other
    int32_t offsets[WIDE];
    float limits[WIDE]; ///< thresholds, before the query's scale is applied
    ck_scan_hit *hits;
    size_t found;
} search;

static inline __attribute__((always_inline)) __m512 scales_of(const search *s, size_t group) {
    return _mm512_cvtepi32_ps(_mm512_cvtepu16_epi32(
        _mm256_loadu_si256((const __m256i *)(s->rows->scales + group * CK_SCAN_GROUP))));
}

static inline __attribute__((always_inline)) void keep(search *s, size_t group, size_t asked, __m512i sums,
                                                       __m512 scales) {
    const __m512i products = _mm512_sub_epi32(sums, _mm512_set1_epi32(s->offsets[asked]));
    const __m512 weighted = _mm512_mul_ps(_mm512_cvtepi32_ps(products), scales);
    __mmask16 above = _mm512_cmp_ps_mask(weighted, _mm512_set1_ps(s->limits[asked]), _CMP_GT_OQ);
    if (__builtin_expect(above == 0, 1)) return;
    const size_t query = s->order[asked];
    float plain[CK_SCAN_GROUP];
    _mm512_storeu_ps(plain, _mm512_mul_ps(weighted, _mm512_set1_ps(s->queries->scales[query])));
    for (; above; above &= above - 1) {
        const unsigned place = (unsigned)__builtin_ctz(above);
        s->hits[s->found++] =
            (ck_scan_hit){(uint32_t)(group * CK_SCAN_GROUP + place), (uint32_t)query, plain[place]};
    }
}

/// `groups` times `queries` sums; both are known when compiling.
static inline __attribute__((always_inline)) void tile(search *s, size_t group, const size_t groups, size_t first,
                                                       const size_t queries) {
    const size_t columns = s->rows->columns, bytes = columns * CK_SCAN_GROUP;
    const uint8_t *rows = s->rows->groups + group * bytes;
    const int8_t *values = s->values + first * columns;
    __m512i sums[2][WIDE];
#pragma clang loop unroll(full)
    for (size_t q = 0; q < queries; q++) sums[0][q] = sums[1][q] = _mm512_setzero_si512();
    for (size_t c = 0; c < columns; c += 4) {
        const __m512i first_rows = _mm512_loadu_si512(rows + c * CK_SCAN_GROUP);
        const __m512i next_rows = groups > 1 ? _mm512_loadu_si512(rows + bytes + c * CK_SCAN_GROUP) : first_rows;
#pragma clang loop unroll(full)
        for (size_t q = 0; q < queries; q++) {
            int32_t quad;
            __builtin_memcpy(&quad, values + q * columns + c, 4);
            const __m512i value = _mm512_set1_epi32(quad);
            sums[0][q] = _mm512_dpbusd_epi32(sums[0][q], first_rows, value);
            if (groups > 1) sums[1][q] = _mm512_dpbusd_epi32(sums[1][q], next_rows, value);
        }
    }
    const __m512 first_scales = scales_of(s, group), next_scales = groups > 1 ? scales_of(s, group + 1) : first_scales;
#pragma clang loop unroll(full)
    for (size_t q = 0; q < queries; q++) {
        keep(s, group, first + q, sums[0][q], first_scales);
        if (groups > 1) keep(s, group + 1, first + q, sums[1][q], next_scales);
    }
}

/// All groups with `count` queries: a multiple of four, up to a tile's.
static inline __attribute__((always_inline)) void strip(search *s, size_t first, size_t end, size_t count) {
    size_t group = first;
    for (; group + 2 <= end; group += 2) {
        if (count == WIDE)
            tile(s, group, 2, 0, WIDE);
        else
            for (size_t query = 0; query < count; query += 4) tile(s, group, 2, query, 4);
    }
    if (group < end)
        for (size_t query = 0; query < count; query += 4) tile(s, group, 1, query, 4);
}

size_t ck_scan_avx512vnni(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                          const uint32_t *order, size_t count, ck_scan_hit *hits) {
    // The queries of a tile are brought together, so that one register finds them all.
    int8_t values[WIDE * CK_SCAN_MOST_COLUMNS];
    search s = {.rows = rows, .queries = queries, .values = values, .hits = hits};
    for (size_t asked = 0; asked < count; asked += WIDE) {
        const size_t some = count - asked < WIDE ? count - asked : WIDE, whole = (some + 3) / 4 * 4;
        s.order = order + asked;
        for (size_t q = 0; q < some; q++) {
            const size_t query = s.order[q];
            s.offsets[q] = queries->offsets[query];
            s.limits[q] = queries->thresholds[query] / queries->scales[query];
            __builtin_memcpy(values + q * rows->columns, queries->values + query * rows->columns, rows->columns);
        }
        // Four cost no more than one; what nobody asked for is like nothing.
        for (size_t q = some; q < whole; q++) {
            s.offsets[q] = 0;
            s.limits[q] = INFINITY;
            __builtin_memset(values + q * rows->columns, 0, rows->columns);
        }
        strip(&s, first, end, whole);
    }
    return s.found;
}

static inline int32_t dot(const uint8_t *row, const int8_t *query, size_t width) {
    __m512i sums = _mm512_setzero_si512();
    for (size_t c = 0; c < width; c += 64)
        sums = _mm512_dpbusd_epi32(sums, _mm512_loadu_si512(row + c), _mm512_loadu_si512(query + c));
    return _mm512_reduce_add_epi32(sums);
}

void ck_refine_avx512vnni(const ck_scan_rows *rows, const ck_scan_queries *queries, const ck_scan_tails *tails,
                          const ck_scan_query_tails *query_tails, ck_scan_hit *hits, size_t count) {
    refine_by_dot(rows, queries, tails, query_tails, hits, count, dot);
}

#pragma clang attribute pop
#endif
