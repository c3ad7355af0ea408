// expect: this list of values is too long for a keyword: describe a C\+\+ enum with enumeration
#include <asyncapi/schema.hpp>

struct month {
    int day{};
};

#ifdef POSITIVE_CONTROL
#define LAST 32
#else
#define LAST 32, 33
#endif

template <>
struct asyncapi::schema<month> {
    static constexpr auto value = object(property(
        "day", &month::day,
        integer{.enum_values = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,  16, 17,
                                18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, LAST}}));
};

static_assert(!asyncapi::schema_text<month>.empty());
