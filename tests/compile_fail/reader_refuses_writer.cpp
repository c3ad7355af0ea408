// expect: the reader's schema does not accept all that the writer can send
#include <asyncapi/schema.hpp>

#include <string>

struct ours {
    std::string sku;
};
struct theirs {
    std::string sku;
};

#ifdef POSITIVE_CONTROL
#define LONGEST 8
#else
#define LONGEST 9
#endif

template <>
struct asyncapi::schema<ours> {
    static constexpr auto value = object(property("sku", &ours::sku, string{.max_length = 8}));
};
template <>
struct asyncapi::schema<theirs> {
    static constexpr auto value =
        object(property("sku", &theirs::sku, string{.max_length = LONGEST}));
};

static_assert(asyncapi::check_accepts<ours, theirs>());
