// expect: a property's default_value breaks its own keywords
#include <asyncapi/schema.hpp>

#include <string>

struct line {
    std::string size;
};

#ifdef POSITIVE_CONTROL
#define GIVEN "M"
#else
#define GIVEN "XXXL"
#endif

template <>
struct asyncapi::schema<line> {
    static constexpr auto value =
        object(property("size", &line::size, string{.max_length = 2, .default_value = GIVEN}));
};

static_assert(!asyncapi::schema_text<line>.empty());
