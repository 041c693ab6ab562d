#include "rows.h"

// Strip by strip: planes to bytes, then bytes to pixels. Strips are long, here and below, so that memory is read and
// written a few kilobytes in a row.
void ck_quantize_f32_u8(const ck_kernels *row, const float *in, size_t plane, size_t channels, size_t first,
                        size_t last, float scale, int32_t zero_point, ck_target out) {
    enum { strip = 1024 };
    uint8_t values[3][strip];
    for (size_t p = first; p < last; p += strip) {
        const size_t count = last - p < strip ? last - p : strip;
        uint8_t *to = out.bytes + p * out.stride;
        if (channels == 3 && out.stride == 3) {
            for (size_t c = 0; c < 3; c++) row->quantize(in + c * plane + p, scale, zero_point, values[c], count);
            row->weave(values[0], values[1], values[2], to, count);
            continue;
        }
        for (size_t c = 0; c < channels; c++) {
            row->quantize(in + c * plane + p, scale, zero_point, values[0], count);
            for (size_t i = 0; i < count; i++) to[i * out.stride + c] = values[0][i];
        }
    }
}

void ck_weave_u8_scalar(const uint8_t *a, const uint8_t *b, const uint8_t *c, uint8_t *out, size_t count) {
    for (size_t i = 0; i < count; i++, out += 3) {
        out[0] = a[i];
        out[1] = b[i];
        out[2] = c[i];
    }
}

void ck_expand_u8_f32(const ck_kernels *row, ck_source in, size_t channels, size_t pixels,
                      const ck_expansion *expansion, float *out, size_t plane) {
    // Their lines stay in the first caches while each channel is picked from them.
    enum { strip = 256, worth_vectors = 16, widest = 1 << 26 };
    const bool by_vectors = row->expand && expansion->is_linear && in.stride < widest;
    for (size_t p = 0; p < pixels; p += strip) {
        const size_t count = pixels - p < strip ? pixels - p : strip;
        const uint8_t *first = in.bytes + p * in.stride;
        size_t c = 0;
        for (; by_vectors && count >= worth_vectors && c + 4 <= channels; c += 4)
            row->expand(first + c, in.stride, count, expansion->scale, expansion->zero_point, out + c * plane + p,
                        plane);
        for (; c < channels; c++) {
            const uint8_t *from = first + c;
            float *to = out + c * plane + p;
            for (size_t i = 0; i < count; i++) to[i] = expansion->table[from[i * in.stride]];
        }
    }
}
