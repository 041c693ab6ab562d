// The slow simple product that the others must equal.

#include "requantize.h"
#include "rows.h"

void ck_depthwise_u8s8_scalar(const ck_depthwise_run *run, size_t pixels) {
    for (size_t p = 0; p < pixels; p++) {
        for (size_t c = 0; c < run->channels; c++) {
            int32_t total = run->bias[c];
            const int8_t *w = run->weights + c;
            for (size_t y = 0; y < run->kernel_height; y++)
                for (size_t x = 0; x < run->kernel_width; x++, w += run->channels)
                    total += run->rows[y][p * run->pixel_step + x * run->tap_step + c] * *w;
            run->out[p * run->out_stride + c] = ck_round(total, run->scale[c], &run->rounding);
        }
    }
}
