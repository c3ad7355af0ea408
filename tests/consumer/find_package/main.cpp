#include <asyncapi/asyncapi.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <iostream>
#include <string>

struct order {
    std::string sku;
    std::int32_t quantity{1};
};

template <>
struct asyncapi::schema<order> {
    static constexpr auto value =
        object(property("sku", &order::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("quantity", &order::quantity, integer{.minimum = 1}));
};
template <>
struct asyncapi::message<order> {
    static constexpr auto name = "Order";
};

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

boost::asio::awaitable<void> shipping(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, orders};
    auto arriving = channel.subscribe();
    while (auto next = co_await arriving.next()) {
        std::cout << "ship " << next->payload.quantity << " of " << next->payload.sku << "\n";
        next->acknowledge();
        wire->close();
    }
}

int main() {
    boost::asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    co_spawn(context, shipping(wire), boost::asio::detached);
    context.poll();

    asyncapi::channel channel{wire, orders};
    for (const std::int32_t quantity : {0, 2}) {
        auto sent = channel.send({.sku = "A-7", .quantity = quantity});
        if (!sent) std::cout << sent.error().to_string() << "\n";
    }
    context.run();
}
