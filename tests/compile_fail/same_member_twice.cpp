// expect: two properties of this object\(\) name the same data member
#include <asyncapi/schema.hpp>

#include <string>

struct line {
    std::string sku;
    std::string name;
};

#ifdef POSITIVE_CONTROL
#define SECOND &line::name
#else
#define SECOND &line::sku
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value = object(property("sku", &line::sku), property("name", SECOND));
};

static_assert(!asyncapi::schema_text<line>.empty());
