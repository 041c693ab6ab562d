#include "requantize.h"
#include "rows.h"

void ck_add_u8_scalar(const uint8_t *a, const uint8_t *b, const ck_addition *addition, uint8_t *out,
                      size_t count) {
    float least = (float)addition->low, most = (float)addition->high;
    for (size_t i = 0; i < count; i++) {
        float right = (float)b[i] * addition->b_scale;
        right = right + addition->offset;
        float left = (float)a[i] * addition->a_scale;
        float value = left + right;
        value = value < least ? least : value;
        value = value > most ? most : value;
        out[i] = (uint8_t)ck_nearest(value);
    }
}
