// Products of float matrices over a row's tile. The left matrix is packed as a convolution's weights are; of the
// right one, some columns at a time lie in a panel that stays in the second cache while all rows meet it.

#include <assert.h>
#include <string.h>

#include "CKernels.h"

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// [offsets of the inner dimension][panel][packed left]
static size_t panel_at(const ck_matrix_product *p) { return (p->inner + 15) / 16 * 16; }

static size_t packed_at(const ck_kernels *row, const ck_matrix_product *p) {
    return panel_at(p) + p->inner * row->float_columns;
}

size_t ck_matrix_scratch(const ck_kernels *row, const ck_matrix_product *p) {
    return packed_at(row, p) + ck_packed_product(row, p->rows, p->inner);
}

static void pack_left(const ck_kernels *row, const ck_matrix_product *p, const float *left, size_t first_row,
                      size_t last_row, float *packed) {
    const size_t tile = row->float_rows, step = p->left_is_transposed ? p->rows : 1;
    for (size_t first = first_row; first < last_row; first += tile, packed += tile * p->inner) {
        for (size_t i = 0; i < tile; i++) {
            const size_t r = first + i;
            const float *from = left + (p->left_is_transposed ? r : r * p->inner);
            for (size_t k = 0; k < p->inner; k++) packed[k * tile + i] = r < last_row ? p->alpha * from[k * step] : 0;
        }
    }
}

static void fill_panel(const ck_matrix_product *p, const float *right, size_t column, size_t count, size_t width,
                       float *panel) {
    memset(panel, 0, p->inner * width * sizeof *panel);
    if (p->right_is_transposed) {
        for (size_t c = 0; c < count; c++) {
            const float *from = right + (column + c) * p->inner;
            for (size_t k = 0; k < p->inner; k++) panel[k * width + c] = from[k];
        }
        return;
    }
    for (size_t k = 0; k < p->inner; k++)
        memcpy(panel + k * width, right + k * p->columns + column, count * sizeof *panel);
}

void ck_multiply_f32(const ck_kernels *row, const ck_matrix_product *p, const float *left, const float *right,
                     float *out, size_t first_row, size_t last_row, size_t first_column, size_t last_column,
                     float *scratch) {
    const size_t tile = row->float_rows, width = row->float_columns;
    assert(first_row < last_row && last_row <= p->rows && last_column <= p->columns);
    uint32_t *offsets = (uint32_t *)(void *)scratch;
    float *panel = scratch + panel_at(p), *packed = scratch + packed_at(row, p);
    pack_left(row, p, left, first_row, last_row, packed);
    for (size_t column = first_column; column < last_column; column += width) {
        const size_t count = smaller(width, last_column - column);
        // What one tile of rows reads once is not worth a copy; past the end of a row nothing may be read.
        const bool is_in_place =
            !p->right_is_transposed && last_row - first_row <= tile && p->columns - column >= width;
        if (!is_in_place) fill_panel(p, right, column, count, width, panel);
        const size_t step = is_in_place ? p->columns : width;
        for (size_t k = 0; k < p->inner; k++) offsets[k] = (uint32_t)(k * step);
        for (size_t r = first_row; r < last_row; r += tile) {
            const ck_product_run run = {.weights = packed + (r - first_row) * p->inner,
                                        .in = is_in_place ? right + column : panel,
                                        .offsets = offsets,
                                        .rows = smaller(tile, last_row - r),
                                        .depth = p->inner,
                                        .keep = ~(uint64_t)0 >> (64 - count),
                                        .out = out + r * p->columns + column,
                                        .out_stride = p->columns};
            row->product_f32(&run);
        }
    }
}
