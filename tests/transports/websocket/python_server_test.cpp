#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>
#include <support/orders.hpp>
#include <support/run.hpp>
#include <support/transport_suite.hpp>
#include "peers/peer_process.hpp"

// Our client at a server in another language; what that does is in peers/python_server.py.

namespace {

using namespace asyncapi;
using testing::listen;
using testing::publish;
using testing_websocket::peer_process;
using testing_websocket::python;
using websocket::client_state;
using namespace std::chrono_literals;

struct server_process {
    ~server_process() {
        client.reset();
        peer.reset();
        testing::drive_until(io, [] { return false; });
    }

    void serve(const char* scenario) {
        peer.emplace(io, python::command("python_server.py"), std::vector<std::string>{scenario});
        port = peer->line();
        REQUIRE_FALSE(port.empty());
    }
    any_transport connect(websocket::client_options options, const char* path = "/") {
        options.url = "ws://127.0.0.1:" + port + path;
        options.backoff = {.initial = 1ms, .max = 10ms};
        options.on_state = [this](client_state, const error* why) {
            reason = why ? why->to_string() : "";
        };
        client.emplace(io.get_executor(), std::move(options));
        return any_transport{*client};
    }
    bool run_until(const std::function<bool()>& done) { return testing::drive_until(io, done); }
    bool connections(std::uint64_t count) {
        return run_until([&] {
            return client->statistics().connections == count &&
                   client->state() == client_state::connected;
        });
    }

    asio::io_context io;
    std::optional<peer_process> peer;
    std::string port;
    std::optional<websocket::client> client;
    std::string reason;
};

#define SKIP_UNLESS_AVAILABLE(Peer)                                \
    if (!Peer::available) {                                        \
        MESSAGE("SKIPPED: no Python with the package websockets"); \
        return;                                                    \
    }                                                              \
    server_process on

using quote_requester = requester<orders::quote_request, orders::quote>;

asio::awaitable<void> ask(quote_requester& quotes, std::string sku, double price, int& answered) {
    const orders::quote_request about{std::move(sku), ""};
    const auto quote = co_await quotes.request(about, 30s);
    CHECK_MESSAGE(quote, (quote ? "" : quote.error().to_string()));
    if (quote) CHECK(quote->payload.price == price);
    ++answered;
}

// Both are on their way at the same time.
bool ask_two(server_process& on, quote_requester& quotes) {
    int answered = 0;
    asio::co_spawn(on.io, ask(quotes, "A-7", 3, answered), asio::detached);
    asio::co_spawn(on.io, ask(quotes, "A-777", 5, answered), asio::detached);
    return on.run_until([&] { return answered == 2; });
}

}  // namespace

TEST_CASE("a bare server's replies find their requests by the id in the payload") {
    SKIP_UNLESS_AVAILABLE(python);
    on.serve("bare");
    const auto wire = on.connect({.mode = websocket::mode::bare, .subprotocol = "quotes.v1"},
                                 "/quotes/get?store=1");
    quote_requester quotes{wire, orders::get_quote};
    CHECK(ask_two(on, quotes));
    CHECK(quotes.counters().unexpected == 0);

    const auto box = listen(wire, "quotes/get");
    publish(wire, "quotes/get", std::string{"\0\xFF", 2}, {}, true);
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].binary);
    CHECK(box->deliveries[0].payload == std::string{"\0\xFF", 2});
    on.client->close();
    CHECK(on.peer->line() == "closed 1000");
}

TEST_CASE("a bare client comes back to a server that was restarted, or that broke off") {
    SKIP_UNLESS_AVAILABLE(python);
    on.serve("bare");
    const auto wire = on.connect({.mode = websocket::mode::bare}, "/quotes/get");
    quote_requester quotes{wire, orders::get_quote};
    REQUIRE(ask_two(on, quotes));

    on.peer->tell("restart");
    REQUIRE(on.run_until([&] { return on.client->state() != client_state::connected; }));
    CHECK(on.reason.find("1001") != std::string::npos);
    REQUIRE(on.connections(2));
    CHECK(ask_two(on, quotes));

    on.peer->tell("abort");
    REQUIRE(on.connections(3));
    CHECK(ask_two(on, quotes));
}

TEST_CASE("a restarted server gets every subscription again, and what it did not acknowledge") {
    SKIP_UNLESS_AVAILABLE(python);
    on.serve("envelope");
    const auto wire = on.connect({});
    const auto news = listen(wire, "news");
    const auto gone = listen(wire, "gone");
    CHECK(on.peer->line() == "subscribed gone");
    CHECK(on.peer->line() == "subscribed news");
    wire->unsubscribe(gone->id);
    metadata about;
    about.message_id = "m-1";
    publish(wire, "orders", "keep", about);
    CHECK(on.peer->line() == "got orders 1 keep");
    on.peer->tell("publish news first");
    REQUIRE(on.run_until([&] { return news->size() == 1; }));
    CHECK(on.peer->line() == "acknowledged p-1");

    on.peer->tell("restart");
    CHECK(on.peer->line() == "closed 1001");
    CHECK(on.peer->line() == "stopped");
    CHECK(on.peer->line() == "listening");
    CHECK(on.peer->line() == "subscribed news");
    CHECK(on.peer->line() == "got orders 2 keep");
    on.peer->tell("publish news second");
    REQUIRE(on.run_until([&] { return news->size() == 2; }));
    CHECK(news->deliveries[1].payload == "second");
    CHECK(on.peer->line() == "acknowledged p-1");
    on.client->close();
    CHECK(on.peer->line() == "closed 1000");
}

TEST_CASE("requests are answered at the address that each of them names") {
    SKIP_UNLESS_AVAILABLE(python);
    on.serve("envelope");
    const auto wire = on.connect({});
    quote_requester quotes{wire, orders::get_quote};
    CHECK(ask_two(on, quotes));
}

TEST_CASE("a server that agrees on another sub-protocol, or on none, is not talked to") {
    SKIP_UNLESS_AVAILABLE(python);
    on.serve("bare");
    const auto wire = on.connect({.reconnect = false});
    REQUIRE(on.run_until([&] { return on.client->state() == client_state::closed; }));
    CHECK(on.reason.find("the server does not speak asyncapi.v1") != std::string::npos);
    CHECK(on.peer->line() == "closed 1002");
}
