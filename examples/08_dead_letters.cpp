// A message whose handler fails for the third time is a dead letter, which says why.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <iostream>
#include <stdexcept>

using namespace std::chrono_literals;

int main() {
    boost::asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    asyncapi::channel placed{wire, ordering::placed};
    asyncapi::channel dead{wire, asyncapi::channel_object<ordering::order_placed>{"orders/dead"}};

    asyncapi::consumer_options options;
    options.on_bad_message = asyncapi::bad_message::quarantine;
    options.retry = asyncapi::retry{.attempts = 3, .initial = 10ms, .jitter = 0.5};
    options.dead_letter.address = "orders/dead";

    auto shipping = placed.subscribe(
        [](auto& order) { throw std::runtime_error{"no box fits " + order.payload.order_id}; },
        options);
    auto undertaker = dead.subscribe([&](auto& letter) {
        const auto& headers = letter.metadata.headers;
        std::cout << *headers.find("dead-letter-address") << ", attempt "
                  << *headers.find("dead-letter-attempt") << ": "
                  << *headers.find("dead-letter-detail") << "\n";
        context.stop();
    });

    auto sent = placed.send(
        {.order_id = "ORD-000042", .lines = {{.sku = "A-7", .quantity = 2}}, .total = 19.90});
    if (!sent) std::cout << sent.error().to_string() << "\n";
    context.run();
}
