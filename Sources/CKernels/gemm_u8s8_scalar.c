// The slow simple product that the others must equal.

#include "requantize.h"
#include "rows.h"

void ck_gemm_u8s8_scalar(const uint8_t *a, size_t a_stride, size_t groups, const int8_t *w, size_t rows,
                         size_t columns, const ck_requantize *r, uint8_t *out, size_t out_stride,
                         int32_t *sums) {
    for (size_t row = 0; row < rows; row++) {
        const uint8_t *values = a + row * a_stride;
        int32_t total[16] = {0};
        for (size_t g = 0; g < groups; g++) {
            const int8_t *block = w + g * 64;
            for (size_t c = 0; c < 16; c++)
                for (size_t k = 0; k < 4; k++) total[c] += values[4 * g + k] * block[4 * c + k];
        }
        for (size_t c = 0; c < columns; c++) {
            if (sums) {
                sums[row * 16 + c] = total[c];
            } else {
                out[row * out_stride + c] =
                    ck_requantize_one(total[c] + r->bias[c], r->scale[c], r->zero_point, r->low, r->high);
            }
        }
    }
}
