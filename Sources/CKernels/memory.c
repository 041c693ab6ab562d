#include <malloc.h>

#include "CKernels.h"

void ck_give_back_memory(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}
