// The slow simple product that the others must equal.

#include "requantize.h"
#include "rows.h"

void ck_dense_u8s8_scalar(const ck_dense_run *run, size_t block, size_t pixels) {
    for (size_t p = 0; p < pixels; p++) {
        int32_t total[64];
        for (size_t c = 0; c < block; c++) total[c] = run->bias[c];
        const int8_t *w = run->weights;
        for (size_t s = 0; s < run->segment_count; s++) {
            const uint8_t *values = run->in + p * run->pixel_stride + run->segments[s];
            for (size_t g = 0; g < run->segment_groups; g++, values += 4, w += 4 * block)
                for (size_t c = 0; c < block; c++)
                    for (size_t k = 0; k < 4; k++) total[c] += values[k] * w[4 * c + k];
        }
        for (size_t c = 0; c < run->columns; c++) {
            if (run->floats) {
                run->floats[p * run->float_stride + c] = (float)total[c] * run->scale[c];
            } else {
                run->out[p * run->out_stride + c] = ck_round(total[c], run->scale[c], &run->rounding);
            }
        }
    }
}
