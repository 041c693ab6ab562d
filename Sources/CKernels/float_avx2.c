#if defined(__x86_64__)
#define CK_SET avx2

#include "CKernels.h"
#include "exponential.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#include "float_body.h"

#pragma clang attribute pop
#endif
