// The files below pages/, as they are. Written by scripts/list-pages.
#include "cpages.h"

// The compiler has it in C17 too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "pages/index.html"
};

static const cpages_entry entries[] = {
    {"index.html", file_0, sizeof file_0},
};

size_t cpages_count(void) { return sizeof entries / sizeof *entries; }

cpages_entry cpages_file(size_t index) { return entries[index]; }
