// expect: a number of this object\(\) has no exact text at compile time
#include <asyncapi/schema.hpp>

struct measure {
    double value{};
};

#ifdef POSITIVE_CONTROL
#define MOST 1e36
#else
#define MOST 1.7976931348623157e308
#endif

template <>
struct asyncapi::schema<measure> {
    static constexpr auto value =
        object(property("value", &measure::value, number{.maximum = MOST}));
};

static_assert(!asyncapi::schema_text<measure>.empty());
