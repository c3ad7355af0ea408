#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>
#include <support/transport_suite.hpp>
#include "raw_peer.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace {

using namespace asyncapi;
using testing::listen;
using testing::publish;
using testing::start;
using testing::try_publish;
using websocket::client_state;
using namespace std::chrono_literals;

using texts = std::vector<std::string>;

constexpr websocket::backoff_options at_once{.initial = 0ms, .max = 0ms};

struct client_fixture {
    ~client_fixture() {
        if (client) client->close();
        for (auto& each : servers) each.close();
        testing::drive_until(io, [] { return false; });
    }

    websocket::server& serve(websocket::server_options options = {}) {
        options.on_connect = [this](const websocket::peer& who) { peers.push_back(who); };
        servers.push_back(websocket::server::listen(io.get_executor(), std::move(options)).value());
        return servers.back();
    }
    static std::string url_of(const websocket::server& which, const char* path = "/") {
        return "ws://127.0.0.1:" + std::to_string(which.port()) + path;
    }

    any_transport connect(websocket::client_options options) {
        options.on_state = [this](client_state state, const error* why) {
            states.emplace_back(state);
            reasons.push_back(why ? why->to_string() : "");
        };
        options.on_refused = [this](const error& why, std::string_view address) {
            refusals.push_back(std::string{address} + ": " + why.to_string());
        };
        client.emplace(io.get_executor(), std::move(options));
        return any_transport{*client};
    }

    bool run_until(const std::function<bool()>& done) { return testing::drive_until(io, done); }
    bool connected() {
        return run_until([this] { return client->state() == client_state::connected; });
    }
    bool done(const any_transport& wire) {
        const auto drained = start(wire, wire->drained({}));
        return run_until([&] { return drained->outcome.has_value(); }) && drained->succeeded();
    }
    void disconnect_all() {
        for (const auto& who : peers) servers.back().disconnect(who.id, {1012, "restart"});
    }

    asio::io_context io;
    std::vector<websocket::server> servers;
    std::vector<websocket::peer> peers;
    std::vector<client_state> states;
    std::vector<std::string> reasons;
    std::vector<std::string> refusals;
    std::optional<websocket::client> client;
};

// A port on which nobody listens.
std::uint16_t free_port(asio::io_context& io) {
    asio::ip::tcp::acceptor once{io, {asio::ip::address_v4::loopback(), 0}};
    return once.local_endpoint().port();
}

}  // namespace

TEST_CASE_FIXTURE(client_fixture, "a client says how it fares, from connecting to closed") {
    connect({.url = url_of(serve())});
    REQUIRE(connected());
    client->close();
    REQUIRE(run_until([this] { return client->state() == client_state::closed; }));
    CHECK((states == std::vector{client_state::connecting, client_state::connected,
                                 client_state::closing, client_state::closed}));
    CHECK(client->statistics().connections == 1);
}

TEST_CASE_FIXTURE(client_fixture,
                  "connected completes with the connection, at its deadline, or with the end") {
    connect({.url = url_of(serve())});
    const auto late =
        start(any_transport{*client}, client->connected(std::chrono::steady_clock::now()));
    const auto patient = start(any_transport{*client}, client->connected());
    REQUIRE(run_until([&] { return late->outcome && patient->outcome; }));
    CHECK(patient->succeeded());
    client->close();
    const auto too_late = start(any_transport{*client}, client->connected());
    REQUIRE(run_until([&] { return too_late->outcome.has_value(); }));
    CHECK(too_late->ended_with(errc::closed));
}

TEST_CASE_FIXTURE(client_fixture, "a URL that cannot be is told, and tried once") {
    struct row {
        websocket::client_options options;
        const char* reason;
    };
    const row rows[] = {
        {{.url = "http://example.org"}, "not a ws:// or wss:// URL"},
        {{.url = "ws://127.0.0.1/", .mode = websocket::mode::bare}, "cannot send to ''"},
        {{.url = "ws://127.0.0.1/a/+", .mode = websocket::mode::bare}, "cannot send to 'a/+'"},
        {{.url = "ws://127.0.0.1/%zz", .mode = websocket::mode::bare}, "cannot send to ''"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.options.url);
        reasons.clear();
        connect(row.options);
        const auto never = start(any_transport{*client}, client->connected());
        REQUIRE(run_until([&] { return never->outcome.has_value(); }));
        CHECK(never->ended_with(errc::closed));
        CHECK(client->state() == client_state::closed);
        REQUIRE(reasons.size() == 1);
        CHECK(reasons[0].find(row.reason) != std::string::npos);
    }
}

TEST_CASE_FIXTURE(client_fixture,
                  "while nobody listens the client waits longer and longer, by its clock") {
    const auto time = std::make_shared<manual_time>();
    connect({.url = "ws://127.0.0.1:" + std::to_string(free_port(io)),
             .backoff = {.initial = 1s, .max = 4s, .jitter = 0},
             .time = time});
    for (const auto wait : {1s, 2s, 4s, 4s}) {
        REQUIRE(run_until([this] { return client->state() == client_state::waiting; }));
        CHECK(reasons.back().find("refused") != std::string::npos);
        time->advance(wait - 1ms);
        io.restart();
        io.poll();
        CHECK(client->state() == client_state::waiting);
        time->advance(1ms);
        io.restart();
        io.poll_one();
        CHECK(client->state() == client_state::connecting);
    }
}

TEST_CASE_FIXTURE(client_fixture, "without reconnection a failed attempt is the end") {
    connect({.url = "ws://127.0.0.1:" + std::to_string(free_port(io)), .reconnect = false});
    CHECK(run_until([this] { return client->state() == client_state::closed; }));
}

TEST_CASE_FIXTURE(client_fixture, "a handshake that never ends is given up") {
    asio::ip::tcp::acceptor silent{io, {asio::ip::address_v4::loopback(), 0}};
    const auto time = std::make_shared<manual_time>();
    connect({.url = "ws://127.0.0.1:" + std::to_string(silent.local_endpoint().port()),
             .times = {.handshake_timeout = 10s},
             .time = time});
    asio::ip::tcp::socket accepted{io};
    silent.async_accept(accepted, [](auto) {});
    REQUIRE(run_until([&] { return accepted.is_open(); }));
    CHECK(client->state() == client_state::connecting);
    time->advance(10s);
    REQUIRE(run_until([this] { return client->state() == client_state::waiting; }));
    CHECK(reasons.back().find("timed out") != std::string::npos);
}

TEST_CASE_FIXTURE(client_fixture,
                  "an answer that is no WebSocket is a failed attempt, with the reason") {
    struct row {
        const char* what;
        const char* answer;
        const char* reason = "";
    };
    const row rows[] = {
        {"a refusal", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
         "HTTP status 403 Forbidden"},
        {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n"},
        {"nothing", ""},
        {"a wrong key",
         "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
         "Upgrade\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n"},
        {"endless headers", nullptr},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        asio::ip::tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
        asio::ip::tcp::socket answering{io};
        const auto answer = row.answer ? std::string{row.answer}
                                       : "HTTP/1.1 101 X\r\nX: " + std::string(100'000, 'x');
        const auto finish = [&](auto, auto) {
            boost::system::error_code ignored;
            answering.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        };
        acceptor.async_accept(answering, [&](boost::system::error_code code) {
            REQUIRE_FALSE(code);
            asio::async_write(answering, asio::buffer(answer), finish);
        });
        states.clear();
        connect({.url = "ws://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()),
                 .reconnect = false});
        CHECK(run_until([this] { return client->state() == client_state::closed; }));
        CHECK_FALSE(reasons.back().empty());
        CHECK(reasons.back().find(row.reason) != std::string::npos);
        CHECK(std::ranges::count(states, client_state::connected) == 0);
        testing::drive_until(io, [] { return false; });
    }
}

TEST_CASE_FIXTURE(client_fixture, "a server that does not speak the envelope is not talked to") {
    auto& server = serve({.envelope = false});
    connect({.url = url_of(server, "/orders"), .backoff = {.initial = 1h, .max = 1h}});
    CHECK(run_until([this] { return client->state() == client_state::waiting; }));
    CHECK(std::ranges::count(states, client_state::connected) == 0);
    CHECK(reasons.back().find("asyncapi.v1") != std::string::npos);
}

TEST_CASE_FIXTURE(client_fixture,
                  "what is published before there is a connection is sent when there is one") {
    auto& server = serve();
    const auto box = listen(any_transport{server}, "orders");
    const auto wire = connect({.url = url_of(server)});
    publish(wire, "orders", "early");
    CHECK(wire->load().queued_messages == 1);
    REQUIRE(run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].attempt == 1);
    CHECK(done(wire));
    CHECK(wire->load().queued_bytes == 0);
}

TEST_CASE_FIXTURE(client_fixture,
                  "without a connection the queue is bounded, and writable when there is room") {
    const auto wire = connect({.url = "ws://127.0.0.1:" + std::to_string(free_port(io)),
                               .limits = {.max_queued_messages = 3}});
    for (int i = 0; i < 3; ++i) publish(wire, "orders", "x");
    CHECK(try_publish(wire, "orders", "x").error() == errc::would_block);
    const auto room = start(wire, wire->writable({}));
    io.poll();
    CHECK_FALSE(room->outcome);
    client->close();
    REQUIRE(run_until([&] { return room->outcome.has_value(); }));
    CHECK(room->ended_with(errc::closed));
    CHECK(client->statistics().lost == 3);
}

TEST_CASE_FIXTURE(client_fixture,
                  "after a reconnection subscriptions are there again, and what was not "
                  "acknowledged comes again") {
    auto& server = serve();
    const any_transport service{server};
    const auto box = listen(service, "orders", {}, false);
    const auto wire = connect({.url = url_of(server), .backoff = at_once});
    const auto news = listen(wire, "news/#");
    REQUIRE(done(wire));
    metadata about;
    about.message_id = "m-1";
    publish(wire, "orders", "x", about);
    REQUIRE(run_until([&] { return box->size() == 1; }));

    disconnect_all();
    REQUIRE(run_until([&] { return box->size() == 2; }));
    CHECK(box->deliveries[1].attempt == 2);
    CHECK(box->deliveries[1].metadata.message_id == "m-1");
    CHECK(client->statistics().connections == 2);
    CHECK(client->statistics().sent_again == 1);
    CHECK(wire->load().queued_messages == 1);

    // The first delivery's connection has gone: only the second one is acknowledged.
    service->acknowledge(box->deliveries[0].tag);
    service->acknowledge(box->deliveries[1].tag);
    CHECK(done(wire));
    publish(service, "news/today", "y");
    CHECK(run_until([&] { return news->size() == 1; }));
    CHECK(std::ranges::count(states, client_state::waiting) == 1);
    CHECK(reasons[2].find("1012") != std::string::npos);
}

TEST_CASE_FIXTURE(client_fixture, "a server that comes back at its port finds its clients again") {
    auto& first = serve();
    const auto port = first.port();
    const auto wire = connect({.url = url_of(first), .backoff = {.initial = 1ms, .max = 10ms}});
    const auto news = listen(wire, "news");
    REQUIRE(done(wire));
    servers.clear();
    REQUIRE(run_until([this] { return client->state() != client_state::connected; }));
    publish(wire, "orders", "while away");

    auto& second = serve({.port = port});
    const auto box = listen(any_transport{second}, "orders");
    REQUIRE(run_until([&] { return box->size() == 1; }));
    REQUIRE(done(wire));
    publish(any_transport{second}, "news", "back");
    CHECK(run_until([&] { return news->size() == 1; }));
}

TEST_CASE_FIXTURE(
    client_fixture,
    "a connection that breaks off at any moment loses and adds nothing but repetitions") {
    auto& server = serve();
    std::vector<int> seen(300);
    const any_transport service{server};
    const auto id = service->subscribe(address_template{"orders"}, {}, [&](const delivery& got) {
        ++seen[std::stoul(got.payload)];
        service->acknowledge(got.tag);
    });
    REQUIRE(id);
    const auto wire =
        connect({.url = url_of(server), .limits = {.window_messages = 7}, .backoff = at_once});
    std::size_t sent = 0;
    for (int round = 0; sent < seen.size(); ++round) {
        for (int i = 0; i < 10; ++i) publish(wire, "orders", std::to_string(sent++));
        for (int i = 0; i < round; ++i) {
            io.restart();
            io.poll_one();
        }
        // Without a closing handshake.
        disconnect_all();
        servers.back().disconnect("", {});
    }
    REQUIRE(done(wire));
    CHECK(std::ranges::all_of(seen, [](int count) { return count >= 1; }));
    service->unsubscribe(*id);
}

TEST_CASE_FIXTURE(client_fixture,
                  "without acknowledgement nothing is asked for and nothing repeated") {
    auto& server = serve();
    const any_transport service{server};
    const auto box = listen(service, "orders", {}, false);
    const auto wire = connect({.url = url_of(server), .acknowledge = false, .backoff = at_once});
    CHECK_FALSE(wire->get_capabilities().acknowledgement);
    const auto news = listen(wire, "news", {}, false);
    publish(wire, "orders", "x");
    REQUIRE(run_until([&] { return box->size() == 1; }));
    CHECK(done(wire));
    CHECK(wire->load().queued_messages == 0);
    publish(service, "news", "y");
    REQUIRE(run_until([&] { return news->size() == 1; }));
    REQUIRE(run_until([&] { return service->load().queued_messages == 0; }));

    disconnect_all();
    REQUIRE(run_until([this] { return peers.size() == 2; }));
    CHECK(done(wire));
    CHECK(box->size() == 1);
    CHECK(client->statistics().acknowledged == 0);
}

TEST_CASE_FIXTURE(client_fixture, "what the server refuses is told and not sent again") {
    auto& server = serve({.authorize = [](const websocket::peer&, std::string_view address,
                                          websocket::direction) { return address != "secret"; }});
    const auto wire = connect({.url = url_of(server)});
    publish(wire, "secret", "x");
    const asyncapi::metadata about;
    asyncapi::outbound unheard{.address = "nobody", .payload = "x", .metadata = &about};
    texts told;
    unheard.on_refused = [&told](const error& why) { told.push_back(why.to_string()); };
    REQUIRE(wire->try_publish(unheard));
    const auto box = listen(wire, "secret");
    CHECK(done(wire));
    REQUIRE(run_until([this] { return refusals.size() == 3; }));
    std::ranges::sort(refusals);
    CHECK(refusals[0] == "nobody: rejected: unroutable: nobody receives at this address");
    CHECK(refusals[1] == "secret: rejected: unauthorized: receiving from there is not allowed");
    CHECK(refusals[2] == "secret: rejected: unauthorized: sending there is not allowed");
    CHECK(told == texts{"rejected: unroutable: nobody receives at this address"});
    CHECK(client->statistics().refused == 3);
}

TEST_CASE_FIXTURE(client_fixture,
                  "what the last consumer gives back is sent again by the other side") {
    auto& server = serve();
    const any_transport service{server};
    const auto leaving = listen(service, "orders", {}, false);
    const auto wire = connect({.url = url_of(server)});
    publish(wire, "orders", "x");
    REQUIRE(run_until([&] { return leaving->size() == 1; }));
    service->unsubscribe(leaving->id);
    const auto box = listen(service, "orders");
    REQUIRE(run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].attempt == 2);
    CHECK(done(wire));
}

TEST_CASE_FIXTURE(client_fixture,
                  "a message too large for the server is given up, and the others arrive") {
    auto& server = serve({.limits = {.max_payload_bytes = 1000, .max_header_bytes = 500}});
    const auto box = listen(any_transport{server}, "orders");
    const auto wire = connect({.url = url_of(server), .backoff = at_once});
    publish(wire, "orders", "first");
    publish(wire, "orders", std::string(100'000, 'x'));
    publish(wire, "orders", "last");
    REQUIRE(
        run_until([&] { return box->size() >= 2 && box->deliveries.back().payload == "last"; }));
    CHECK(done(wire));
    REQUIRE(refusals.size() == 1);
    CHECK(refusals[0].starts_with("orders: too large"));
}

TEST_CASE_FIXTURE(client_fixture, "a message too large for the client is refused, and no other") {
    auto& server = serve();
    const any_transport service{server};
    const auto wire = connect({.url = url_of(server), .limits = {.max_payload_bytes = 1000}});
    const auto box = listen(wire, "news");
    REQUIRE(done(wire));
    publish(service, "news", std::string(1001, 'x'));
    publish(service, "news", "fine");
    REQUIRE(run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].payload == "fine");
    CHECK(run_until([&] { return service->load().queued_messages == 0; }));
    CHECK(client->state() == client_state::connected);
}

TEST_CASE_FIXTURE(client_fixture,
                  "messages that cannot be sent are refused where they are published") {
    auto& server = serve();
    const auto wire = connect(
        {.url = url_of(server), .limits = {.max_payload_bytes = 100, .max_header_bytes = 300}});
    metadata about;
    CHECK(try_publish(wire, "orders", std::string(101, 'x')).error() == errc::too_large);
    CHECK(try_publish(wire, "orders", "\xFF").error() == errc::malformed);
    CHECK(try_publish(wire, "orders", "\xFF", {}, true));
    CHECK(try_publish(wire, "@someone/x", "x").error() == errc::invalid_address);
    CHECK(try_publish(wire, "orders/{id}", "x").error() == errc::invalid_address);
    CHECK(try_publish(wire, "", "x").error() == errc::invalid_address);
    about.correlation_id = std::string(300, 'x');
    CHECK(try_publish(wire, "orders", "x", about).error() == errc::too_large);
    about.correlation_id = "\xFF";
    CHECK(try_publish(wire, "orders", "x", about).error() == errc::malformed);
    CHECK(wire->subscribe(address_template{"@x"}, {}, [](delivery) {}).error() ==
          errc::invalid_address);
}

TEST_CASE_FIXTURE(client_fixture,
                  "close sends what is queued, also when nobody holds the client any more") {
    auto& server = serve();
    const auto box = listen(any_transport{server}, "orders");
    {
        auto wire = connect({.url = url_of(server)});
        REQUIRE(connected());
        for (int i = 0; i < 200; ++i) publish(wire, "orders", std::to_string(i));
        client->close();
    }
    client.reset();
    CHECK(run_until([&] { return box->size() == 200; }));
}

TEST_CASE_FIXTURE(client_fixture, "a client that nobody holds hangs up") {
    auto& server = serve();
    connect({.url = url_of(server)});
    REQUIRE(run_until([this] { return peers.size() == 1; }));
    client.reset();
    CHECK(run_until([&] { return server.statistics().connections == 0; }));
}

TEST_CASE_FIXTURE(client_fixture, "closing during the handshake ends it at once") {
    asio::ip::tcp::acceptor silent{io, {asio::ip::address_v4::loopback(), 0}};
    connect({.url = "ws://127.0.0.1:" + std::to_string(silent.local_endpoint().port())});
    asio::ip::tcp::socket accepted{io};
    silent.async_accept(accepted, [](auto) {});
    REQUIRE(run_until([&] { return accepted.is_open(); }));
    client->close();
    CHECK(client->state() == client_state::closed);
}

TEST_CASE_FIXTURE(client_fixture, "a client may publish and receive with the payload alone") {
    auto& server = serve();
    const any_transport service{server};
    const auto box = listen(service, "orders");
    const auto wire = connect(
        {.url = url_of(server, "/orders?x"), .mode = websocket::mode::bare, .backoff = at_once});
    REQUIRE(connected());
    CHECK(peers[0].path == "/orders");
    CHECK(peers[0].query == "x");
    CHECK_FALSE(wire->get_capabilities().metadata);
    CHECK_FALSE(wire->get_capabilities().acknowledgement);
    const auto back = listen(wire, "orders");
    CHECK(wire->reply_address("1") == "orders");
    publish(wire, "orders", "request");
    CHECK(try_publish(wire, "other", "x").error() == errc::invalid_address);
    REQUIRE(run_until([&] { return box->size() == 1; }));
    publish(service, box->deliveries[0].metadata.reply_address, "reply");
    REQUIRE(run_until([&] { return back->size() == 1; }));
    CHECK(back->deliveries[0].payload == "reply");
    publish(wire, back->deliveries[0].metadata.reply_address, "and back");
    CHECK(run_until([&] { return box->size() == 2; }));
    CHECK(done(wire));

    disconnect_all();
    REQUIRE(run_until([this] { return peers.size() == 2; }));
    publish(wire, "orders", "again");
    CHECK(run_until([&] { return box->size() == 3; }));
}

TEST_CASE_FIXTURE(client_fixture, "handshake headers and a sub-protocol reach the server") {
    auto& server = serve({.subprotocols = {"orders.v2"}});
    connect({.url = url_of(server, "/orders"),
             .mode = websocket::mode::bare,
             .subprotocol = "orders.v2",
             .handshake_headers = {{"Authorization", "Bearer x"}, {"Cookie", "a=b"}}});
    REQUIRE(connected());
    REQUIRE(peers.size() == 1);
    CHECK(peers[0].subprotocol == "orders.v2");
    CHECK(*peers[0].headers.find("authorization") == "Bearer x");
    CHECK(*peers[0].headers.find("cookie") == "a=b");
}

TEST_CASE_FIXTURE(client_fixture, "a host is found by its name") {
    auto& server = serve();
    connect({.url = "ws://localhost:" + std::to_string(server.port())});
    CHECK(connected());
}

TEST_CASE_FIXTURE(client_fixture,
                  "a handler that waits for its own message to be taken does not block itself") {
    // Each side's consumer sends, waits until that is acknowledged, and only then acknowledges.
    auto& server = serve();
    const any_transport service{server};
    const auto wire = connect({.url = url_of(server), .limits = {.window_messages = 4}});
    int answered = 0;
    const auto work = [](any_transport on, delivery request, int& count) -> asio::awaitable<void> {
        const metadata none;
        CHECK(
            on->try_publish({.address = "results", .payload = request.payload, .metadata = &none}));
        const auto drained = co_await on->drained({});
        CHECK(drained);
        on->acknowledge(request.tag);
        ++count;
    };
    REQUIRE(wire->subscribe(address_template{"requests"}, {.prefetch = 1}, [&](delivery request) {
        asio::co_spawn(io, work(wire, std::move(request), answered), asio::detached);
    }));
    const auto results = listen(service, "results");
    REQUIRE(done(wire));
    for (int i = 0; i < 60; ++i) publish(service, "requests", std::to_string(i));
    CHECK(run_until([&] { return answered == 60; }));
    CHECK(results->size() == 60);
}

TEST_CASE("a client may be destroyed with its context, whatever it is doing") {
    for (int turns = 0; turns < 60; ++turns) {
        std::optional<asio::io_context> io{std::in_place};
        auto server = std::make_unique<websocket::server>(
            websocket::server::listen(io->get_executor(), {}).value());
        auto client = std::make_unique<websocket::client>(
            io->get_executor(),
            websocket::client_options{.url = "ws://127.0.0.1:" + std::to_string(server->port())});
        const auto box = listen(any_transport{*server}, "orders", {}, false);
        publish(any_transport{*client}, "orders", std::string(100'000, 'x'));
        const auto drained = start(any_transport{*client}, client->interface()->drained({}));
        for (int i = 0; i < turns; ++i) io->poll_one();
        if (turns % 3 == 0) client->close();
        if (turns % 5 == 0) server->close();
        client.reset();
        server.reset();
        io.reset();
    }
}

TEST_CASE("transports held by coroutines go with the context") {
    asio::io_context io;
    auto server = websocket::server::listen(io.get_executor(), {}).value();
    const auto work = [](websocket::server held, std::uint16_t port) -> asio::awaitable<void> {
        const auto executor = co_await asio::this_coro::executor;
        websocket::client client{executor, {.url = "ws://127.0.0.1:" + std::to_string(port)}};
        static_cast<void>(co_await client.connected());
        const any_transport wire{client};
        const metadata none;
        static_cast<void>(wire->try_publish({.address = "a", .payload = "x", .metadata = &none}));
        co_await asio::steady_timer{wire.get_executor(), std::chrono::hours{1}}.async_wait(
            asio::use_awaitable);
        held.close();
    };
    asio::co_spawn(io, work(server, server.port()), asio::detached);
    CHECK(testing::drive_until(io, [&] { return server.statistics().received == 1; }));
}

TEST_CASE_FIXTURE(client_fixture, "loops that poll carry messages, and sleep when none come") {
    const websocket::connection_times times{.busy_poll = 2ms};
    auto& server = serve({.times = times});
    const auto wire = connect({.url = url_of(server), .times = times});
    const auto heard = listen(any_transport{server}, "a");
    REQUIRE(connected());
    for (int i = 0; i < 3; ++i) {
        publish(wire, "a", "payload");
        REQUIRE(run_until([&] { return heard->size() == static_cast<std::size_t>(i) + 1; }));
        io.restart();
        io.poll();  // returns when the loop would sleep
    }
}
