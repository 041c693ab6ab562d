// Four look-ups of 64 entries each; an index out of a quarter's range leaves what the others found.

#if defined(__aarch64__)
#include <arm_neon.h>

#include "rows.h"

void ck_lookup_u8_neon(const uint8_t *in, const uint8_t *table, uint8_t *out, size_t count) {
    uint8x16x4_t quarter[4];
    for (size_t q = 0; q < 4; q++) quarter[q] = vld1q_u8_x4(table + 64 * q);
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const uint8x16_t index = vld1q_u8(in + i);
        uint8x16_t value = vqtbl4q_u8(quarter[0], index);
        value = vqtbx4q_u8(value, quarter[1], veorq_u8(index, vdupq_n_u8(64)));
        value = vqtbx4q_u8(value, quarter[2], veorq_u8(index, vdupq_n_u8(128)));
        value = vqtbx4q_u8(value, quarter[3], veorq_u8(index, vdupq_n_u8(192)));
        vst1q_u8(out + i, value);
    }
    ck_lookup_u8_scalar(in + i, table, out + i, count - i);
}
#endif
