#include "scan_by_sums.h"

static void group_sums(const uint8_t *group, size_t columns, const int8_t *values, int32_t *sums) {
    for (size_t place = 0; place < CK_SCAN_GROUP; place++) sums[place] = 0;
    for (size_t c = 0; c < columns; c += 4)
        for (size_t place = 0; place < 64; place++)
            sums[place / 4] += group[c * CK_SCAN_GROUP + place] * values[c + place % 4];
}

size_t ck_scan_scalar(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                      ck_scan_hit *hits) {
    return scan_by_sums(rows, first, end, queries, hits, group_sums);
}
