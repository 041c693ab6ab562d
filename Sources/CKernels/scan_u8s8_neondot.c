// The instruction multiplies bytes that both have a sign: the rows lose their 128, and the sums get it back.

#if defined(__aarch64__)
#include <arm_neon.h>

#include "refine_by_dot.h"
#include "scan_by_sums.h"

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

static void group_sums(const uint8_t *group, size_t columns, const int8_t *values, int32_t *sums) {
    const uint8x16_t sign = vdupq_n_u8(0x80);
    int32x4_t quarter[4], total = vdupq_n_s32(0);
    for (size_t q = 0; q < 4; q++) quarter[q] = vdupq_n_s32(0);
    for (size_t c = 0; c < columns; c += 4) {
        const int8x16_t value = vreinterpretq_s8_s32(vld1q_dup_s32((const int32_t *)(values + c)));
        total = vdotq_s32(total, vdupq_n_s8(1), value);
        for (size_t q = 0; q < 4; q++) {
            const uint8x16_t rows = veorq_u8(vld1q_u8(group + c * CK_SCAN_GROUP + 16 * q), sign);
            quarter[q] = vdotq_s32(quarter[q], vreinterpretq_s8_u8(rows), value);
        }
    }
    for (size_t q = 0; q < 4; q++) vst1q_s32(sums + 4 * q, vaddq_s32(quarter[q], vshlq_n_s32(total, 7)));
}

size_t ck_scan_neondot(const ck_scan_rows *rows, size_t first, size_t end, const ck_scan_queries *queries,
                      const uint32_t *order, size_t count, ck_scan_hit *hits) {
    return scan_by_sums(rows, first, end, queries, order, count, hits, group_sums);
}

static inline int32_t dot(const uint8_t *row, const int8_t *query, size_t width) {
    const uint8x16_t sign = vdupq_n_u8(0x80);
    int32x4_t sums = vdupq_n_s32(0), total = vdupq_n_s32(0);
    for (size_t c = 0; c < width; c += 16) {
        const int8x16_t values = vld1q_s8(query + c);
        sums = vdotq_s32(sums, vreinterpretq_s8_u8(veorq_u8(vld1q_u8(row + c), sign)), values);
        total = vdotq_s32(total, vdupq_n_s8(1), values);
    }
    return vaddvq_s32(vaddq_s32(sums, vshlq_n_s32(total, 7)));
}

void ck_refine_neondot(const ck_scan_rows *rows, const ck_scan_queries *queries, const ck_scan_tails *tails,
                       const ck_scan_query_tails *query_tails, ck_scan_hit *hits, size_t count) {
    refine_by_dot(rows, queries, tails, query_tails, hits, count, dot);
}

#pragma clang attribute pop
#endif
