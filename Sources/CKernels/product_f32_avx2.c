// Tiles of six rows by two vectors of eight columns: twelve sums, two loads and one broadcast at a time.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

enum { tile_rows = 6, tile_columns = 16 };

void ck_product_f32_avx2(const ck_product_run *run) {
    __m256 total[tile_rows][2];
    for (size_t i = 0; i < tile_rows; i++)
        total[i][0] = total[i][1] = _mm256_set1_ps(i < run->rows && run->bias ? run->bias[i] : 0);
    const float *w = run->weights;
    for (size_t k = 0; k < run->depth; k++, w += tile_rows) {
        const float *b = run->in + run->offsets[k];
        const __m256 low = _mm256_loadu_ps(b), high = _mm256_loadu_ps(b + 8);
#pragma clang loop unroll(full)
        for (size_t i = 0; i < tile_rows; i++) {
            const __m256 factor = _mm256_broadcast_ss(w + i);
            total[i][0] = _mm256_fmadd_ps(factor, low, total[i][0]);
            total[i][1] = _mm256_fmadd_ps(factor, high, total[i][1]);
        }
    }
    for (size_t i = 0; i < tile_rows && i < run->rows; i++) {
        float plain[tile_columns], *out = run->out + i * run->out_stride;
        _mm256_storeu_ps(plain, total[i][0]);
        _mm256_storeu_ps(plain + 8, total[i][1]);
        if (run->keep == 0xFFFF) {
            __builtin_memcpy(out, plain, sizeof plain);
            continue;
        }
        for (size_t c = 0; c < tile_columns; c++)
            if (run->keep >> c & 1) *out++ = plain[c];
    }
}

#pragma clang attribute pop
#endif
