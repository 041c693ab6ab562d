// The files that the console gives to browsers, as parts of the program.
#ifndef CPAGES_H
#define CPAGES_H

#include <stddef.h>

typedef struct {
    /// Below the root, as "parts/bar.js".
    const char *path;
    const unsigned char *bytes;
    size_t count;
} cpages_entry;

/// How many files there are.
size_t cpages_count(void);

/// A file by its number from 0; constant, and never freed.
cpages_entry cpages_file(size_t index);

#endif
