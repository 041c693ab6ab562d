#include "requantize.h"

static inline uint8_t quantize(float value, float scale, int32_t zero_point) {
    float scaled = value / scale;
    float least = (float)-zero_point, most = (float)(255 - zero_point);
    // Written so that not-a-number falls to the first branch.
    if (!(scaled == scaled)) scaled = 0;
    scaled = scaled < least ? least : scaled;
    scaled = scaled > most ? most : scaled;
    return (uint8_t)(ck_nearest(scaled) + zero_point);
}

void ck_quantize_f32_u8(const float *in, size_t batch, size_t channels, size_t pixels, float scale,
                        int32_t zero_point, uint8_t *out) {
    for (size_t n = 0; n < batch; n++, in += channels * pixels, out += channels * pixels)
        for (size_t c = 0; c < channels; c++)
            for (size_t p = 0; p < pixels; p++)
                out[p * channels + c] = quantize(in[c * pixels + p], scale, zero_point);
}

void ck_expand_u8_f32(const uint8_t *in, size_t batch, size_t channels, size_t pixels, const float *table,
                      float *out) {
    for (size_t n = 0; n < batch; n++, in += channels * pixels, out += channels * pixels)
        for (size_t c = 0; c < channels; c++)
            for (size_t p = 0; p < pixels; p++) out[c * pixels + p] = table[in[p * channels + c]];
}
