#include "CRaster.h"

#include <math.h>
#include <stdlib.h>

#include "cr_texel.h"

CR_INLINE cr_slope slope_of(const cr_corner c[3], float inverse_area, float a, float b, float d) {
    float first = b - a, second = d - a;
    cr_slope s;
    s.per_x = (first * (c[2].y - c[0].y) - second * (c[1].y - c[0].y)) * inverse_area;
    s.per_y = (second * (c[1].x - c[0].x) - first * (c[2].x - c[0].x)) * inverse_area;
    s.start = a - c[0].x * s.per_x - c[0].y * s.per_y;
    return s;
}

// An edge, and how its x changes from row to row.
typedef struct {
    float x, y, slope, rise;
} edge;

// The order of the ends must not change the numbers, or neighbours would leave cracks between them.
CR_INLINE edge edge_of(cr_corner p, cr_corner q) {
    float rise = q.y - p.y;
    if (rise > 0) return (edge){p.x, p.y, (q.x - p.x) / rise, rise};
    if (rise < 0) return (edge){q.x, q.y, (p.x - q.x) / -rise, rise};
    return (edge){0, p.y, q.x - p.x, 0};
}

static inline void cut(edge e, float y, float *left, float *right) {
    if (e.rise > 0) {
        *left = cr_max(*left, e.x + (y - e.y) * e.slope);
    } else if (e.rise < 0) {
        *right = cr_min(*right, e.x + (y - e.y) * e.slope);
    } else if (e.slope < 0 ? y < e.y : y > e.y) {
        *right = -1;
    }
}

// The level whose texels are about as large as samples.
CR_INLINE cr_level level_of(cr_texture texture, const cr_corner c[3], float pixels) {
    if (texture.count < 2) return texture.levels[0];
    float u[3], v[3];
    for (int i = 0; i < 3; i++) {
        u[i] = c[i].u / c[i].inverse;
        v[i] = c[i].v / c[i].inverse;
    }
    cr_level full = texture.levels[0];
    float share = (u[1] - u[0]) * (v[2] - v[0]) - (v[1] - v[0]) * (u[2] - u[0]);
    float texels = fabsf(share) / 2 * (float)(full.width * full.height) / cr_max(0.25f, pixels);
    // Each level has a quarter of the texels; the first limit is 4 to the power of 0.3.
    int wanted = 0;
    for (float limit = 1.5157166f; texels >= limit && wanted < texture.count - 1; limit *= 4) wanted++;
    return texture.levels[wanted];
}

// The rows and columns that a triangle may cover.
typedef struct {
    edge edges[3];
    int top, bottom;
} cover;

// Answers 0 if it covers nothing of the buffer.
CR_INLINE int cover_of(const cr_raster *raster, const cr_corner c[3], cover *cover) {
    float highest = cr_min(c[0].y, cr_min(c[1].y, c[2].y)), lowest = cr_max(c[0].y, cr_max(c[1].y, c[2].y));
    float leftmost = cr_min(c[0].x, cr_min(c[1].x, c[2].x)), rightmost = cr_max(c[0].x, cr_max(c[1].x, c[2].x));
    cover->top = (int)cr_max(0, highest + 0.5f);
    cover->bottom = (int)cr_max(0, cr_min((float)raster->height, lowest + 0.5f)) - 1;
    if (cover->top > cover->bottom || rightmost <= 0 || leftmost >= (float)raster->width) return 0;
    for (int i = 0; i < 3; i++) cover->edges[i] = edge_of(c[i], c[(i + 1) % 3]);
    return 1;
}

// The samples of a row that the triangle covers: from *first on and before *last.
CR_INLINE int span_of(const cr_raster *raster, const cover *cover, int row, int *first, int *last) {
    float left = 0, right = (float)raster->width;
    for (int i = 0; i < 3; i++) cut(cover->edges[i], (float)row + 0.5f, &left, &right);
    if (!(left < right)) return 0;
    // Adding a half and cutting off rounds, as neither is negative.
    *first = (int)(left + 0.5f);
    *last = (int)(right + 0.5f);
    if (*last > raster->width) *last = raster->width;
    return *first < *last;
}

// The samples where the triangle is nearer than what was there become those of piece `own`. Answers whether any did.
CR_INLINE int claim(const cr_raster *raster, const cover *cover, cr_slope inverse, uint32_t own) {
    int32_t lane[LANES], any = 0;
    for (int i = 0; i < LANES; i++) lane[i] = i;
    for (int row = cover->top; row <= cover->bottom; row++) {
        int first, last;
        if (!span_of(raster, cover, row, &first, &last)) continue;
        float start = cr_at(inverse, (float)first + 0.5f, (float)row + 0.5f);
        float *depth = raster->depth + (long)row * raster->width + first;
        uint32_t *piece = raster->piece + (long)row * raster->width + first;
        for (int32_t x = 0; x < last - first; x += LANES, depth += LANES, piece += LANES) {
            const int32_t left = last - first - x;
            float d[LANES];
            int32_t shown[LANES], some = 0;
            for (int i = 0; i < LANES; i++) {
                d[i] = start + inverse.per_x * (float)(x + lane[i]);
                shown[i] = -(int32_t)(d[i] > depth[i]) & -(int32_t)(lane[i] < left);
                some |= shown[i];
            }
            if (!some) continue;
            any = 1;
            for (int i = 0; i < LANES; i++) depth[i] = shown[i] ? d[i] : depth[i];
            for (int i = 0; i < LANES; i++) piece[i] = (own & (uint32_t)shown[i]) | (piece[i] & ~(uint32_t)shown[i]);
        }
    }
    return any;
}

CR_INLINE cr_slope times(cr_slope slope, float factor) {
    return (cr_slope){slope.start * factor, slope.per_x * factor, slope.per_y * factor};
}

CR_INLINE cr_piece piece_of(const cr_corner c[3], float area, cr_texture texture, uint16_t number) {
    cr_level level = level_of(texture, c, -area / 2);
    float inverse_area = 1 / area;
    return (cr_piece){
        .inverse = slope_of(c, inverse_area, c[0].inverse, c[1].inverse, c[2].inverse),
        .light = slope_of(c, inverse_area, c[0].light * 256, c[1].light * 256, c[2].light * 256),
        .gloss = slope_of(c, inverse_area, c[0].gloss * 255, c[1].gloss * 255, c[2].gloss * 255),
        .column = times(slope_of(c, inverse_area, c[0].u, c[1].u, c[2].u), (float)level.width * 256),
        .row = times(slope_of(c, inverse_area, c[0].v, c[1].v, c[2].v), (float)level.height * 256),
        .texels = texture.texels + level.offset, .width = level.width, .height = level.height, .number = number};
}

// `over` on `under`; alpha 0...255.
static inline uint32_t covered(uint32_t under, uint32_t over, uint32_t alpha) {
    const uint32_t even = 0x00FF00FF;
    uint32_t share = alpha + (alpha >> 7);
    uint32_t low = (over & even) * share + (under & even) * (256 - share);
    uint32_t high = (over >> 8 & even) * share + (under >> 8 & even) * (256 - share);
    return ((low >> 8 & even) | (high & 0xFF00FF00)) & 0x00FFFFFF;
}

// Mixes a translucent triangle into what is behind it.
CR_INLINE void lay(const cr_raster *raster, const cover *cover, const cr_piece *piece) {
    const cr_sheet sheet = {piece->texels, piece->width, piece->height};
    int32_t lane[LANES];
    for (int i = 0; i < LANES; i++) lane[i] = i;
    for (int row = cover->top; row <= cover->bottom; row++) {
        int first, last;
        if (!span_of(raster, cover, row, &first, &last)) continue;
        for (int x = first; x < last; x += LANES) {
            const float *depth = raster->depth + (long)row * raster->width + x;
            uint32_t *colour = raster->colour + (long)row * raster->width + x;
            const int32_t left = last - x;
            float column[LANES], line[LANES], y = (float)row + 0.5f;
            uint32_t paint[LANES];
            int32_t shown[LANES], light[LANES], gloss[LANES];
            for (int i = 0; i < LANES; i++) {
                float place = (float)(x + lane[i]) + 0.5f, d = cr_at(piece->inverse, place, y), distance = 1 / d;
                shown[i] = -(int32_t)(d > depth[i]) & -(int32_t)(lane[i] < left);
                column[i] = cr_at(piece->column, place, y) * distance;
                line[i] = cr_at(piece->row, place, y) * distance;
                light[i] = (int32_t)cr_at(piece->light, place, y);
                gloss[i] = (int32_t)cr_at(piece->gloss, place, y);
            }
            look_up(sheet, column, line, paint);
            for (int i = 0; i < LANES; i++) {
                uint32_t result = covered(colour[i], lit(paint[i], light[i], gloss[i]), paint[i] >> 24);
                colour[i] = (result & (uint32_t)shown[i]) | (colour[i] & ~(uint32_t)shown[i]);
            }
        }
    }
}

// Whether every sample of the corners' box already shows something nearer than all of them.
CR_INLINE int is_hidden(const cr_raster *raster, float scale, const cr_corner *c, int32_t count) {
    float nearest = 0, left = c[0].x, right = left, top = c[0].y, bottom = top;
    for (int32_t i = 0; i < count; i++) {
        // What reaches behind the camera is in no box.
        if (c[i].inverse <= 0) return 0;
        nearest = cr_max(nearest, c[i].inverse);
        left = cr_min(left, c[i].x);
        right = cr_max(right, c[i].x);
        top = cr_min(top, c[i].y);
        bottom = cr_max(bottom, c[i].y);
    }
    int first_row = (int)cr_max(0, top * scale), first = (int)cr_max(0, left * scale);
    int last_row = (int)cr_min((float)raster->height, cr_max(0, bottom * scale + 1));
    int last = (int)cr_min((float)raster->width, cr_max(0, right * scale + 1));
    for (int y = first_row; y < last_row; y++) {
        const float *depth = raster->depth + (long)y * raster->width;
        int open = 0;
        for (int x = first; x < last; x++) open |= depth[x] < nearest;
        if (open) return 0;
    }
    return 1;
}

// Room for one more piece; 0 if memory is short.
static int grow(cr_pieces *pieces) {
    if (pieces->count < pieces->capacity) return 1;
    int32_t capacity = pieces->capacity ? pieces->capacity * 2 : 4096;
    cr_piece *items = realloc(pieces->items, sizeof(cr_piece) * (size_t)capacity);
    if (!items) return 0;
    pieces->items = items;
    pieces->capacity = capacity;
    return 1;
}

// Corner numbers `three` in samples, and twice the area; answers 0 if the triangle cannot be seen.
CR_INLINE int corners_of(const cr_corner *corners, const uint16_t *three, float scale, cr_corner c[3], float *area) {
    for (int k = 0; k < 3; k++) {
        c[k] = corners[three[k]];
        c[k].x *= scale;
        c[k].y *= scale;
    }
    if (c[0].inverse <= 0 || c[1].inverse <= 0 || c[2].inverse <= 0) return 0;
    *area = (c[1].x - c[0].x) * (c[2].y - c[0].y) - (c[2].x - c[0].x) * (c[1].y - c[0].y);
    return *area < 0;
}

CR_WIDE float cr_draw(const cr_raster *raster, cr_pieces *pieces, float scale, const cr_corner *corners,
                      int32_t corner_count, const uint16_t *triangles, int32_t count, cr_texture texture,
                      uint16_t number) {
    int hidden = is_hidden(raster, scale, corners, corner_count);
    float sum = 0;
    for (int32_t i = 0; i < count; i++) {
        cr_corner c[3];
        cover cover;
        float area;
        if (!corners_of(corners, triangles + 3 * i, scale, c, &area)) continue;
        sum -= area / 2;
        if (hidden || !cover_of(raster, c, &cover)) continue;
        if (!grow(pieces)) return -1;
        cr_slope inverse = slope_of(c, 1 / area, c[0].inverse, c[1].inverse, c[2].inverse);
        if (!claim(raster, &cover, inverse, (uint32_t)pieces->count + 1)) continue;
        pieces->items[pieces->count++] = piece_of(c, area, texture, number);
    }
    return sum;
}

CR_WIDE void cr_lay(const cr_raster *raster, float scale, const cr_corner *corners, const uint16_t *triangles,
                    int32_t count, cr_texture texture) {
    for (int32_t i = 0; i < count; i++) {
        cr_corner c[3];
        cover cover;
        float area;
        if (!corners_of(corners, triangles + 3 * i, scale, c, &area) || !cover_of(raster, c, &cover)) continue;
        cr_piece piece = piece_of(c, area, texture, 0);
        lay(raster, &cover, &piece);
    }
}
