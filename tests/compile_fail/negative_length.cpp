// expect: a keyword of this object\(\) cannot hold the number it was given: .*no length is negative
#include <asyncapi/schema.hpp>

#include <string>
#include <vector>

struct order {
    std::vector<std::string> lines;
};

#ifdef POSITIVE_CONTROL
#define LEAST 1
#else
#define LEAST -1
#endif

template <>
struct asyncapi::schema<order> {
    static constexpr auto value =
        object(property("lines", &order::lines, array_of(string{.min_length = LEAST})));
};

static_assert(!asyncapi::schema_text<order>.empty());
