// expect: this type has no JSON Schema: specialise asyncapi::schema<T>
#include <asyncapi/schema.hpp>

#include <string>
#include <vector>

struct line {
    std::string sku;
};
struct order {
    std::vector<line> lines;
};

#ifdef POSITIVE_CONTROL
template <>
struct asyncapi::schema<line> {
    static constexpr auto value = object(property("sku", &line::sku));
};
#endif
template <>
struct asyncapi::schema<order> {
    static constexpr auto value = object(property("lines", &order::lines));
};

static_assert(!asyncapi::schema_text<order>.empty());
