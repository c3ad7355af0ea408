// The same request and reply between two programs, here two transports, over WebSocket.

#include "quotes.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdio>
#include <string>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> customer(std::string url) {
    const auto executor = co_await asio::this_coro::executor;
    asyncapi::websocket::client wire{executor, {.url = url}};
    asyncapi::requester quotes{wire, pricing::get_quote};
    pricing::quote_request about{.sku = "A-7"};
    auto quote = co_await quotes.request(about, 5s);
    if (quote)
        std::printf("the price of A-7 is %.2f\n", quote->payload.price);
    else
        std::puts(quote.error().to_string().c_str());
    wire.close();
}

int main() {
    asio::io_context context;
    auto shop = asyncapi::websocket::server::listen(context.get_executor(), {.port = 0}).value();
    asyncapi::responder answers{shop, pricing::get_quote,
                                [](auto&) { return pricing::quote{.price = 19.90}; }};

    asio::co_spawn(context, customer("ws://127.0.0.1:" + std::to_string(shop.port()) + "/"),
                   [&](std::exception_ptr) { shop.close(); });
    context.run();
}
