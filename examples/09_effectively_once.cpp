// An order that comes twice is shipped once.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/deduplicator.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <iostream>
#include <memory>

using namespace std::chrono_literals;

int main() {
    boost::asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    asyncapi::channel placed{wire, ordering::placed};

    asyncapi::consumer_options options;
    options.deduplicate = std::make_shared<asyncapi::recent_messages>(
        asyncapi::recent_messages_options{.max_messages = 10'000, .max_age = 1h});

    int shipped = 0;
    auto shipping = placed.subscribe([&](auto&) { ++shipped; }, options);

    const ordering::order_placed order{
        .order_id = "ORD-000042", .lines = {{.sku = "A-7", .quantity = 2}}, .total = 19.90};
    for (int i = 0; i < 2; ++i) {
        auto sent = placed.send(order, {.message_id = "order-42-placed"});
        if (!sent) std::cout << sent.error().to_string() << "\n";
    }
    context.run();
    std::cout << "shipped " << shipped << ", duplicates " << shipping.counters().duplicates << "\n";
}
