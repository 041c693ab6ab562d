#include <stdlib.h>

#include "CRaster.h"
#include "cr_dispatch.h"

// Red and blue are summed in one number: up to 256 samples fit beside each other.
CR_INLINE void reduce(const uint32_t *samples, int row_length, int factor, int width, float *red, int stride) {
    const float share = 1 / (float)(factor * factor);
    for (int x = 0; x < width; x++) {
        uint32_t even = 0, odd = 0;
        for (int row = 0; row < factor; row++) {
            for (int i = 0; i < factor; i++) {
                uint32_t sample = samples[(long)row * row_length + x * factor + i];
                even += sample & 0x00FF00FF;
                odd += sample >> 8 & 255;
            }
        }
        red[x] = (float)(int32_t)(even & 0xFFFF) * share;
        red[stride + x] = (float)(int32_t)odd * share;
        red[2 * stride + x] = (float)(int32_t)(even >> 16) * share;
    }
}

// The means of factor * factor samples, as rows of red, green and blue, each with `pad` copies of its ends beside it.
CR_WIDE static void reduce_row(const cr_raster *raster, int factor, int y, int width, int pad, float *rows,
                               int stride) {
    const uint32_t *samples = raster->colour + (long)y * factor * raster->width;
    // Loops of known length become vector instructions.
    switch (factor) {
    case 1: reduce(samples, raster->width, 1, width, rows + pad, stride); break;
    case 2: reduce(samples, raster->width, 2, width, rows + pad, stride); break;
    default: reduce(samples, raster->width, factor, width, rows + pad, stride);
    }
    for (int channel = 0; channel < 3; channel++) {
        float *row = rows + channel * stride;
        for (int i = 0; i < pad; i++) {
            row[i] = row[pad];
            row[pad + width + i] = row[pad + width - 1];
        }
    }
}

// The weighted sum of `taps` rows of `count` numbers, in blocks that stay in registers.
CR_WIDE static void sum_rows(const float *const *rows, const float *weights, int taps, int count, float *result) {
    enum { BLOCK = 32 };
    int start = 0;
    for (; start + BLOCK <= count; start += BLOCK) {
        float sum[BLOCK] = {0};
        for (int tap = 0; tap < taps; tap++) {
            const float *row = rows[tap] + start;
            for (int i = 0; i < BLOCK; i++) sum[i] += row[i] * weights[tap];
        }
        for (int i = 0; i < BLOCK; i++) result[start + i] = sum[i];
    }
    for (; start < count; start++) {
        float sum = 0;
        for (int tap = 0; tap < taps; tap++) sum += rows[tap][start] * weights[tap];
        result[start] = sum;
    }
}

CR_WIDE static void mix_row(float *sharp, const float *soft, int width, float mix, float focus, float defocus,
                            const float *depth, int factor) {
    for (int x = 0; x < width; x++) {
        float off = depth[x * factor] - focus;
        float weight = cr_min(1, mix + (off < 0 ? -off : off) * defocus);
        sharp[x] += (soft[x] - sharp[x]) * weight;
    }
}

// Rows that were filtered along x wait here until all that one column needs are there.
typedef struct {
    cr_filter filter;
    int rows, stride;
    float *ring;
    const float **taps;  // room for the rows that are summed
} branch;

// Rows are pushed up to `ahead` rows before they are pulled.
static int open_branch(branch *b, cr_filter filter, int width, int ahead) {
    b->filter = filter;
    b->rows = filter.radius + ahead + 1;
    b->stride = width;
    b->ring = malloc(sizeof(float) * (size_t)b->rows * 3 * (size_t)width);
    b->taps = malloc(sizeof(float *) * (size_t)(2 * filter.radius + 1));
    return b->ring && b->taps ? 0 : -1;
}

static void push_row(branch *b, const float *rows, int stride, int pad, int y, int width) {
    int count = 2 * b->filter.radius + 1;
    for (int channel = 0; channel < 3; channel++) {
        const float *first = rows + channel * stride + pad - b->filter.radius;
        for (int tap = 0; tap < count; tap++) b->taps[tap] = first + tap;
        sum_rows(b->taps, b->filter.across, count, width, b->ring + ((y % b->rows) * 3 + channel) * b->stride);
    }
}

// The three channels of row `y`, filtered along y; rows beyond the picture repeat its edges.
static void pull_row(const branch *b, int y, int height, int width, float *result) {
    int count = 2 * b->filter.radius + 1;
    for (int tap = 0; tap < count; tap++) {
        int row = cr_clamp(y + tap - b->filter.radius, 0, height - 1);
        b->taps[tap] = b->ring + (row % b->rows) * 3 * b->stride;
    }
    sum_rows(b->taps, b->filter.down, count, 3 * width, result);
}

// `places` has room for the row's pixels.
CR_WIDE static void tone_row(const float *rows, int width, const cr_film *film, int y, int height, int32_t *places,
                             uint8_t *rgb) {
    float middle = (float)width / 2, arm = (float)y - (float)height / 2;
    float reach = 1 / (middle * middle + (float)height * (float)height / 4);
    for (int channel = 0; channel < 3; channel++) {
        const float *row = rows + channel * width;
        float gain = film->gain[channel] * 2;
        for (int x = 0; x < width; x++) {
            float side = (float)x - middle;
            float value = row[x] * gain * (1 - film->vignette * (side * side + arm * arm) * reach);
            places[x] = (int32_t)cr_min(1023, cr_max(0, value));
        }
        for (int x = 0; x < width; x++) rgb[x * 3 + channel] = film->tones[places[x]];
    }
}

CR_WIDE void cr_add_grain(uint8_t *bytes, int32_t count, const float *grain, float strength) {
    for (int32_t i = 0; i < count; i++) {
        float value = bytes[i];
        value += strength * grain[i] * (0.6f + value * 0.0025f) + 0.5f;
        bytes[i] = (uint8_t)(int32_t)cr_min(255, cr_max(0, value));
    }
}

int cr_develop(const cr_raster *raster, const cr_film *film, uint8_t *rgb) {
    int width = raster->width / film->factor, height = raster->height / film->factor;
    int has_soft = film->mix != 0 || film->defocus != 0;
    int pad = film->sharp.radius > film->soft.radius ? film->sharp.radius : film->soft.radius;
    int stride = width + 2 * pad;
    branch sharp = {0}, soft = {0};
    float *rows = malloc(sizeof(float) * (3 * (size_t)(stride + 2 * width) + (size_t)width));
    int failed = !rows || open_branch(&sharp, film->sharp, width, pad) ||
                 (has_soft && open_branch(&soft, film->soft, width, pad));
    for (int y = 0, next = 0; y < height && !failed; y++) {
        for (; next < height && next <= y + pad; next++) {
            reduce_row(raster, film->factor, next, width, pad, rows, stride);
            push_row(&sharp, rows, stride, pad, next, width);
            if (has_soft) push_row(&soft, rows, stride, pad, next, width);
        }
        float *first = rows + 3 * stride, *second = first + 3 * width;
        int32_t *places = (int32_t *)(second + 3 * width);
        pull_row(&sharp, y, height, width, first);
        if (has_soft) {
            pull_row(&soft, y, height, width, second);
            const float *depth = raster->depth + (long)y * film->factor * raster->width;
            for (int channel = 0; channel < 3; channel++) {
                mix_row(first + channel * width, second + channel * width, width, film->mix, film->focus, film->defocus,
                        depth, film->factor);
            }
        }
        tone_row(first, width, film, y, height, places, rgb + (long)y * width * 3);
    }
    free(rows);
    free(sharp.ring);
    free(sharp.taps);
    free(soft.ring);
    free(soft.taps);
    return failed ? -1 : 0;
}
