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
} cr_raster;

// One of the halved copies of a texture.
typedef struct {
    int32_t width, height;
    int32_t offset;  // where it begins in the texels
} cr_level;

// A picture laid on a surface; alpha in the highest byte of a texel counts only where drawing is translucent.
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

// Which part of the picture a buffer is: its upper left corner in pixels, and samples per pixel.
typedef struct {
    float x, y, scale;
} cr_view;

// Draws those triangles (three corner numbers each) whose fronts face the viewer: counter-clockwise, as seen on the
// screen. Answers their area in samples, parts off the buffer included; those with a corner behind the camera are left
// out. Translucent ones are mixed with what is behind them and leave depth and numbers alone.
float cr_draw(const cr_raster *raster, cr_view view, const cr_corner *corners, const uint16_t *triangles, int32_t count,
              cr_texture texture, uint16_t number, int translucent);

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

// Makes width / factor by height / factor pixels of three bytes each. Answers 0, or -1 when memory is short.
int cr_develop(const cr_raster *raster, const cr_film *film, uint8_t *rgb);

#endif
