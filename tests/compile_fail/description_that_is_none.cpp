// expect: this type has no JSON Schema: specialise asyncapi::schema<T> with object
#include <asyncapi/schema.hpp>

#include <string>

struct line {
    std::string sku;
};

template <>
struct asyncapi::schema<line> {
#ifdef POSITIVE_CONTROL
    static constexpr auto value = object(property("sku", &line::sku));
#else
    static constexpr auto value = property("sku", &line::sku);
#endif
};

static_assert(asyncapi::schema_text<line>.size() != 1);
