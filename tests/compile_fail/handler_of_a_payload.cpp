// expect: a handler takes received<Messages...>&, or auto&, and returns nothing or
#include <asyncapi/channel.hpp>

#include <string>

struct order {
    std::string id;
};

template <>
struct asyncapi::schema<order> {
    static constexpr auto value = object(property("id", &order::id));
};
template <>
struct asyncapi::message<order> {
    static constexpr auto name = "Order";
};

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

bool listen(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, orders};
#ifdef POSITIVE_CONTROL
    const auto listening = channel.subscribe([](asyncapi::received<order>&) {});
#else
    const auto listening = channel.subscribe([](const order&) {});
#endif
    return listening.status().has_value();
}
