// expect: the handler must take received<Request>&, or auto&, and return one of
#include <asyncapi/responder.hpp>

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

inline constexpr asyncapi::operation_object<order, order> echo{.address = "orders"};

bool serve(asyncapi::any_transport wire) {
#ifdef POSITIVE_CONTROL
    asyncapi::responder answers{wire, echo,
                                [](asyncapi::received<order>& asked) { return asked.payload; }};
#else
    asyncapi::responder answers{wire, echo, [](const order& asked) { return asked; }};
#endif
    return answers.status().has_value();
}
