#include "CConfig.h"

static const char schema[] = {
#embed "../../Config/gondola.schema.json"
    , 0};

const char *cconfig_schema(void) { return schema; }
