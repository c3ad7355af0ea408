// expect: this type has no JSON Schema: specialise asyncapi::schema<T>
#include <asyncapi/schema.hpp>

#include <cstdint>

struct result {
#ifdef POSITIVE_CONTROL
    std::int8_t grade{};
#else
    char grade{};
#endif
};

template <>
struct asyncapi::schema<result> {
    static constexpr auto value = object(property("grade", &result::grade));
};

static_assert(asyncapi::schema_text<result>.size() != 1);
