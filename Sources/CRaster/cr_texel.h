#ifndef CR_TEXEL_H
#define CR_TEXEL_H

#include <string.h>

#include "CRaster.h"
#include "cr_dispatch.h"

// Samples that are worked on together.
enum { LANES = 16 };

CR_INLINE float cr_at(cr_slope s, float x, float y) { return s.start + s.per_x * x + s.per_y * y; }

// A level of a texture that samples are taken from.
typedef struct {
    const uint32_t *texels;
    int32_t width, height;
} cr_sheet;

// The weighted sums of four texels: red and blue, green and alpha.
CR_INLINE void mix(uint32_t texel[4][LANES], uint32_t weight[4][LANES], uint32_t even[LANES], uint32_t odd[LANES]) {
    uint16_t sums[2][2 * LANES] = {0};
    for (int corner = 0; corner < 4; corner++) {
        uint32_t both[LANES];
        uint16_t parts[2 * LANES], shares[2 * LANES];
        for (int i = 0; i < LANES; i++) both[i] = weight[corner][i] | weight[corner][i] << 16;
        memcpy(parts, texel[corner], sizeof parts);
        memcpy(shares, both, sizeof shares);
        for (int i = 0; i < 2 * LANES; i++) {
            sums[0][i] = (uint16_t)(sums[0][i] + (parts[i] & 255) * shares[i]);
            sums[1][i] = (uint16_t)(sums[1][i] + (parts[i] >> 8) * shares[i]);
        }
    }
    memcpy(even, sums[0], sizeof sums[0]);
    memcpy(odd, sums[1], sizeof sums[1]);
}

// The colours of a sheet at LANES places, given in texels from its upper left corner, times 256.
CR_INLINE void look_up(cr_sheet sheet, const float column[LANES], const float row[LANES], uint32_t paint[LANES]) {
    const float last_column = (float)((sheet.width - 1) << 8), last_row = (float)((sheet.height - 1) << 8);
    uint32_t texel[4][LANES], weight[4][LANES];
    int32_t place[LANES];
    for (int i = 0; i < LANES; i++) {
        // Texels have their colours in their middles.
        int32_t x = (int32_t)cr_min(cr_max(column[i] - 128, 0), last_column);
        int32_t y = (int32_t)cr_min(cr_max(row[i] - 128, 0), last_row);
        place[i] = (y >> 8) * sheet.width + (x >> 8);
        uint32_t right = (uint32_t)x & 255, below = (uint32_t)y & 255;
        uint32_t both = (right * below) >> 8;
        weight[0][i] = 256 - right - below + both;
        weight[1][i] = right - both;
        weight[2][i] = below - both;
        weight[3][i] = both;
    }
    // At the right and the lower edge the neighbours have no weight, whatever is there.
    for (int i = 0; i < LANES; i++) {
        const uint32_t *corner = sheet.texels + place[i];
        texel[0][i] = corner[0];
        texel[1][i] = corner[1];
        texel[2][i] = corner[sheet.width];
        texel[3][i] = corner[sheet.width + 1];
    }
    // Two channels of a texel at a time, 16 bits each: sums of weighted bytes stay below 2 to the power of 16.
    uint32_t even[LANES], odd[LANES];
    mix(texel, weight, even, odd);
    for (int i = 0; i < LANES; i++) paint[i] = (even[i] >> 8 & 0x00FF00FF) | (odd[i] & 0xFF00FF00);
}

static inline uint32_t lit(uint32_t colour, int32_t light, int32_t gloss) {
    uint32_t red = (uint32_t)cr_clamp((((int32_t)(colour & 255) * light) >> 8) + gloss, 0, 255);
    uint32_t green = (uint32_t)cr_clamp((((int32_t)(colour >> 8 & 255) * light) >> 8) + gloss, 0, 255);
    uint32_t blue = (uint32_t)cr_clamp((((int32_t)(colour >> 16 & 255) * light) >> 8) + gloss, 0, 255);
    return red | green << 8 | blue << 16;
}

#endif
