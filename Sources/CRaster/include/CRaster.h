// Drawing textured triangles with a depth buffer, and what lens and sensor make of the picture.
//
// Plain C, written so that compilers turn the inner loops into vector instructions. Contraction of multiplications and
// additions is off in this target, so that the instruction sets that a function is compiled for agree.
#ifndef CRASTER_H
#define CRASTER_H

#include <stdint.h>

// Samples that are read and written past the end of each plane.
enum { CR_SLACK = 16 };

// A picture buffer, row by row; each plane has width * height + CR_SLACK samples.
typedef struct {
    int32_t width, height;
    float *depth;      // inverse distance; 0 is infinitely far
    uint32_t *colour;  // red in the lowest byte, then green, blue
    uint16_t *number;  // the thing that is seen there; 0 is nothing that has a number
    uint32_t *piece;   // the piece that is seen there, from 1; 0 is nothing
} cr_raster;

// One of the halved copies of a texture.
typedef struct {
    int32_t width, height;
    int32_t offset;  // where it begins in the texels
} cr_level;

// A picture laid on a surface; alpha in the highest byte of a texel counts only where drawing is translucent. Behind
// the last level there are as many texels more as the first level is wide, and one: they are read, and do not matter.
typedef struct {
    const cr_level *levels;
    int32_t count;
    const uint32_t *texels;
} cr_texture;

// A corner of a triangle on the picture.
typedef struct {
    float x, y;         // in pixels
    float inverse;      // 1 / distance; 0 if it lies behind the camera
    float light, gloss; // factor on the texture's colour, and what is added to it (1 is white)
    float u, v;         // texture coordinates 0...1, times inverse
} cr_corner;

// A value that changes evenly over the buffer.
typedef struct {
    float start, per_x, per_y;
} cr_slope;

// A triangle of which something was seen when it was drawn. Coordinates of the texture are in texels times 256, and
// divided by the distance.
typedef struct {
    cr_slope inverse, light, gloss, column, row;
    const uint32_t *texels;
    int32_t width, height;
    uint16_t number;
} cr_piece;

// A list of them; begins as zeros, and its items are given back with free.
typedef struct {
    cr_piece *items;
    int32_t count, capacity;
} cr_pieces;

// Notes in depth and piece, at `scale` samples a pixel and axis, those triangles (three corner numbers each) whose
// fronts face the viewer: counter-clockwise, as seen on the screen. Answers their area in samples, parts off the buffer
// included, or -1 when memory is short; those with a corner behind the camera are left out. Texels must stay until
// cr_shade.
float cr_draw(const cr_raster *raster, cr_pieces *pieces, float scale, const cr_corner *corners,
              int32_t corner_count, const uint16_t *triangles, int32_t count, cr_texture texture, uint16_t number);

// Gives the samples the colours and numbers of their pieces. Answers 0, or -1 when memory is short.
int cr_shade(const cr_raster *raster, const cr_pieces *pieces);

// Mixes triangles by their texture's opacity into the colours of what is behind them.
void cr_lay(const cr_raster *raster, float scale, const cr_corner *corners, const uint16_t *triangles, int32_t count,
            cr_texture texture);

// A filter along rows and one along columns: weights at -radius...radius.
typedef struct {
    int32_t radius;
    const float *across, *down;
} cr_filter;

// How samples become a picture.
typedef struct {
    int32_t factor;  // samples per pixel and axis
    cr_filter sharp, soft;
    // The result is sharp + weight * (soft - sharp), where the weight is `mix` and, at inverse distance d,
    // |d - focus| * defocus more, together at most 1.
    float mix, focus, defocus;
    float gain[3];
    float vignette;         // how much darker the corners are, 0...1
    const uint8_t *tones;   // 1024 shown values for light in half steps of 255
} cr_film;

// Adds noise to `count` bytes: `grain` times `strength`, coarser where it is bright.
void cr_add_grain(uint8_t *bytes, int32_t count, const float *grain, float strength);

// Makes width / factor by height / factor pixels of three bytes each. Answers 0, or -1 when memory is short.
int cr_develop(const cr_raster *raster, const cr_film *film, uint8_t *rgb);

// The 32-bit colours of `count` pixels, which have four floats each: red, green, blue (0...1) and one that is not read.
void cr_pack(const float *pixels, int32_t count, uint32_t *texels);

// Half the width and half the height of a texture's level, each texel the mean of four.
void cr_halve(const uint32_t *source, int32_t width, int32_t height, uint32_t *target);

// A corner of an outline.
typedef struct {
    float x, y;
} cr_point;

// The signed areas that edges leave in the cells of a box; a row has columns + 2 of them.
typedef struct {
    int32_t left, top, columns, rows;
    float *areas;
} cr_coverage;

// Adds a closed outline, whose unit is `scale` cells and whose origin is that of the canvas.
void cr_cover(const cr_coverage *coverage, const cr_point *points, int32_t count, float scale);

// Red, green and blue, 0...1.
typedef struct {
    float red, green, blue;
} cr_colour;

// Mixes `colour` into the covered pixels (see cr_pack) of a canvas `width` wide, from column `left` on and before
// `right`, from row `top` on and before `bottom`.
void cr_paint(const cr_coverage *coverage, float *pixels, int32_t width, int32_t left, int32_t right, int32_t top,
              int32_t bottom, cr_colour colour, float opacity);

#endif
