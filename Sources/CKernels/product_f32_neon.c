// Tiles of four rows by four vectors of four columns: sixteen sums, and per step five loads for sixteen fused
// multiply-adds by a lane.

#if defined(__aarch64__)
#include <arm_neon.h>

#include "rows.h"

enum { tile_rows = 4, tile_vectors = 4, tile_columns = 16 };

void ck_product_f32_neon(const ck_product_run *run) {
    float32x4_t total[tile_rows][tile_vectors];
    for (size_t i = 0; i < tile_rows; i++)
        for (size_t v = 0; v < tile_vectors; v++)
            total[i][v] = vdupq_n_f32(i < run->rows && run->bias ? run->bias[i] : 0);
    const float *w = run->weights;
    for (size_t k = 0; k < run->depth; k++, w += tile_rows) {
        const float *b = run->in + run->offsets[k];
        const float32x4_t factors = vld1q_f32(w);
#pragma clang loop unroll(full)
        for (size_t v = 0; v < tile_vectors; v++) {
            const float32x4_t values = vld1q_f32(b + 4 * v);
            total[0][v] = vfmaq_laneq_f32(total[0][v], values, factors, 0);
            total[1][v] = vfmaq_laneq_f32(total[1][v], values, factors, 1);
            total[2][v] = vfmaq_laneq_f32(total[2][v], values, factors, 2);
            total[3][v] = vfmaq_laneq_f32(total[3][v], values, factors, 3);
        }
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < tile_rows; i++) {
        float plain[tile_columns], *out = run->out + i * run->out_stride;
        for (size_t v = 0; v < tile_vectors; v++) vst1q_f32(plain + 4 * v, total[i][v]);
        for (size_t c = 0; c < tile_columns && i < run->rows; c++)
            if (run->keep >> c & 1) *out++ = plain[c];
    }
}
#endif
