#include <assert.h>
#include <math.h>

#include "CKernels.h"

#define CK_PAIRS(expression)                                                                                 \
    if (da == 1 && db == 1) {                                                                                \
        for (int64_t i = 0; i < count; i++) {                                                                \
            const float x = a[i], y = b[i];                                                                  \
            out[i] = (expression);                                                                           \
        }                                                                                                    \
    } else if (db == 0 && da == 1) {                                                                         \
        const float y = *b;                                                                                  \
        for (int64_t i = 0; i < count; i++) {                                                                \
            const float x = a[i];                                                                            \
            out[i] = (expression);                                                                           \
        }                                                                                                    \
    } else {                                                                                                 \
        for (int64_t i = 0; i < count; i++) {                                                                \
            const float x = a[i * da], y = b[i * db];                                                        \
            out[i] = (expression);                                                                           \
        }                                                                                                    \
    }                                                                                                        \
    break

static void run(ck_binary operation, int64_t count, const float *a, int64_t da, const float *b, int64_t db,
                float *out) {
    switch (operation) {
    case CK_ADD: CK_PAIRS(x + y);
    case CK_SUBTRACT: CK_PAIRS(x - y);
    case CK_MULTIPLY: CK_PAIRS(x * y);
    case CK_DIVIDE: CK_PAIRS(x / y);
    case CK_MAXIMUM: CK_PAIRS(x > y ? x : y);
    case CK_MINIMUM: CK_PAIRS(x < y ? x : y);
    case CK_RAISE: CK_PAIRS(powf(x, y));
    case CK_SLOPE: CK_PAIRS(x < 0 ? x * y : x);
    }
}

static float *level(ck_binary operation, size_t rank, const int64_t *dims, const float *a, const int64_t *sa,
                    const float *b, const int64_t *sb, float *out) {
    if (rank == 1) {
        run(operation, dims[0], a, sa[0], b, sb[0], out);
        return out + dims[0];
    }
    for (int64_t i = 0; i < dims[0]; i++)
        out = level(operation, rank - 1, dims + 1, a + i * sa[0], sa + 1, b + i * sb[0], sb + 1, out);
    return out;
}

void ck_binary_f32(ck_binary operation, size_t rank, const int64_t *dims, const float *a,
                   const int64_t *a_strides, const float *b, const int64_t *b_strides, float *out) {
    assert(rank >= 1 && rank <= 8);
    // Dimensions that are one run in all three arrays become one, so that the inner loop is long.
    int64_t d[8], sa[8], sb[8];
    size_t used = 0;
    for (size_t i = 0; i < rank; i++) {
        if (dims[i] == 0) return;
        if (dims[i] == 1) continue;
        if (used > 0 && sa[used - 1] == a_strides[i] * dims[i] && sb[used - 1] == b_strides[i] * dims[i]) {
            d[used - 1] *= dims[i];
            sa[used - 1] = a_strides[i];
            sb[used - 1] = b_strides[i];
            continue;
        }
        d[used] = dims[i];
        sa[used] = a_strides[i];
        sb[used++] = b_strides[i];
    }
    if (used == 0) {
        d[0] = sa[0] = sb[0] = 1;
        used = 1;
    }
    level(operation, used, d, a, sa, b, sb, out);
}

void ck_binary_part_f32(ck_binary operation, size_t rank, const int64_t *dims, const float *a,
                        const int64_t *a_strides, const float *b, const int64_t *b_strides, float *out,
                        size_t axis, size_t first, size_t last) {
    assert(rank <= 8 && axis < rank);
    int64_t own[8], inner = 1;
    for (size_t i = 0; i < rank; i++) own[i] = dims[i];
    for (size_t i = axis + 1; i < rank; i++) inner *= dims[i];
    own[axis] = (int64_t)(last - first);
    const int64_t start = (int64_t)first;
    ck_binary_f32(operation, rank, own, a + start * a_strides[axis], a_strides, b + start * b_strides[axis],
                  b_strides, out + start * inner);
}
