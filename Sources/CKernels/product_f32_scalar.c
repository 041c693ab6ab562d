#include "rows.h"

enum { tile_rows = 4, tile_columns = 16 };

void ck_product_f32_scalar(const ck_product_run *run) {
    for (size_t r = 0; r < run->rows; r++) {
        float total[tile_columns], *out = run->out + r * run->out_stride;
        for (size_t c = 0; c < tile_columns; c++) total[c] = run->bias ? run->bias[r] : 0;
        for (size_t k = 0; k < run->depth; k++) {
            const float *values = run->in + run->offsets[k], factor = run->weights[k * tile_rows + r];
            for (size_t c = 0; c < tile_columns; c++) total[c] += factor * values[c];
        }
        for (size_t c = 0; c < tile_columns; c++)
            if (run->keep >> c & 1) *out++ = total[c];
    }
}
