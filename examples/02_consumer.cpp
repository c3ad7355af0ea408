// Takes orders one by one. What is not acknowledged comes again.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> shipping(asyncapi::any_transport wire) {
    asyncapi::channel placed{wire, ordering::placed};
    auto orders = placed.subscribe();
    while (auto order = co_await orders.next()) {
        std::cout << order->payload.order_id << ", attempt " << order->attempt() << ": ";
        if (order->attempt() == 1) {
            std::cout << "no parcel at hand\n";
            continue;
        }
        std::cout << "shipped, correlation id " << order->metadata.correlation_id << "\n";
        order->acknowledge();
        wire->close();
    }
}

int main() {
    asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    asio::co_spawn(context, shipping(wire), asio::detached);
    context.poll();

    asyncapi::channel placed{wire, ordering::placed};
    auto sent = placed.send(
        {.order_id = "ORD-000042", .lines = {{.sku = "A-7", .quantity = 2}}, .total = 19.90});
    if (!sent) std::cout << sent.error().to_string() << "\n";
    context.run();
}
