#include <stdlib.h>

#include "cr_texel.h"

// What changes from sample to sample along a row of the buffer.
typedef struct {
    float *inverse, *column, *row;
    int32_t *light, *gloss;
} line;

// Notes what the samples from `first` on and before `last` show of a piece; some beyond are overwritten.
CR_INLINE void note(const line *line, const cr_piece *piece, int first, int last, float y) {
    const cr_slope inverse = piece->inverse, column = piece->column, row = piece->row;
    const cr_slope light = piece->light, gloss = piece->gloss;
    for (int start = first; start < last; start += LANES) {
        float *inverses = line->inverse + start, *columns = line->column + start, *rows = line->row + start;
        int32_t *lights = line->light + start, *glosses = line->gloss + start;
        for (int i = 0; i < LANES; i++) inverses[i] = cr_at(inverse, (float)(start + i) + 0.5f, y);
        for (int i = 0; i < LANES; i++) columns[i] = cr_at(column, (float)(start + i) + 0.5f, y);
        for (int i = 0; i < LANES; i++) rows[i] = cr_at(row, (float)(start + i) + 0.5f, y);
        for (int i = 0; i < LANES; i++) lights[i] = (int32_t)cr_at(light, (float)(start + i) + 0.5f, y);
        for (int i = 0; i < LANES; i++) glosses[i] = (int32_t)cr_at(gloss, (float)(start + i) + 0.5f, y);
    }
}

// Colours the samples from `first` on and before `last`, which show one sheet.
CR_INLINE void paint(const line *line, cr_sheet sheet, int first, int last, uint32_t *colour) {
    const int is_plain = sheet.width == 1 && sheet.height == 1;
    for (int start = first; start < last; start += LANES) {
        uint32_t paint[LANES];
        if (is_plain) {
            for (int i = 0; i < LANES; i++) paint[i] = sheet.texels[0];
        } else {
            float column[LANES], row[LANES];
            for (int i = 0; i < LANES; i++) {
                float distance = 1 / line->inverse[start + i];
                column[i] = line->column[start + i] * distance;
                row[i] = line->row[start + i] * distance;
            }
            look_up(sheet, column, row, paint);
        }
        for (int i = 0; i < LANES; i++) paint[i] = lit(paint[i], line->light[start + i], line->gloss[start + i]);
        if (start + LANES <= last) {
            memcpy(colour + start, paint, sizeof paint);
        } else {
            memcpy(colour + start, paint, sizeof *paint * (size_t)(last - start));
        }
    }
}

CR_WIDE static void shade_row(const cr_raster *raster, const cr_piece *pieces, const line *line, int y) {
    const long place = (long)y * raster->width;
    const uint32_t *own = raster->piece + place;
    const int width = raster->width;
    for (int x = 0; x < width;) {
        if (!own[x]) {
            x++;
            continue;
        }
        // Pieces beside each other that show the same level of the same thing are painted together.
        const cr_piece *piece = pieces + own[x] - 1;
        const cr_sheet sheet = {piece->texels, piece->width, piece->height};
        const uint16_t number = piece->number;
        const int first = x;
        do {
            const int start = x;
            do x++;
            while (x < width && own[x] == own[start]);
            note(line, piece, start, x, (float)y + 0.5f);
            if (x == width || !own[x]) break;
            piece = pieces + own[x] - 1;
        } while (piece->texels == sheet.texels && piece->number == number);
        paint(line, sheet, first, x, raster->colour + place);
        for (int i = first; i < x; i++) raster->number[place + i] = number;
    }
}

int cr_shade(const cr_raster *raster, const cr_pieces *pieces) {
    // The last sample of a row may be noted with LANES - 1 beyond it, and painted with as many.
    size_t length = (size_t)raster->width + 2 * LANES;
    float *room = malloc(length * (3 * sizeof(float) + 2 * sizeof(int32_t)));
    if (!room) return -1;
    for (size_t i = 0; i < length; i++) room[i] = 1;
    int32_t *numbers = (int32_t *)(room + 3 * length);
    line line = {room, room + length, room + 2 * length, numbers, numbers + length};
    memset(line.column, 0, 2 * length * sizeof(float));
    memset(line.light, 0, 2 * length * sizeof(int32_t));
    for (int y = 0; y < raster->height; y++) shade_row(raster, pieces->items, &line, y);
    free(room);
    return 0;
}
