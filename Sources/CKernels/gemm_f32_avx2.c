// Tiles of four rows by two vectors of eight columns; what is left over goes to the scalar kernel.

#if defined(__x86_64__)
#include <immintrin.h>

#include "rows.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

enum { tile_rows = 4, tile_columns = 16 };

static inline void tile(const float *a, size_t a_stride, const float *b, size_t b_stride, size_t depth,
                        float *out, size_t out_stride) {
    __m256 total[tile_rows][2];
    for (size_t i = 0; i < tile_rows; i++) total[i][0] = total[i][1] = _mm256_setzero_ps();
    for (size_t k = 0; k < depth; k++, b += b_stride) {
        __m256 low = _mm256_loadu_ps(b), high = _mm256_loadu_ps(b + 8);
        for (size_t i = 0; i < tile_rows; i++) {
            __m256 factor = _mm256_broadcast_ss(a + i * a_stride + k);
            total[i][0] = _mm256_fmadd_ps(factor, low, total[i][0]);
            total[i][1] = _mm256_fmadd_ps(factor, high, total[i][1]);
        }
    }
    for (size_t i = 0; i < tile_rows; i++) {
        _mm256_storeu_ps(out + i * out_stride, total[i][0]);
        _mm256_storeu_ps(out + i * out_stride + 8, total[i][1]);
    }
}

void ck_gemm_f32_avx2(const float *a, size_t a_stride, const float *b, size_t b_stride, size_t rows,
                      size_t columns, size_t depth, float *out, size_t out_stride) {
    const size_t whole_rows = rows / tile_rows * tile_rows,
                 whole_columns = columns / tile_columns * tile_columns;
    for (size_t c = 0; c < whole_columns; c += tile_columns)
        for (size_t i = 0; i < whole_rows; i += tile_rows)
            tile(a + i * a_stride, a_stride, b + c, b_stride, depth, out + i * out_stride + c, out_stride);
    ck_gemm_f32_scalar(a, a_stride, b + whole_columns, b_stride, whole_rows, columns - whole_columns, depth,
                       out + whole_columns, out_stride);
    ck_gemm_f32_scalar(a + whole_rows * a_stride, a_stride, b, b_stride, rows - whole_rows, columns, depth,
                       out + whole_rows * out_stride, out_stride);
}

#pragma clang attribute pop
#endif
