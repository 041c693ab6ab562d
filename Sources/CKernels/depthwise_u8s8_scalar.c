// The slow simple depthwise product that the others must equal.

#include "requantize.h"
#include "rows.h"

void ck_depthwise_u8s8_scalar(const uint8_t *const *taps, size_t tap_count, const int8_t *w, size_t channels,
                              const ck_requantize *r, uint8_t *out, int32_t *sums) {
    for (size_t c = 0; c < channels; c++) {
        int32_t total = 0;
        for (size_t t = 0; t < tap_count; t++) total += taps[t][c] * w[t * channels + c];
        if (sums) {
            sums[c] = total;
        } else {
            out[c] = ck_requantize_one(total + r->bias[c], r->scale[c], r->zero_point, r->low, r->high);
        }
    }
}
