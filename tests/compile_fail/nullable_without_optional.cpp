// expect: nullable\(\) needs a std::optional
#include <asyncapi/schema.hpp>

#include <optional>
#include <string>

struct person {
#ifdef POSITIVE_CONTROL
    std::optional<std::string> name;
#else
    std::string name;
#endif
};

template <>
struct asyncapi::schema<person> {
    static constexpr auto value =
        object(property("name", &person::name, nullable(string{.max_length = 9})));
};

static_assert(!asyncapi::schema_text<person>.empty());
