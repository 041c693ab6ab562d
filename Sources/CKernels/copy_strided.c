#include <assert.h>
#include <string.h>

#include "CKernels.h"

typedef struct {
    size_t size, rank;
    int64_t dims[8], in_strides[8], out_strides[8];
} plan;

// Neighbouring dimensions that are one run in both arrays become one, and dimensions of 1 go.
static plan collapse(size_t size, size_t rank, const int64_t *dims, const int64_t *in_strides,
                     const int64_t *out_strides) {
    plan p = {.size = size, .rank = 0};
    for (size_t d = 0; d < rank; d++) {
        if (dims[d] == 1) continue;
        if (p.rank > 0 && p.in_strides[p.rank - 1] == in_strides[d] * dims[d]
            && p.out_strides[p.rank - 1] == out_strides[d] * dims[d]) {
            p.dims[p.rank - 1] *= dims[d];
            p.in_strides[p.rank - 1] = in_strides[d];
            p.out_strides[p.rank - 1] = out_strides[d];
            continue;
        }
        p.dims[p.rank] = dims[d];
        p.in_strides[p.rank] = in_strides[d];
        p.out_strides[p.rank] = out_strides[d];
        p.rank++;
    }
    if (p.rank == 0) {
        p.rank = 1;
        p.dims[0] = p.in_strides[0] = p.out_strides[0] = 1;
    }
    return p;
}

static void copy_run(const plan *p, const char *in, char *out) {
    const int64_t count = p->dims[p->rank - 1], step = p->in_strides[p->rank - 1],
                  to = p->out_strides[p->rank - 1];
    if (step == 1 && to == 1) {
        memcpy(out, in, (size_t)count * p->size);
    } else if (p->size == 4) {
        for (int64_t i = 0; i < count; i++) memcpy(out + 4 * i * to, in + 4 * i * step, 4);
    } else {
        for (int64_t i = 0; i < count; i++) out[i * to] = in[i * step];
    }
}

static void copy_level(const plan *p, size_t level, const char *in, char *out) {
    if (level + 1 == p->rank) {
        copy_run(p, in, out);
        return;
    }
    const int64_t size = (int64_t)p->size;
    for (int64_t i = 0; i < p->dims[level]; i++)
        copy_level(p, level + 1, in + i * p->in_strides[level] * size,
                   out + i * p->out_strides[level] * size);
}

void ck_copy_strided(size_t size, size_t rank, const int64_t *dims, const void *in, const int64_t *in_strides,
                     void *out, const int64_t *out_strides) {
    assert(rank >= 1 && rank <= 8 && (size == 1 || size == 4));
    for (size_t d = 0; d < rank; d++)
        if (dims[d] == 0) return;
    plan p = collapse(size, rank, dims, in_strides, out_strides);
    copy_level(&p, 0, in, out);
}

void ck_copy_strided_part(size_t size, size_t rank, const int64_t *dims, const void *in,
                          const int64_t *in_strides, void *out, const int64_t *out_strides, size_t axis,
                          size_t first, size_t last) {
    assert(rank <= 8 && axis < rank);
    int64_t own[8];
    memcpy(own, dims, rank * sizeof *own);
    own[axis] = (int64_t)(last - first);
    const int64_t step = (int64_t)(first * size);
    ck_copy_strided(size, rank, own, (const char *)in + step * in_strides[axis], in_strides,
                    (char *)out + step * out_strides[axis], out_strides);
}
