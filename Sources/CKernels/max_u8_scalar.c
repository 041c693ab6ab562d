#include "rows.h"

void ck_max_u8_scalar(const uint8_t *a, const uint8_t *b, uint8_t *out, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = a[i] < b[i] ? b[i] : a[i];
}
