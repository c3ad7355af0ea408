// expect: headers has to be a struct with an asyncapi::schema of its own
#include <asyncapi/channel.hpp>

#include <string>

struct order {
    std::string id;
};

template <>
struct asyncapi::schema<order> {
    static constexpr auto value = object(property("id", &order::id));
};

struct audit {
    std::string tenant;
};

#ifdef POSITIVE_CONTROL
template <>
struct asyncapi::schema<audit> {
    static constexpr auto value = object(property("tenant", &audit::tenant));
};
#endif
template <>
struct asyncapi::message<order> {
    static constexpr auto name = "Order";
    using headers = audit;
};

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

bool send(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, orders};
    return channel.send({"1"}).has_value();
}
