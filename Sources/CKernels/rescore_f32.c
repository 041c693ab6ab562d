// Sixteen sums side by side: every compiler makes vectors of them, and all machines round alike.

#include "CKernels.h"

#define LANES 16

static float sum(const float *lanes) {
    float total = 0;
    for (size_t lane = 0; lane < LANES; lane++) total += lanes[lane];
    return total;
}

void ck_rescore(const ck_scan_rows *rows, const ck_scan_tails *tails, size_t head_numbers, float unit,
                const float *query, ck_scan_hit *hits, size_t count) {
#pragma clang fp contract(off)
    for (size_t place = 0; place < count; place++) {
        const size_t row = hits[place].row;
        const uint8_t *group = rows->groups + row / CK_SCAN_GROUP * rows->columns * CK_SCAN_GROUP;
        uint8_t head[CK_SCAN_MOST_COLUMNS];
        for (size_t c = 0; c < rows->columns; c += 4)
            __builtin_memcpy(head + c, group + c * CK_SCAN_GROUP + row % CK_SCAN_GROUP * 4, 4);
        float lanes[LANES] = {0};
        for (size_t c = 0; c < head_numbers; c++) lanes[c % LANES] += (float)(head[c] - 128) * query[c];
        const float scale = (float)rows->scales[row] * unit;
        const float head_sum = sum(lanes) * scale;
        const uint8_t *tail = tails->bytes + row * tails->columns;
        const float *rest = query + head_numbers;
        for (size_t lane = 0; lane < LANES; lane++) lanes[lane] = 0;
        size_t c = 0;
        for (; c + LANES <= tails->columns; c += LANES)
            for (size_t lane = 0; lane < LANES; lane++)
                lanes[lane] += (float)(tail[c + lane] - 128) * rest[c + lane];
        for (; c < tails->columns; c++) lanes[c % LANES] += (float)(tail[c] - 128) * rest[c];
        const float tail_sum = sum(lanes) * tails->step;
        hits[place].similarity = head_sum + tail_sum;
    }
}
