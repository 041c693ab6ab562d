#include <stdlib.h>
#include <string.h>

#include "CRaster.h"
#include "cr_dispatch.h"

// The means of factor * factor samples, as rows of red, green and blue, each with `pad` copies of its ends beside it.
CR_WIDE static void reduce_row(const cr_raster *raster, int factor, int y, int width, int pad, float *rows,
                               int stride) {
    const float share = 1 / (float)(factor * factor);
    for (int x = 0; x < width; x++) {
        uint32_t even = 0, odd = 0;
        // Red and blue are summed in one number: up to 256 samples fit beside each other.
        for (int row = 0; row < factor; row++) {
            const uint32_t *source = raster->colour + (long)(y * factor + row) * raster->width + (long)x * factor;
            for (int i = 0; i < factor; i++) {
                even += source[i] & 0x00FF00FF;
                odd += source[i] >> 8 & 255;
            }
        }
        rows[pad + x] = (float)(even & 0xFFFF) * share;
        rows[stride + pad + x] = (float)odd * share;
        rows[2 * stride + pad + x] = (float)(even >> 16) * share;
    }
    for (int channel = 0; channel < 3; channel++) {
        float *row = rows + channel * stride;
        for (int i = 0; i < pad; i++) {
            row[i] = row[pad];
            row[pad + width + i] = row[pad + width - 1];
        }
    }
}

CR_WIDE static void filter_row(const float *source, float *target, int width, const float *weights, int radius) {
    for (int x = 0; x < width; x++) target[x] = source[x - radius] * weights[0];
    for (int tap = 1; tap <= 2 * radius; tap++) {
        const float *shifted = source + tap - radius;
        float weight = weights[tap];
        for (int x = 0; x < width; x++) target[x] += shifted[x] * weight;
    }
}

CR_WIDE static void add_row(const float *source, float *target, int count, float weight) {
    for (int i = 0; i < count; i++) target[i] += source[i] * weight;
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
} branch;

// Rows are pushed up to `ahead` rows before they are pulled.
static int open_branch(branch *b, cr_filter filter, int width, int ahead) {
    b->filter = filter;
    b->rows = filter.radius + ahead + 1;
    b->stride = width;
    b->ring = malloc(sizeof(float) * (size_t)b->rows * 3 * (size_t)width);
    return b->ring ? 0 : -1;
}

static void push_row(branch *b, const float *rows, int stride, int pad, int y, int width) {
    for (int channel = 0; channel < 3; channel++) {
        filter_row(rows + channel * stride + pad, b->ring + ((y % b->rows) * 3 + channel) * b->stride, width,
                   b->filter.across, b->filter.radius);
    }
}

// The three channels of row `y`, filtered along y; rows beyond the picture repeat its edges.
static void pull_row(const branch *b, int y, int height, int width, float *result) {
    memset(result, 0, sizeof(float) * 3 * (size_t)width);
    for (int tap = 0; tap <= 2 * b->filter.radius; tap++) {
        int row = cr_clamp(y + tap - b->filter.radius, 0, height - 1);
        add_row(b->ring + (row % b->rows) * 3 * b->stride, result, 3 * width, b->filter.down[tap]);
    }
}

CR_WIDE static void tone_row(const float *rows, int width, const cr_film *film, int y, int height, uint8_t *rgb) {
    float middle = (float)width / 2, arm = (float)y - (float)height / 2;
    float reach = 1 / (middle * middle + (float)height * (float)height / 4);
    for (int channel = 0; channel < 3; channel++) {
        const float *row = rows + channel * width;
        float gain = film->gain[channel] * 2;
        for (int x = 0; x < width; x++) {
            float side = (float)x - middle;
            float value = row[x] * gain * (1 - film->vignette * (side * side + arm * arm) * reach);
            rgb[x * 3 + channel] = film->tones[(int)cr_min(1023, cr_max(0, value))];
        }
    }
}

int cr_develop(const cr_raster *raster, const cr_film *film, uint8_t *rgb) {
    int width = raster->width / film->factor, height = raster->height / film->factor;
    int has_soft = film->mix != 0 || film->defocus != 0;
    int pad = film->sharp.radius > film->soft.radius ? film->sharp.radius : film->soft.radius;
    int stride = width + 2 * pad;
    branch sharp = {0}, soft = {0};
    float *rows = malloc(sizeof(float) * 3 * (size_t)(stride + 2 * width));
    int failed = !rows || open_branch(&sharp, film->sharp, width, pad) ||
                 (has_soft && open_branch(&soft, film->soft, width, pad));
    for (int y = 0, next = 0; y < height && !failed; y++) {
        for (; next < height && next <= y + pad; next++) {
            reduce_row(raster, film->factor, next, width, pad, rows, stride);
            push_row(&sharp, rows, stride, pad, next, width);
            if (has_soft) push_row(&soft, rows, stride, pad, next, width);
        }
        float *first = rows + 3 * stride, *second = first + 3 * width;
        pull_row(&sharp, y, height, width, first);
        if (has_soft) {
            pull_row(&soft, y, height, width, second);
            const float *depth = raster->depth + (long)y * film->factor * raster->width;
            for (int channel = 0; channel < 3; channel++) {
                mix_row(first + channel * width, second + channel * width, width, film->mix, film->focus, film->defocus,
                        depth, film->factor);
            }
        }
        tone_row(first, width, film, y, height, rgb + (long)y * width * 3);
    }
    free(rows);
    free(sharp.ring);
    free(soft.ring);
    return failed ? -1 : 0;
}
