// expect: a keyword of this object\(\) cannot hold the number it was given
#include <asyncapi/schema.hpp>

#include <cstdint>

struct stock {
    std::uint64_t pieces{};
};

#ifdef POSITIVE_CONTROL
#define MOST 9223372036854775807
#else
#define MOST 18446744073709551615U
#endif

template <>
struct asyncapi::schema<stock> {
    static constexpr auto value =
        object(property("pieces", &stock::pieces, integer{.maximum = MOST}));
};

static_assert(!asyncapi::schema_text<stock>.empty());
