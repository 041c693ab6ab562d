#include "rows.h"

enum { tile_rows = 4, panel_columns = 16 };

void ck_product_f32_scalar(const ck_product_run *run) {
    for (size_t r = 0; r < run->rows; r++) {
        const float *w = run->weights + r / tile_rows * run->block_stride + r % tile_rows;
        float *out = run->out + r * run->out_stride;
        float total[panel_columns];
        for (size_t c = 0; c < panel_columns; c++) {
            total[c] = run->bias ? run->bias[r] : 0;
            if (run->accumulates) total[c] = c < run->columns ? out[c] : 0;
        }
        for (size_t k = 0; k < run->depth; k++)
            for (size_t c = 0; c < panel_columns; c++)
                total[c] += w[k * tile_rows] * run->panel[k * panel_columns + c];
        for (size_t c = 0; c < run->columns; c++) out[c] = total[c];
    }
}
