// expect: this type has no JSON Schema: specialise asyncapi::schema<T>
#include <asyncapi/schema.hpp>

#include <string>

#ifdef POSITIVE_CONTROL
using text = std::string;
#else
using text = const char*;
#endif

static_assert(asyncapi::schema_text<text>.size() != 1);
