#include "refine_by_dot.h"
#include "scan_by_sums.h"

static void group_sums(const uint8_t *group, size_t columns, const int8_t *values, int32_t *sums) {
    for (size_t place = 0; place < CK_SCAN_GROUP; place++) sums[place] = 0;
    for (size_t c = 0; c < columns; c += 4)
        for (size_t place = 0; place < 64; place++)
            sums[place / 4] += group[c * CK_SCAN_GROUP + place] * values[c + place % 4];
}

size_t ck_scan_scalar(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                     const uint32_t *order, size_t count, ck_scan_hit *hits) {
    return scan_by_sums(rows, first, end, queries, order, count, hits, group_sums);
}

static int32_t dot(const uint8_t *row, const int8_t *query, size_t width) {
    int32_t sum = 0;
    for (size_t c = 0; c < width; c++) sum += row[c] * query[c];
    return sum;
}

void ck_refine_scalar(const ck_scan_rows *rows, const ck_scan_queries *queries, const ck_scan_tails *tails,
                      const ck_scan_query_tails *query_tails, ck_scan_hit *hits, size_t count) {
    refine_by_dot(rows, queries, tails, query_tails, hits, count, dot);
}
