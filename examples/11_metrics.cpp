// Counts messages for Prometheus, and puts a header of its own on each.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/metrics.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>
#include <memory>

class spans : public asyncapi::middleware {
public:
    void on_sending(asyncapi::sending_message& message) override {
        message.headers.set("span", "span-7");
    }
    void on_accepted(const asyncapi::accepted_message& message) override {
        std::cout << *message.metadata.headers.find("span") << " arrived\n";
    }
};

int main() {
    boost::asio::io_context context;
    asyncapi::memory::transport memory{context.get_executor()};

    auto counted = std::make_shared<asyncapi::metrics>();
    auto wire = asyncapi::any_transport{memory}.with(counted).with(std::make_shared<spans>());
    asyncapi::channel placed{wire, ordering::placed};

    auto shipping = placed.subscribe([](auto&) {});
    auto sent = placed.send(
        {.order_id = "ORD-000042", .lines = {{.sku = "A-7", .quantity = 2}}, .total = 19.90});
    if (!sent) std::cout << sent.error().to_string() << "\n";
    context.run();
    std::cout << asyncapi::to_prometheus(counted->snapshot());
}
