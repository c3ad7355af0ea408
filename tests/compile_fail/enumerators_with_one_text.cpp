// expect: two enumerators of this enumeration\(\) share a value or a text
#include <asyncapi/schema.hpp>

enum class priority { low, high };

#ifdef POSITIVE_CONTROL
#define SECOND "HIGH"
#else
#define SECOND "LOW"
#endif

template <>
struct asyncapi::schema<priority> {
    static constexpr auto value =
        enumeration(enumerator{priority::low, "LOW"}, enumerator{priority::high, SECOND});
};

static_assert(!asyncapi::schema_text<priority>.empty());
