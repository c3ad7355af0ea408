// expect: two properties of this object\(\) have the same name
#include <asyncapi/schema.hpp>

#include <string>

struct line {
    std::string sku;
    std::string name;
};

#ifdef POSITIVE_CONTROL
#define SECOND "name"
#else
#define SECOND "sku"
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value =
        object(property("sku", &line::sku), property(SECOND, &line::name));
};

static_assert(!asyncapi::schema_text<line>.empty());
