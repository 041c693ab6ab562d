// The search of an instruction set that forms the inner products of one group with one query at a time.

#pragma once

#include "rows.h"

/// The 16 inner products of a group's rows, still plus 128, with one query.
typedef void scan_sums(const uint8_t *group, size_t columns, const int8_t *values, int32_t *sums);

static inline __attribute__((always_inline)) size_t scan_by_sums(const ck_scan_rows *rows, size_t first, size_t end,
                                                                 const ck_scan_queries *queries,
                                                                 const uint32_t *order, size_t count,
                                                                 ck_scan_hit *hits, scan_sums *group_sums) {
    size_t found = 0;
    for (size_t group = first; group < end; group++) {
        const uint8_t *bytes = rows->groups + group * rows->columns * CK_SCAN_GROUP;
        for (size_t asked = 0; asked < count; asked++) {
            const size_t query = order[asked];
            const float limit = queries->thresholds[query] / queries->scales[query];
            int32_t sums[CK_SCAN_GROUP];
            group_sums(bytes, rows->columns, queries->values + query * rows->columns, sums);
            for (size_t place = 0; place < CK_SCAN_GROUP; place++) {
                const size_t row = group * CK_SCAN_GROUP + place;
                const float weighted = (float)(sums[place] - queries->offsets[query]) * (float)rows->scales[row];
                if (weighted > limit)
                    hits[found++] = (ck_scan_hit){(uint32_t)row, (uint32_t)query, weighted * queries->scales[query]};
            }
        }
    }
    return found;
}
