#pragma once

/// The JSON Schema of the settings file, as the program was built with it; zero at its end.
const char *_Nonnull cconfig_schema(void);
