// expect: a keyword of this object\(\) cannot hold the number it was given: integer\{\} .*whole
#include <asyncapi/schema.hpp>

struct line {
    int quantity{};
};

#ifdef POSITIVE_CONTROL
#define LEAST 1
#else
#define LEAST 0.5
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value =
        object(property("quantity", &line::quantity, integer{.minimum = LEAST}));
};

static_assert(!asyncapi::schema_text<line>.empty());
