// expect: this type has no JSON Schema: .*std::map<std::string, T>
#include <asyncapi/schema.hpp>

#include <map>
#include <string>

struct stock {
#ifdef POSITIVE_CONTROL
    std::map<std::string, std::string> names;
#else
    std::map<int, std::string> names;
#endif
};

template <>
struct asyncapi::schema<stock> {
    static constexpr auto value = object(property("names", &stock::names));
};

static_assert(asyncapi::schema_text<stock>.size() != 1);
