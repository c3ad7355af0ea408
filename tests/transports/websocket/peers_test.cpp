#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>
#include <support/orders.hpp>
#include <support/run.hpp>
#include <support/transport_suite.hpp>
#include "peers/peer_process.hpp"

// Clients in other languages, over their own WebSocket libraries. What a script says and expects is
// in peers/<language>_client.*; here is the other half.

namespace {

using namespace asyncapi;
using testing::listen;
using testing::publish;
using testing_websocket::node;
using testing_websocket::peer_process;
using testing_websocket::python;
using namespace std::chrono_literals;

template <class Peer>
struct peer_fixture {
    ~peer_fixture() {
        peer.reset();
        server->close();
        testing::drive_until(io, [] { return false; });
    }

    any_transport serve(websocket::server_options options = {}) {
        options.on_connect = [this](const websocket::peer& who) { peers.push_back(who); };
        options.on_disconnect = [this](const websocket::peer&, const websocket::close_reason& why) {
            ends.push_back(std::to_string(why.code) + " " + why.text);
        };
        server.emplace(websocket::server::listen(io.get_executor(), std::move(options)).value());
        return any_transport{*server};
    }
    void run(const char* scenario) {
        peer.emplace(io, Peer::command(),
                     std::vector<std::string>{
                         scenario, "ws://127.0.0.1:" + std::to_string(server->port()) + "/"});
    }
    bool run_until(const std::function<bool()>& done) { return testing::drive_until(io, done); }

    asio::io_context io;
    std::optional<websocket::server> server;
    std::vector<websocket::peer> peers;
    std::vector<std::string> ends;
    std::optional<peer_process> peer;
};

#define SKIP_UNLESS_AVAILABLE(Peer)                                 \
    if (!Peer::available) {                                         \
        MESSAGE("SKIPPED: not found: ", doctest::toString<Peer>()); \
        return;                                                     \
    }                                                               \
    peer_fixture<Peer> on

asio::awaitable<void> ask(any_transport wire,
                          const operation_object<orders::quote_request, orders::quote>& what,
                          std::string sku, double price, int& answered) {
    requester quotes{wire, what};
    const orders::quote_request about{std::move(sku), ""};
    const auto quote = co_await quotes.request(about, 30s);
    CHECK_MESSAGE(quote, (quote ? "" : quote.error().to_string()));
    if (quote) CHECK(quote->payload.price == price);
    ++answered;
}

orders::quote quote_for(const received<orders::quote_request>& request) {
    return {static_cast<double>(request.payload.sku.size()), request.payload.request_id};
}

}  // namespace

TYPE_TO_STRING(node);
TYPE_TO_STRING(python);

TEST_CASE_TEMPLATE("all metadata pass in both directions", Peer, node, python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    const auto wire = on.serve();
    const auto box = listen(wire, "orders/{id}");
    on.run("metadata");
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    const auto& arrived = box->deliveries[0];
    auto about = arrived.metadata;
    CHECK(arrived.address == "orders/1");
    CHECK(arrived.payload == "{\"name\":\"Zo\u00eb \u2603 \U0001F680\"}");
    CHECK(about.message_name == "OrderPlaced");
    CHECK(about.message_id == "m-1");
    CHECK(about.correlation_id == "c-1");
    CHECK(about.reply_address == "@" + on.peers[0].id + "/answers/1");
    CHECK(about.content_type == "application/json");
    REQUIRE(about.time);
    CHECK(about.time->time_since_epoch() == 1'714'979'289'123ms);
    CHECK(about.trace.traceparent == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    CHECK(about.trace.tracestate == "vendor=1");
    REQUIRE(about.headers.find("tenant"));
    CHECK(*about.headers.find("tenant") == "Zo\u00eb");
    CHECK(*about.headers.find("priority") == "7");

    about.reply_address = "here";
    publish(wire, "news/1", arrived.payload, about);
    CHECK(on.peer->exit_code() == 0);
}

TEST_CASE_TEMPLATE("messages are acknowledged, and given back, in both directions", Peer, node,
                   python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    const auto wire = on.serve();
    const auto box = listen(wire, "orders", {}, false);
    on.run("acknowledgements");
    metadata about;
    about.message_id = "j-1";
    REQUIRE(on.peer->line() == "subscribed");
    publish(wire, "jobs", "x", about);
    REQUIRE(on.peer->line() == "sent");
    CHECK(wire->load().queued_messages == 0);
    REQUIRE(box->size() == 1);
    wire->acknowledge(box->deliveries[0].tag);
    CHECK(on.peer->exit_code() == 0);
}

TEST_CASE_TEMPLATE("requests are answered, or refused, in both directions", Peer, node, python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    static constexpr operation_object<orders::quote_request, orders::quote> ask_peer{
        .address = "quotes/ask"};
    const auto wire = on.serve();
    responder answers{wire, orders::get_quote, [](auto& request) { return quote_for(request); }};
    REQUIRE(answers.status());
    on.run("requests");
    REQUIRE(on.peer->line() == "ask");
    int answered = 0;
    support::run(on.io, ask(wire, ask_peer, "A-7", 9, answered));
    CHECK(answered == 1);
    CHECK(answers.counters().rejected == 1);
    on.server->close();
    CHECK(on.peer->exit_code() == 0);
}

TEST_CASE_TEMPLATE("text stays text and bytes stay bytes, in one piece or in several", Peer, node,
                   python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    const auto wire = on.serve();
    const auto box = listen(wire, "orders");
    on.run("opcodes");
    REQUIRE(on.run_until([&] { return box->size() == 2; }));
    CHECK(box->deliveries[0].binary);
    CHECK(box->deliveries[0].payload.size() == 1024);
    CHECK_FALSE(box->deliveries[1].binary);
    CHECK(box->deliveries[1].payload == "in pieces");
    for (const auto& each : box->deliveries) publish(wire, "bytes", each.payload, {}, each.binary);
    CHECK(on.peer->exit_code() == 0);
}

TEST_CASE_TEMPLATE("broken envelopes are told, broken frames end the connection with their code",
                   Peer, node, python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    on.serve({.limits = {.max_payload_bytes = 64 * 1024}});
    on.run("broken");
    CHECK(on.peer->exit_code() == 0);
    CHECK(on.server->statistics().protocol_errors == 8);
}

TEST_CASE_TEMPLATE("a bare peer's requests and replies are joined by an id in the payload", Peer,
                   node, python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    // Where the peer knows nothing of reply addresses, the contract says where replies come.
    static constexpr operation_object<orders::quote_request, orders::quote> ask_peer{
        .address = "quotes/ask", .reply_address = "quotes/ask"};
    const auto wire = on.serve();
    std::vector<received<orders::quote_request>> held;
    static constexpr channel_object<orders::quote_request> intake{.address = "quotes/get"};
    channel requests{wire, intake};
    auto taking = requests.subscribe([&](auto& request) { held.push_back(std::move(request)); });
    on.run("bare");
    REQUIRE(on.run_until([&] { return held.size() == 2; }));
    CHECK(held[0].metadata.correlation_id == "r-1");
    for (const auto* request : {&held[1], &held[0]}) {
        publish(wire, request->metadata.reply_address,
                "{\"price\":" + std::to_string(request->payload.sku.size()) + ",\"requestId\":\"" +
                    request->metadata.correlation_id + "\"}");
    }

    REQUIRE(on.peer->line() == "ask");
    int answered = 0;
    asio::co_spawn(on.io, ask(wire, ask_peer, "A-7", 3, answered), asio::detached);
    asio::co_spawn(on.io, ask(wire, ask_peer, "A-777", 5, answered), asio::detached);
    CHECK(on.run_until([&] { return answered == 2; }));
    on.server->close();
    CHECK(on.peer->exit_code() == 0);
}

TEST_CASE_TEMPLATE("handshakes are answered with the status that says why", Peer, node, python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    on.serve({.paths = {"/ws"}, .bare = false});
    on.run("refusals");
    CHECK(on.peer->exit_code() == 0);
    CHECK(on.server->statistics().refused == 3);
    REQUIRE(on.peers.size() == 1);
    CHECK(on.peers[0].query == "x=1");
}

TEST_CASE_TEMPLATE("each side learns why the other one closed", Peer, node, python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    on.serve();
    on.run("closing");
    REQUIRE(on.peer->line() == "open");
    REQUIRE(on.ends.size() == 1);
    CHECK(on.ends[0] == "4001 enough");
    on.server->close();
    CHECK(on.peer->exit_code() == 0);
}

TEST_CASE_TEMPLATE("pings are answered on both sides", Peer, node, python) {
    SKIP_UNLESS_AVAILABLE(Peer);
    const auto time = std::make_shared<manual_time>();
    on.serve({.times = {.ping_interval = 20s, .idle_timeout = 0s}, .time = time});
    on.run("alive");
    REQUIRE(on.peer->line() == "open");
    time->advance(20s);
    if (std::is_same_v<Peer, python>) on.server->close();
    CHECK(on.peer->exit_code() == 0);
}

TEST_CASE("a peer that stops reading is cut off, and learns why when it reads on") {
    SKIP_UNLESS_AVAILABLE(node);
    const auto wire = on.serve({.slow_peer_grace = 0ms});
    on.run("slow");
    REQUIRE(on.peer->line() == "paused");
    const std::string payload(64 * 1024, 'x');
    // Once the system takes no more nothing happens by itself: no handler is waited for.
    for (int i = 0; i < 10'000 && on.server->statistics().slow_peers == 0; ++i) {
        static_cast<void>(testing::try_publish(wire, "flood", payload));
        on.io.restart();
        on.io.poll();
    }
    REQUIRE(on.server->statistics().slow_peers == 1);
    on.peer->tell("read on");
    CHECK(on.peer->exit_code() == 0);
    REQUIRE(on.ends.size() == 1);
    CHECK(on.ends[0] == "1013 too slow");
}

TEST_CASE("ten lines of JavaScript are a client") {
    SKIP_UNLESS_AVAILABLE(node);
    const auto wire = on.serve();
    const auto box = listen(wire, "orders");
    on.run("ten lines");
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].payload == R"({"sku":"A-7","note":"two\nlines"})");
    CHECK(box->deliveries[0].metadata.message_id == "m-1");
    publish(wire, box->deliveries[0].metadata.reply_address, R"({"ok":true})");
    publish(wire, "news/today", R"(["fine"])");
    CHECK(on.peer->exit_code() == 0);
}
