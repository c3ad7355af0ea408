// expect: a data member has no property: object\(\.\.\.\) needs one property
#include <asyncapi/schema.hpp>

#include <string>

struct line {
    std::string sku;
    int quantity{};
};

template <>
struct asyncapi::schema<line> {
    static constexpr auto value = object(property("sku", &line::sku)
#ifdef POSITIVE_CONTROL
                                             ,
                                         property("quantity", &line::quantity)
#endif
    );
};

static_assert(!asyncapi::schema_text<line>.empty());
