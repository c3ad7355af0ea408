// expect: a property's default_value breaks its own keywords, or does not fit the member
#include <asyncapi/schema.hpp>

#include <cstdint>

struct line {
    std::int8_t quantity{};
};

#ifdef POSITIVE_CONTROL
#define GIVEN 127
#else
#define GIVEN 300
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value =
        object(property("quantity", &line::quantity, integer{.default_value = GIVEN}));
};

static_assert(!asyncapi::schema_text<line>.empty());
