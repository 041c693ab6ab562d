// Tiles of six rows by two vectors of eight columns: twelve sums, two loads and one broadcast at a time.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

enum { tile_rows = 6, panel_columns = 16 };

void ck_product_f32_avx2(const ck_product_run *run) {
    for (size_t first = 0; first < run->rows; first += tile_rows) {
        __m256 total[tile_rows][2];
        for (size_t i = 0; i < tile_rows; i++) {
            const bool is_row = first + i < run->rows;
            float plain[panel_columns];
            const float start = is_row && run->bias ? run->bias[first + i] : 0;
            for (size_t c = 0; c < panel_columns; c++) plain[c] = start;
            if (run->accumulates && is_row)
                __builtin_memcpy(plain, run->out + (first + i) * run->out_stride, run->columns * sizeof *plain);
            total[i][0] = _mm256_loadu_ps(plain);
            total[i][1] = _mm256_loadu_ps(plain + 8);
        }
        const float *w = run->weights + first / tile_rows * run->block_stride, *b = run->panel;
        for (size_t k = 0; k < run->depth; k++, b += panel_columns, w += tile_rows) {
            const __m256 low = _mm256_loadu_ps(b), high = _mm256_loadu_ps(b + 8);
#pragma clang loop unroll(full)
            for (size_t i = 0; i < tile_rows; i++) {
                const __m256 factor = _mm256_broadcast_ss(w + i);
                total[i][0] = _mm256_fmadd_ps(factor, low, total[i][0]);
                total[i][1] = _mm256_fmadd_ps(factor, high, total[i][1]);
            }
        }
        for (size_t i = 0; i < tile_rows && first + i < run->rows; i++) {
            float plain[panel_columns];
            _mm256_storeu_ps(plain, total[i][0]);
            _mm256_storeu_ps(plain + 8, total[i][1]);
            __builtin_memcpy(run->out + (first + i) * run->out_stride, plain, run->columns * sizeof *plain);
        }
    }
}

#pragma clang attribute pop
#endif
