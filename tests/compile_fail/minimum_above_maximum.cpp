// expect: a property's keywords cannot be satisfied: a minimum is above its maximum
#include <asyncapi/schema.hpp>

struct line {
    int quantity{};
};

#ifdef POSITIVE_CONTROL
#define LOWEST 1
#else
#define LOWEST 1001
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value =
        object(property("quantity", &line::quantity, integer{.minimum = LOWEST, .maximum = 1000}));
};

static_assert(!asyncapi::schema_text<line>.empty());
