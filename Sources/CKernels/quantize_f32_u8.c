#include "requantize.h"

static inline __attribute__((always_inline)) uint8_t quantize(float value, float scale, int32_t zero_point) {
    float scaled = value / scale;
    float least = (float)-zero_point, most = (float)(255 - zero_point);
    // Written so that not-a-number becomes zero; min and max of whole bounds before rounding change nothing.
    scaled = scaled == scaled ? scaled : 0;
    scaled = scaled < least ? least : scaled;
    scaled = scaled > most ? most : scaled;
    return (uint8_t)(ck_nearest(scaled) + zero_point);
}

// Plane by plane into a strip that the compiler vectorizes, then into pixels.
void ck_quantize_f32_u8(const float *in, size_t plane, size_t channels, size_t first, size_t last, float scale,
                        int32_t zero_point, ck_target out) {
    enum { strip = 256 };
    uint8_t values[strip];
    for (size_t p = first; p < last; p += strip) {
        const size_t count = last - p < strip ? last - p : strip;
        for (size_t c = 0; c < channels; c++) {
            const float *from = in + c * plane + p;
            for (size_t i = 0; i < count; i++) values[i] = quantize(from[i], scale, zero_point);
            uint8_t *to = out.bytes + p * out.stride + c;
            for (size_t i = 0; i < count; i++) to[i * out.stride] = values[i];
        }
    }
}

void ck_expand_u8_f32(ck_source in, size_t channels, size_t pixels, const float *table, float *out) {
    // Pixels in strips: their lines stay in the first cache while each channel is picked from them.
    enum { strip = 128 };
    for (size_t p = 0; p < pixels; p += strip) {
        const size_t count = pixels - p < strip ? pixels - p : strip;
        for (size_t c = 0; c < channels; c++) {
            const uint8_t *from = in.bytes + p * in.stride + c;
            float *to = out + c * pixels + p;
            for (size_t i = 0; i < count; i++) to[i] = table[from[i * in.stride]];
        }
    }
}
