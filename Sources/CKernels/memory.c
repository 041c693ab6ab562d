#include <stdint.h>
#include <sys/mman.h>

#include "CKernels.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

void ck_give_back_memory(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

void ck_prefer_large_pages(void *memory, size_t size) {
#if defined(MADV_HUGEPAGE)
    const uintptr_t page = CK_LARGE_PAGE, first = ((uintptr_t)memory + page - 1) / page * page;
    const uintptr_t last = ((uintptr_t)memory + size) / page * page;
    // Advice: where the system has no such pages, nothing is lost.
    if (first < last) madvise((void *)first, last - first, MADV_HUGEPAGE);
#else
    (void)memory, (void)size;
#endif
}
