#include <math.h>

#include "CRaster.h"
#include "cr_dispatch.h"

CR_WIDE void cr_pack(const float *pixels, int32_t count, uint32_t *texels) {
    for (int32_t i = 0; i < count; i++) {
        // Adding a half and cutting off rounds, as nothing is negative.
        int32_t red = (int32_t)(cr_min(1, cr_max(0, pixels[4 * i])) * 255 + 0.5f);
        int32_t green = (int32_t)(cr_min(1, cr_max(0, pixels[4 * i + 1])) * 255 + 0.5f);
        int32_t blue = (int32_t)(cr_min(1, cr_max(0, pixels[4 * i + 2])) * 255 + 0.5f);
        texels[i] = (uint32_t)red | (uint32_t)green << 8 | (uint32_t)blue << 16;
    }
}

CR_WIDE void cr_halve(const uint32_t *source, int32_t width, int32_t height, uint32_t *target) {
    const uint32_t even = 0x00FF00FF, half = 0x00020002;
    for (int32_t y = 0; y < height / 2; y++) {
        const uint32_t *upper = source + (long)2 * y * width, *lower = upper + width;
        for (int32_t x = 0; x < width / 2; x++) {
            uint32_t a = upper[2 * x], b = upper[2 * x + 1], c = lower[2 * x], d = lower[2 * x + 1];
            uint32_t low = (a & even) + (b & even) + (c & even) + (d & even) + half;
            uint32_t high = (a >> 8 & even) + (b >> 8 & even) + (c >> 8 & even) + (d >> 8 & even) + half;
            *target++ = (low >> 2 & even) | (high >> 2 & even) << 8;
        }
    }
}

// One row's piece of an edge, from x = `first` to `last`, of signed height `height`.
static inline void cover_row(float *areas, float first, float last, float height) {
    int32_t cell = (int32_t)first, end = (int32_t)last;
    if ((float)end < last) end++;
    if (end <= cell + 1) {
        float middle = (first + last) / 2 - (float)cell;
        areas[cell] += height * (1 - middle);
        areas[cell + 1] += height * middle;
        return;
    }
    float per_cell = height / (last - first), before = 0;
    for (int32_t column = cell; column < end; column++) {
        float right = cr_min(last, (float)(column + 1)), left = cr_max(first, (float)column);
        float share = per_cell * (right - left), middle = (left + right) / 2 - (float)column;
        areas[column] += share * (1 - middle) + before;
        before = share * middle;
    }
    areas[end] += before;
}

static void cover_edge(const cr_coverage *coverage, cr_point start, cr_point end) {
    if (start.y == end.y) return;
    float sense = start.y < end.y ? 1 : -1;
    cr_point upper = start.y < end.y ? start : end, lower = start.y < end.y ? end : start;
    if (!(lower.y > 0 && upper.y < (float)coverage->rows)) return;
    float slope = (lower.x - upper.x) / (lower.y - upper.y), limit = (float)coverage->columns;
    float x = upper.y < 0 ? upper.x - upper.y * slope : upper.x;
    int32_t first_row = (int32_t)cr_max(0, upper.y);
    for (int32_t row = first_row; row < coverage->rows && (float)row < lower.y; row++) {
        float height = cr_min((float)(row + 1), lower.y) - cr_max((float)row, upper.y);
        float next = x + slope * height;
        float first = cr_max(0, cr_min(limit, cr_min(x, next))), last = cr_max(0, cr_min(limit, cr_max(x, next)));
        x = next;
        cover_row(coverage->areas + (long)row * (coverage->columns + 2), first, last, height * sense);
    }
}

void cr_cover(const cr_coverage *coverage, const cr_point *points, int32_t count, float scale) {
    float left = (float)coverage->left, top = (float)coverage->top;
    cr_point previous = {points[count - 1].x * scale - left, points[count - 1].y * scale - top};
    for (int32_t i = 0; i < count; i++) {
        cr_point next = {points[i].x * scale - left, points[i].y * scale - top};
        cover_edge(coverage, previous, next);
        previous = next;
    }
}

void cr_paint(const cr_coverage *coverage, float *pixels, int32_t width, int32_t left, int32_t right, int32_t top,
              int32_t bottom, cr_colour colour, float opacity) {
    for (int32_t row = 0; row < coverage->rows; row++) {
        int32_t y = coverage->top + row;
        if (y < top || y >= bottom) continue;
        const float *areas = coverage->areas + (long)row * (coverage->columns + 2);
        float *target = pixels + ((long)y * width + coverage->left) * 4;
        float sum = 0;
        for (int32_t column = 0; column < coverage->columns; column++, target += 4) {
            sum += areas[column];
            float share = cr_min(1, fabsf(sum)) * opacity;
            int32_t x = coverage->left + column;
            if (share <= 0.004f || x < left || x >= right) continue;
            target[0] += (colour.red - target[0]) * share;
            target[1] += (colour.green - target[1]) * share;
            target[2] += (colour.blue - target[2]) * share;
        }
    }
}
