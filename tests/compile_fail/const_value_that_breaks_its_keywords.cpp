// expect: a property's keywords cannot be satisfied: .*const_value
#include <asyncapi/schema.hpp>

#include <optional>
#include <string>

struct line {
    std::optional<std::string> size;
};

#ifdef POSITIVE_CONTROL
#define GIVEN "M"
#else
#define GIVEN "XXXL"
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value = object(
        property("size", &line::size, nullable(string{.max_length = 2, .const_value = GIVEN})));
};

static_assert(!asyncapi::schema_text<line>.empty());
