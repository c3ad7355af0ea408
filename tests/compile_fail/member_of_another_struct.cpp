// expect: a property of this object\(\) names a data member of another struct
#include <asyncapi/schema.hpp>

#include <string>

struct line {
    std::string sku;
};
struct parcel {
    std::string sku;
};

#ifdef POSITIVE_CONTROL
#define MEMBER &line::sku
#else
#define MEMBER &parcel::sku
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value = object(property("sku", MEMBER));
};

static_assert(!asyncapi::schema_text<line>.empty());
