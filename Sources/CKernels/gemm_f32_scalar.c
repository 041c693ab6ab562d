#include "rows.h"

void ck_gemm_f32_scalar(const float *a, size_t a_stride, const float *b, size_t b_stride, size_t rows,
                        size_t columns, size_t depth, float *out, size_t out_stride) {
    for (size_t i = 0; i < rows; i++, a += a_stride, out += out_stride) {
        for (size_t c = 0; c < columns; c++) out[c] = 0;
        for (size_t k = 0; k < depth; k++) {
            const float factor = a[k];
            const float *row = b + k * b_stride;
            for (size_t c = 0; c < columns; c++) out[c] += factor * row[c];
        }
    }
}
