// Asks and answers. A request that breaks the contract is refused before it leaves.

#include "quotes.hpp"

#include <asyncapi/asyncapi.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> ask(asyncapi::any_transport wire, std::string sku) {
    asyncapi::requester quotes{wire, pricing::get_quote};
    // The payload has a name: g++ 12 destroys twice what is built inside a co_await expression.
    pricing::quote_request about{.sku = sku};
    auto quote = co_await quotes.request(about, 2s);
    if (quote)
        std::cout << sku << " costs " << quote->payload.price << "\n";
    else
        std::cout << "refused: " << quote.error().to_string() << "\n";
}

asio::awaitable<void> visit(asyncapi::any_transport wire) {
    co_await ask(wire, "A-7");
    co_await ask(wire, "anything");
    wire->close();
}

int main() {
    asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    asyncapi::responder answers{
        wire, pricing::get_quote, [](asyncapi::received<pricing::quote_request>& request) {
            return pricing::quote{.price = request.payload.sku == "A-7" ? 19.90 : 4.50};
        }};
    asio::co_spawn(context, visit(wire), asio::detached);
    context.run();
}
