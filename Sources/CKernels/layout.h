// How a convolution is cut, shared by the packing and the walk over the picture.

#pragma once

#include "CKernels.h"

/// The runs of bytes under a window that lie together: a whole kernel row, or one tap where taps lie apart.
typedef struct {
    size_t count, taps, bytes, groups; ///< taps and bytes of one segment; groups of four bytes, rounded up
} ck_segments;

ck_segments ck_segments_of(const ck_convolution_shape *shape);

/// The channels that one call of the dense kernel takes when this many are left.
size_t ck_block(const ck_kernels *row, size_t columns_left);

/// Bytes of scratch of a depthwise convolution per caller.
size_t ck_depthwise_scratch(const ck_convolution_shape *shape);
