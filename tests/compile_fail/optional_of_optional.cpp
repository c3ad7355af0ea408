// expect: std::optional<std::optional<T>> is a property that may be missing and may be null
#include <asyncapi/schema.hpp>

#include <optional>
#include <string>

struct person {
    std::optional<std::optional<std::string>> name;
};

template <>
struct asyncapi::schema<person> {
#ifdef POSITIVE_CONTROL
    static constexpr auto value = object(property("name", &person::name, nullable()));
#else
    static constexpr auto value = object(property("name", &person::name));
#endif
};

static_assert(!asyncapi::schema_text<person>.empty());
