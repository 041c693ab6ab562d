#define CK_SET scalar

#include "float_body.h"
