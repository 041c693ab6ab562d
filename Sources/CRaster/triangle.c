#include "CRaster.h"

#include <math.h>

#include "cr_dispatch.h"

// Pixels that are worked on together.
enum { LANES = 8 };

// A value that changes evenly over the screen.
typedef struct {
    float start, per_x, per_y;
} slope;

CR_INLINE slope slope_of(const cr_corner c[3], float inverse_area, float a, float b, float d) {
    float first = b - a, second = d - a;
    slope s;
    s.per_x = (first * (c[2].y - c[0].y) - second * (c[1].y - c[0].y)) * inverse_area;
    s.per_y = (second * (c[1].x - c[0].x) - first * (c[2].x - c[0].x)) * inverse_area;
    s.start = a - c[0].x * s.per_x - c[0].y * s.per_y;
    return s;
}

static inline float at(slope s, float x, float y) { return s.start + s.per_x * x + s.per_y * y; }

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
    float texels = fabsf(share) / 2 * (float)(full.width * full.height);
    int wanted = (int)(0.5f * log2f(cr_max(1, texels / cr_max(0.25f, pixels))) + 0.7f);
    return texture.levels[wanted < texture.count ? wanted : texture.count - 1];
}

// What a triangle's row needs.
typedef struct {
    float depth, light, gloss, u, v;
    float depth_x, light_x, gloss_x, u_x, v_x;
} span;

static inline uint32_t mixed(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t s, uint32_t t) {
    const uint32_t even = 0x00FF00FF;
    uint32_t lower_right = (s * t) >> 8;
    uint32_t upper_right = s - lower_right, lower_left = t - lower_right, upper_left = 256 - s - lower_left;
    uint32_t low = (a & even) * upper_left + (b & even) * upper_right + (c & even) * lower_left +
                   (d & even) * lower_right;
    uint32_t high = (a >> 8 & even) * upper_left + (b >> 8 & even) * upper_right + (c >> 8 & even) * lower_left +
                    (d >> 8 & even) * lower_right;
    return (low >> 8 & even) | (high & 0xFF00FF00);
}

static inline uint32_t lit(uint32_t colour, int32_t light, int32_t gloss) {
    uint32_t red = (uint32_t)cr_clamp((((int32_t)(colour & 255) * light) >> 8) + gloss, 0, 255);
    uint32_t green = (uint32_t)cr_clamp((((int32_t)(colour >> 8 & 255) * light) >> 8) + gloss, 0, 255);
    uint32_t blue = (uint32_t)cr_clamp((((int32_t)(colour >> 16 & 255) * light) >> 8) + gloss, 0, 255);
    return red | green << 8 | blue << 16;
}

// `over` on `under`; alpha 0...255.
static inline uint32_t covered(uint32_t under, uint32_t over, uint32_t alpha) {
    const uint32_t even = 0x00FF00FF;
    uint32_t share = alpha + (alpha >> 7);
    uint32_t low = (over & even) * share + (under & even) * (256 - share);
    uint32_t high = (over >> 8 & even) * share + (under >> 8 & even) * (256 - share);
    return ((low >> 8 & even) | (high & 0xFF00FF00)) & 0x00FFFFFF;
}

CR_INLINE void draw_span(float *depth, uint32_t *colour, uint16_t *number, int count, span s, cr_level level,
                              const uint32_t *texels, uint16_t own, int translucent) {
    const float columns = (float)level.width * 256, rows = (float)level.height * 256;
    const int32_t last_s = (level.width - 1) << 8, last_t = (level.height - 1) << 8;
    const uint32_t *base = texels + level.offset;
    const int32_t stride = level.width;
    // Where a lane is, as a number that lanes can calculate with.
    int32_t lane[LANES];
    for (int i = 0; i < LANES; i++) lane[i] = i;
    for (int start = 0; start < count; start += LANES, depth += LANES, colour += LANES, number += LANES) {
        const int32_t left = count - start;
        float d[LANES], x[LANES];
        int32_t shown[LANES], any = 0;
        for (int i = 0; i < LANES; i++) {
            x[i] = (float)(start + lane[i]);
            d[i] = s.depth + s.depth_x * x[i];
            shown[i] = -(int32_t)(d[i] > depth[i]) & -(int32_t)(lane[i] < left);
            any |= shown[i];
        }
        if (!any) continue;
        uint32_t texel[4][LANES], fs[LANES], ft[LANES];
        int32_t place[LANES], right[LANES], below[LANES];
        for (int i = 0; i < LANES; i++) {
            float distance = 1 / d[i];
            float u = (s.u + s.u_x * x[i]) * distance * columns - 128;
            float v = (s.v + s.v_x * x[i]) * distance * rows - 128;
            int32_t column = (int32_t)cr_min(cr_max(u, 0), (float)last_s);
            int32_t row = (int32_t)cr_min(cr_max(v, 0), (float)last_t);
            place[i] = (row >> 8) * stride + (column >> 8);
            right[i] = -(int32_t)(column < last_s) & 1;
            below[i] = -(int32_t)(row < last_t) & stride;
            fs[i] = (uint32_t)column & 255;
            ft[i] = (uint32_t)row & 255;
        }
        for (int i = 0; i < LANES; i++) {
            const uint32_t *corner = base + place[i];
            texel[0][i] = corner[0];
            texel[1][i] = corner[right[i]];
            texel[2][i] = corner[below[i]];
            texel[3][i] = corner[below[i] + right[i]];
        }
        for (int i = 0; i < LANES; i++) {
            uint32_t paint = mixed(texel[0][i], texel[1][i], texel[2][i], texel[3][i], fs[i], ft[i]);
            int32_t light = (int32_t)(s.light + s.light_x * x[i]);
            int32_t gloss = (int32_t)(s.gloss + s.gloss_x * x[i]);
            uint32_t result = lit(paint, light, gloss);
            if (translucent) result = covered(colour[i], result, paint >> 24);
            colour[i] = (result & (uint32_t)shown[i]) | (colour[i] & ~(uint32_t)shown[i]);
        }
        if (translucent) continue;
        for (int i = 0; i < LANES; i++) depth[i] = shown[i] ? d[i] : depth[i];
        for (int i = 0; i < LANES; i++) number[i] = (uint16_t)((own & shown[i]) | (number[i] & ~shown[i]));
    }
}

// A surface of one colour: no texture to look up.
CR_INLINE void draw_plain_span(float *depth, uint32_t *colour, uint16_t *number, int count, span s, uint32_t paint,
                                    uint16_t own) {
    for (int i = 0; i < count; i++) {
        float d = s.depth + s.depth_x * (float)i;
        int32_t light = (int32_t)(s.light + s.light_x * (float)i);
        int32_t gloss = (int32_t)(s.gloss + s.gloss_x * (float)i);
        uint32_t result = lit(paint, light, gloss);
        int shown = d > depth[i];
        colour[i] = shown ? result : colour[i];
        number[i] = shown ? own : number[i];
        depth[i] = shown ? d : depth[i];
    }
}

CR_INLINE float draw_triangle(const cr_raster *raster, const cr_corner c[3], cr_texture texture, uint16_t number,
                              int translucent) {
    float area = (c[1].x - c[0].x) * (c[2].y - c[0].y) - (c[2].x - c[0].x) * (c[1].y - c[0].y);
    if (!(area < 0)) return 0;
    float pixels = -area / 2;
    float highest = cr_min(c[0].y, cr_min(c[1].y, c[2].y)), lowest = cr_max(c[0].y, cr_max(c[1].y, c[2].y));
    float leftmost = cr_min(c[0].x, cr_min(c[1].x, c[2].x)), rightmost = cr_max(c[0].x, cr_max(c[1].x, c[2].x));
    int top = (int)cr_max(0, highest + 0.5f);
    int bottom = (int)cr_max(0, cr_min((float)raster->height, lowest + 0.5f)) - 1;
    if (top > bottom || top >= raster->height || rightmost <= 0 || leftmost >= (float)raster->width) return pixels;

    cr_level level = level_of(texture, c, pixels);
    edge edges[3] = {edge_of(c[0], c[1]), edge_of(c[1], c[2]), edge_of(c[2], c[0])};
    float inverse_area = 1 / area;
    slope inverse = slope_of(c, inverse_area, c[0].inverse, c[1].inverse, c[2].inverse);
    slope light = slope_of(c, inverse_area, c[0].light * 256, c[1].light * 256, c[2].light * 256);
    slope gloss = slope_of(c, inverse_area, c[0].gloss * 255, c[1].gloss * 255, c[2].gloss * 255);
    slope u = slope_of(c, inverse_area, c[0].u, c[1].u, c[2].u);
    slope v = slope_of(c, inverse_area, c[0].v, c[1].v, c[2].v);
    int is_plain = level.width == 1 && level.height == 1 && !translucent;

    for (int row = top; row <= bottom; row++) {
        float y = (float)row + 0.5f, left = 0, right = (float)raster->width;
        for (int i = 0; i < 3; i++) cut(edges[i], y, &left, &right);
        if (!(left < right)) continue;
        // Adding a half and cutting off rounds, as neither is negative.
        int first = (int)(left + 0.5f), last = (int)(right + 0.5f);
        if (last > raster->width) last = raster->width;
        if (first >= last) continue;
        float x = (float)first + 0.5f;
        span s = {at(inverse, x, y), at(light, x, y), at(gloss, x, y), at(u, x, y), at(v, x, y),
                  inverse.per_x,     light.per_x,     gloss.per_x,     u.per_x,     v.per_x};
        long place = (long)row * raster->width + first;
        if (is_plain) {
            draw_plain_span(raster->depth + place, raster->colour + place, raster->number + place, last - first, s,
                            texture.texels[level.offset], number);
        } else {
            draw_span(raster->depth + place, raster->colour + place, raster->number + place, last - first, s, level,
                      texture.texels, number, translucent);
        }
    }
    return pixels;
}

CR_WIDE float cr_draw(const cr_raster *raster, cr_view view, const cr_corner *corners, const uint16_t *triangles, int32_t count,
              cr_texture texture, uint16_t number, int translucent) {
    float area = 0;
    for (int32_t i = 0; i < count; i++) {
        cr_corner c[3];
        int behind = 0;
        for (int k = 0; k < 3; k++) {
            c[k] = corners[triangles[3 * i + k]];
            c[k].x = (c[k].x - view.x) * view.scale;
            c[k].y = (c[k].y - view.y) * view.scale;
            behind |= c[k].inverse <= 0;
        }
        if (!behind) area += draw_triangle(raster, c, texture, number, translucent);
    }
    return area;
}
