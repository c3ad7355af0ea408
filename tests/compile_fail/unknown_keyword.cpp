// expect: min_length
// errors: 2
#include <asyncapi/schema.hpp>

struct line {
    int quantity{};
};

template <>
struct asyncapi::schema<line> {
#ifdef POSITIVE_CONTROL
    static constexpr auto value =
        object(property("quantity", &line::quantity, integer{.minimum = 1}));
#else
    static constexpr auto value =
        object(property("quantity", &line::quantity, integer{.min_length = 1}));
#endif
};

static_assert(asyncapi::schema_text<line>.size() != 1);
