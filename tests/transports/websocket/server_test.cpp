#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>
#include <support/transport_suite.hpp>
#include "raw_peer.hpp"

namespace {

using namespace asyncapi;
using testing::listen;
using testing::publish;
using testing::try_publish;
using testing_websocket::raw_peer;
using testing_websocket::text_frame;
using namespace std::chrono_literals;

using texts = std::vector<std::string>;

struct server_fixture {
    void start(websocket::server_options options = {}) {
        options.on_connect = [this](const websocket::peer& who) { peers.push_back(who); };
        options.on_disconnect = [this](const websocket::peer&, const websocket::close_reason& why) {
            ends.push_back(why.code);
        };
        server.emplace(websocket::server::listen(io.get_executor(), std::move(options)).value());
        wire = any_transport{*server};
    }
    ~server_fixture() {
        if (server) server->close();
        testing::drive_until(io, [] { return false; });
    }

    std::unique_ptr<raw_peer> connect(int receive_buffer = 0) {
        return std::make_unique<raw_peer>(io, server->port(), receive_buffer);
    }
    std::unique_ptr<raw_peer> open(std::string_view target = "/",
                                   std::string_view more = raw_peer::envelope) {
        auto made = connect();
        REQUIRE(made->open(target, more));
        return made;
    }
    bool run_until(const std::function<bool()>& done) { return testing::drive_until(io, done); }

    asio::io_context io;
    std::vector<websocket::peer> peers;
    std::vector<int> ends;
    std::optional<websocket::server> server;
    any_transport wire;
};

}  // namespace

TEST_CASE_FIXTURE(server_fixture, "a port that is taken is an error, not an exception") {
    start();
    const auto second = websocket::server::listen(io.get_executor(), {.port = server->port()});
    REQUIRE_FALSE(second);
    CHECK(second.error().code() == asio::error::address_in_use);
    const auto elsewhere =
        websocket::server::listen(io.get_executor(), {.address = "not an address"});
    REQUIRE_FALSE(elsewhere);
}

TEST_CASE_FIXTURE(server_fixture, "a peer is known by what it said when it connected") {
    start();
    const auto page =
        open("/shop?x=1",
             "Sec-WebSocket-Protocol: other, asyncapi.v1\r\nOrigin: http://localhost\r\n"
             "Cookie: session=1\r\n");
    REQUIRE(run_until([&] { return peers.size() == 1; }));
    const auto& who = peers[0];
    CHECK(who.path == "/shop");
    CHECK(who.query == "x=1");
    CHECK(who.origin == "http://localhost");
    CHECK(who.subprotocol == "asyncapi.v1");
    CHECK(who.remote_address == "127.0.0.1");
    CHECK(who.id.size() == 16);
    REQUIRE(who.headers.find("cookie"));
    CHECK(*who.headers.find("cookie") == "session=1");
}

TEST_CASE_FIXTURE(server_fixture,
                  "handshakes that the options do not allow are refused with a reason") {
    struct row {
        const char* what;
        const char* target;
        const char* headers;
        const char* status;
    };
    const row rows[] = {
        {"a page of another host", "/ws",
         "Origin: http://evil.example\r\nSec-WebSocket-Protocol: asyncapi.v1\r\n", "403"},
        {"a sandboxed page", "/ws", "Origin: null\r\nSec-WebSocket-Protocol: asyncapi.v1\r\n",
         "403"},
        {"another path", "/other", "Sec-WebSocket-Protocol: asyncapi.v1\r\n", "404"},
        {"no envelope", "/ws", "", "400"},
        {"another sub-protocol", "/ws", "Sec-WebSocket-Protocol: mqtt\r\n", "400"},
        {"whom the hook refuses", "/ws?refuse", "Sec-WebSocket-Protocol: asyncapi.v1\r\n", "403"},
        {"not a path", "*", "Sec-WebSocket-Protocol: asyncapi.v1\r\n", "400"},
    };
    start({.paths = {"/ws"}, .bare = false, .admit = [](const websocket::peer& who) {
               return who.query != "refuse";
           }});
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        const auto stranger = connect();
        CHECK_FALSE(stranger->open(row.target, row.headers));
        CHECK(stranger->received.starts_with(std::string{"HTTP/1.1 "} + row.status));
        CHECK(stranger->wait_closed());
    }
    CHECK(server->statistics().refused == std::size(rows));
    CHECK(open("/ws", "Sec-WebSocket-Protocol: asyncapi.v1\r\nOrigin: http://localhost\r\n"));
    CHECK(server->statistics().opened == 1);
}

TEST_CASE_FIXTURE(server_fixture, "the origins that are listed are let in, and no others") {
    start({.allowed_origins = {"https://shop.example"}});
    CHECK(open("/", "Sec-WebSocket-Protocol: asyncapi.v1\r\nOrigin: https://shop.example\r\n"));
    CHECK(open());
    CHECK_FALSE(connect()->open(
        "/", "Sec-WebSocket-Protocol: asyncapi.v1\r\nOrigin: http://localhost\r\n"));
}

TEST_CASE_FIXTURE(server_fixture,
                  "what a peer sends arrives, with a reply address that leads back to it") {
    start();
    const auto box = listen(wire, "orders/{id}");
    const auto first = open();
    const auto second = open();
    REQUIRE(run_until([&] { return peers.size() == 2; }));

    first->send(text_frame("{\"address\":\"orders/1\",\"replyTo\":\"answers\"}\n{\"x\": broken"));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    const auto& arrived = box->deliveries[0];
    CHECK(arrived.payload == "{\"x\": broken");
    CHECK_FALSE(arrived.binary);
    CHECK(arrived.metadata.reply_address == "@" + peers[0].id + "/answers");

    publish(wire, arrived.metadata.reply_address, "yes");
    CHECK((first->frames(1) == texts{"{\"address\":\"answers\"}\nyes"}));
    CHECK(second->received.empty());

    first->close();
    REQUIRE(run_until([&] { return ends.size() == 1; }));
    CHECK(ends[0] == 1006);
    CHECK(try_publish(wire, arrived.metadata.reply_address, "late").error() == errc::not_connected);
    CHECK(try_publish(wire, "@nobody/x", "late").error() == errc::not_connected);
    CHECK(try_publish(wire, "@", "late").error() == errc::not_connected);
}

TEST_CASE_FIXTURE(server_fixture, "peers get what they subscribed to, once, and nothing else") {
    start();
    const auto subscriber = open();
    const auto other = open();
    subscriber->send(text_frame(R"({"subscribe":"orders/+"})"));
    subscriber->send(text_frame(R"({"subscribe":"orders/#","id":"s"})"));
    CHECK((subscriber->frames(1) == texts{R"({"ack":"s"})"}));

    publish(wire, "orders/1", "one");
    publish(wire, "payments/1", "two");
    publish(wire, "_reply/x/1", "three");
    publish(wire, "orders/1/2", "four");
    CHECK((subscriber->frames(2) ==
           texts{"{\"address\":\"orders/1\"}\none", "{\"address\":\"orders/1/2\"}\nfour"}));
    CHECK(other->received.empty());

    subscriber->send(text_frame(R"({"unsubscribe":"orders/#","id":"u"})"));
    CHECK((subscriber->frames(1) == texts{R"({"ack":"u"})"}));
    publish(wire, "orders/1/2", "five");
    publish(wire, "orders/2", "six");
    CHECK((subscriber->frames(1) == texts{"{\"address\":\"orders/2\"}\nsix"}));
    CHECK(server->statistics().unheard == 3);
}

TEST_CASE_FIXTURE(server_fixture,
                  "a peer that asks for no acknowledgement is neither asked for one nor sent one") {
    start();
    const auto box = listen(wire, "orders");
    const auto page = open();
    page->send(text_frame(R"({"subscribe":"status"})"));
    page->send(text_frame("{\"address\":\"orders\",\"id\":\"m-1\"}\nx"));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    metadata about;
    about.message_id = "m-2";
    publish(wire, "status", "y", about);
    CHECK((page->frames(1) == texts{"{\"address\":\"status\",\"id\":\"m-2\"}\ny"}));
    REQUIRE(run_until([&] { return wire->load().queued_messages == 0; }));
}

TEST_CASE_FIXTURE(server_fixture,
                  "a message is acknowledged when its consumer has, and not before") {
    start();
    const auto box = listen(wire, "orders", {}, false);
    const auto page = open();
    page->send(text_frame("{\"address\":\"orders\",\"id\":\"m-1\",\"ack\":true}\nx"));
    page->send(text_frame(R"({"subscribe":"mark","id":"s"})"));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    CHECK((page->frames(1) == texts{R"({"ack":"s"})"}));
    wire->acknowledge(box->deliveries[0].tag);
    CHECK((page->frames(1) == texts{R"({"ack":"m-1"})"}));
}

TEST_CASE_FIXTURE(server_fixture, "a peer that acknowledges gets again what it gives back") {
    start();
    const auto page = open();
    page->send(text_frame(R"({"subscribe":"orders","ack":true,"id":"s"})"));
    page->frames(1);
    metadata about;
    about.message_id = "m-1";
    publish(wire, "orders", "x", about);
    CHECK((page->frames(1) == texts{"{\"address\":\"orders\",\"id\":\"m-1\",\"ack\":true}\nx"}));
    CHECK(wire->load().queued_messages == 1);
    page->send(text_frame(R"({"nack":"m-1"})"));
    CHECK((page->frames(1) ==
           texts{"{\"address\":\"orders\",\"id\":\"m-1\",\"attempt\":2,\"ack\":true}\nx"}));
    page->send(text_frame(R"({"ack":"m-1"})"));
    CHECK(run_until([&] { return wire->load().queued_messages == 0; }));
}

TEST_CASE_FIXTURE(server_fixture, "what is refused is told, and the connection stays") {
    start({.max_subscriptions = 1,
           .authorize = [](const websocket::peer&, std::string_view address, websocket::direction) {
               return address != "secret";
           }});
    const auto box = listen(wire, "#");
    const auto reply = wire->reply_address("1");
    const auto answers = listen(wire, reply);
    const auto page = open();
    struct row {
        const char* frame;
        const char* answer;
    };
    const row rows[] = {
        {"not json", R"({"error":"malformed","detail":"the header is not JSON"})"},
        {R"({"address":"@someone/x","id":"1"})",
         R"({"error":"invalid_address","detail":"an address is plain text without wildcards or @","address":"@someone/x"})"},
        {R"({"address":"a/+","id":"1","ack":true})",
         R"({"error":"invalid_address","detail":"an address is plain text without wildcards or @","id":"1","address":"a/+"})"},
        {R"({"address":""})",
         R"({"error":"invalid_address","detail":"an address is plain text without wildcards or @"})"},
        {R"({"address":"a","replyTo":"@someone/x"})",
         R"({"error":"invalid_address","detail":"an address is plain text without wildcards or @","address":"a"})"},
        {R"({"address":"secret","id":"1","ack":true})",
         R"({"error":"unauthorized","detail":"sending there is not allowed","id":"1","address":"secret"})"},
        {R"({"subscribe":"secret"})",
         R"({"error":"unauthorized","detail":"receiving from there is not allowed","address":"secret"})"},
        {R"({"subscribe":"@someone/x"})",
         R"({"error":"invalid_address","detail":"a filter is plain text and does not start with @","address":"@someone/x"})"},
        {R"({"subscribe":"_reply/#"})",
         R"({"error":"invalid_address","detail":"a filter is plain text and does not start with @","address":"_reply/#"})"},
        {R"({"subscribe":"_reply/+/1"})",
         R"({"error":"invalid_address","detail":"a filter is plain text and does not start with @","address":"_reply/+/1"})"},
        {R"({"subscribe":"a","id":"s"})", R"({"ack":"s"})"},
        {R"({"subscribe":"b","id":"s"})",
         R"({"error":"too_many","detail":"no more subscriptions","id":"s","address":"b"})"},
        {R"({"address":"_reply/guess/1"})",
         R"({"error":"unroutable","detail":"nobody receives at this address","address":"_reply/guess/1"})"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.frame});
        page->send(text_frame(row.frame));
        CHECK((page->frames(1) == texts{row.answer}));
    }
    page->send(text_frame("{\"address\":\"" + reply + "\"}\nanswer"));
    page->send(text_frame("{\"address\":\"fine\"}\nx"));
    REQUIRE(run_until([&] { return box->size() == 1 && answers->size() == 1; }));
    CHECK(box->deliveries[0].address == "fine");
    const auto counts = server->statistics();
    CHECK(counts.unauthorized == 2);
    CHECK(counts.unrouted == 1);
    CHECK(counts.connections == 1);
}

TEST_CASE_FIXTURE(server_fixture, "a peer that keeps sending broken headers is sent away") {
    start({.limits = {.max_protocol_errors = 3}});
    const auto page = open();
    for (int i = 0; i < 5; ++i) page->send(text_frame("{"));
    const auto frames = page->frames(4);
    REQUIRE(frames.size() == 4);
    CHECK(frames[3] == "[8:1002]");
    page->send(testing_websocket::frame(0x88, "\x03\xEA"));
    CHECK(page->wait_closed());
    page->close();
    REQUIRE(run_until([&] { return ends.size() == 1; }));
    CHECK(server->statistics().protocol_errors == 3);
}

TEST_CASE_FIXTURE(
    server_fixture,
    "a payload above the limit is refused, a frame far above it ends the connection with 1009") {
    start({.limits = {.max_payload_bytes = 1000, .max_header_bytes = 2000}});
    const auto box = listen(wire, "orders");
    const auto page = open();
    page->send(text_frame("{\"address\":\"orders\"}\n" + std::string(1000, 'x')));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    page->send(text_frame("{\"address\":\"orders\",\"id\":\"1\",\"ack\":true}\n" +
                          std::string(1001, 'x')));
    CHECK((
        page->frames(1) ==
        texts{
            R"({"error":"too_large","detail":"the payload is larger than the limit","id":"1","address":"orders"})"}));
    page->send(text_frame(std::string(4000, 'x')));
    CHECK((page->frames(1) == texts{"[8:1009]"}));
    page->close();
    CHECK(run_until([&] { return server->statistics().connections == 0; }));
}

TEST_CASE_FIXTURE(server_fixture,
                  "frames that break the protocol end their connection and no other") {
    start({.limits = {.max_payload_bytes = 1000}});
    const auto witness = open();
    witness->send(text_frame(R"({"subscribe":"news","id":"s"})"));
    REQUIRE(witness->frames(1).size() == 1);
    using testing_websocket::frame;
    struct row {
        const char* what;
        std::string bytes;
        const char* close;
    };
    const row rows[] = {
        {"not masked", frame(0x81, "x", false), "[8:1002]"},
        {"a reserved bit", frame(0xC1, "x"), "[8:1002]"},
        {"a reserved opcode", frame(0x83, "x"), "[8:1002]"},
        {"a continuation of nothing", frame(0x80, "x"), "[8:1002]"},
        {"a long ping", frame(0x89, std::string(126, 'x')), "[8:1002]"},
        {"a ping in pieces", frame(0x09, "x"), "[8:1002]"},
        {"a message inside a message", frame(0x01, "x") + frame(0x81, "y"), "[8:1002]"},
        {"text that is not UTF-8", frame(0x81, "\xFF"), "[8:1007]"},
        {"half of a character", frame(0x81, "\xE2\x82"), "[8:1007]"},
        {"a length of 2^63",
         std::string{"\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x02\x03\x04", 14}, "[8:1009]"},
        {"many pieces of one message",
         [] {
             auto all = frame(0x01, "x");
             for (int i = 0; i < 50; ++i) all += frame(0x00, std::string(200, 'x'));
             return all;
         }(),
         "[8:1009]"},
        {"a close frame of one byte", frame(0x88, "x"), "[8:1002]"},
        {"a close frame with a forbidden code", frame(0x88, "\x03\xED"), "[8:1002]"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        const auto stranger = open();
        stranger->send(row.bytes);
        CHECK((stranger->frames(1) == texts{row.close}));
        stranger->close();
    }
    publish(wire, "news", "still here");
    CHECK((witness->frames(1) == texts{"{\"address\":\"news\"}\nstill here"}));
    CHECK(run_until([&] { return server->statistics().connections == 1; }));
}

TEST_CASE_FIXTURE(server_fixture, "a message in pieces is one message, with pings between them") {
    start();
    const auto box = listen(wire, "orders");
    const auto page = open();
    using testing_websocket::frame;
    const std::string whole = "{\"address\":\"orders\"}\n\u2603\u2603";
    page->send(frame(0x01, whole.substr(0, 1)));
    for (std::size_t i = 1; i < whole.size(); ++i) {
        page->send(frame(0x00, whole.substr(i, 1)));
        if (i % 10 == 0) page->send(frame(0x89, "ping"));
        page->send(frame(0x00, ""));
    }
    page->send(frame(0x80, ""));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].payload == "\u2603\u2603");
    CHECK((page->frames(2) == texts{"[10]", "[10]"}));
}

TEST_CASE_FIXTURE(server_fixture, "connections that break off anywhere leave nothing behind") {
    start();
    const auto box = listen(wire, "orders", {}, false);
    const auto whole = text_frame("{\"address\":\"orders\",\"id\":\"1\",\"ack\":true}\nx");
    for (std::size_t cut = 0; cut <= whole.size(); cut += 3) {
        const auto stranger = open();
        stranger->send(whole.substr(0, cut));
        stranger->reset();
    }
    for (const auto* beginning : {"", "G", "GET / HTTP/1.1\r\n",
                                  "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"}) {
        const auto stranger = connect();
        stranger->send(beginning);
        stranger->reset();
    }
    CHECK(run_until([&] { return server->statistics().connections == 0; }));
    CHECK(box->size() <= 1);
}

TEST_CASE_FIXTURE(server_fixture,
                  "an acknowledgement for a connection that has gone goes nowhere") {
    start();
    const auto box = listen(wire, "orders", {}, false);
    const auto first = open();
    first->send(text_frame("{\"address\":\"orders\",\"id\":\"1\",\"ack\":true}\nx"));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    first->reset();
    REQUIRE(run_until([&] { return server->statistics().connections == 0; }));
    const auto second = open();
    wire->acknowledge(box->deliveries[0].tag);
    second->send(text_frame(R"({"subscribe":"x","id":"s"})"));
    CHECK((second->frames(1) == texts{R"({"ack":"s"})"}));
}

TEST_CASE_FIXTURE(server_fixture,
                  "above the limit connections are turned away, and there is room again later") {
    start({.max_connections = 2});
    auto first = open();
    const auto second = open();
    for (int i = 0; i < 20; ++i) {
        const auto stranger = connect();
        CHECK(stranger->wait_closed());
    }
    CHECK(server->statistics().turned_away == 20);
    first.reset();
    REQUIRE(run_until([&] { return server->statistics().connections == 1; }));
    CHECK(open());
}

TEST_CASE_FIXTURE(server_fixture, "who does not shake hands in time is dropped") {
    const auto time = std::make_shared<manual_time>();
    start({.times = {.handshake_timeout = 10s}, .time = time});
    const auto silent = connect();
    const auto slow = connect();
    slow->send("GET / HTTP/1.1\r\nHost:");
    REQUIRE(run_until([&] { return server->statistics().connections == 2; }));
    time->advance(10s);
    CHECK(silent->wait_closed());
    CHECK(slow->wait_closed());
    CHECK(server->statistics().timed_out == 2);
}

TEST_CASE_FIXTURE(server_fixture,
                  "a peer that is silent is pinged and then given up, one that answers is kept") {
    const auto time = std::make_shared<manual_time>();
    start({.times = {.ping_interval = 20s, .idle_timeout = 60s}, .time = time});
    const auto dead = open();
    const auto living = open();
    REQUIRE(run_until([&] { return peers.size() == 2; }));
    for (int i = 0; i < 3; ++i) {
        time->advance(20s);
        const auto frames = living->frames(1);
        REQUIRE(frames.size() == 1);
        CHECK(frames[0] == "[9]");
        living->send(testing_websocket::frame(0x8A, ""));
        living->send(text_frame(R"({"subscribe":"x","id":"s"})"));
        REQUIRE(living->frames(1).size() == 1);
    }
    CHECK(run_until([&] { return ends.size() == 1; }));
    CHECK(dead->wait_closed());
    CHECK_FALSE(living->closed);
}

TEST_CASE_FIXTURE(server_fixture,
                  "a peer that does not read is cut off, and the others get everything") {
    start({.limits = {.max_queued_messages = 64, .max_queued_bytes = 64U << 20U},
           .slow_peer_grace = 0ms});
    const auto stuck = connect(4096);
    REQUIRE(stuck->open());
    const auto good = open();
    for (auto* each : {stuck.get(), good.get()}) {
        each->send(text_frame(R"({"subscribe":"news","id":"s"})"));
        REQUIRE(each->frames(1).size() == 1);
    }
    stuck->stop_reading();
    const std::string payload(64 * 1024, 'x');
    std::size_t sent = 0;
    std::size_t got = 0;
    for (; ends.empty() && sent < 2000; ++sent) {
        publish(wire, "news", payload);
        while (got <= sent) {
            const auto frames = good->frames(1);
            REQUIRE_FALSE(frames.empty());
            got += frames.size();
        }
        if (server->statistics().slow_peers > 0) break;
    }
    CHECK(server->statistics().slow_peers == 1);
    CHECK_FALSE(good->closed);
    CHECK(got >= sent);
    stuck->close();
    REQUIRE(run_until([&] { return ends.size() == 1; }));
    CHECK(ends[0] == 1013);
    CHECK(server->statistics().lost > 0);
}

TEST_CASE_FIXTURE(server_fixture, "a burst waits for its peers instead of cutting them off") {
    start({.limits = {.max_queued_messages = 16}});
    const auto page = open();
    page->send(text_frame(R"({"subscribe":"news","id":"s"})"));
    REQUIRE(page->frames(1).size() == 1);
    std::size_t accepted = 0;
    std::size_t got = 0;
    while (accepted < 500) {
        if (try_publish(wire, "news", "x")) {
            ++accepted;
            continue;
        }
        const auto room = testing::start(wire, wire->writable({}));
        REQUIRE(run_until([&] { return room->outcome.has_value(); }));
        REQUIRE(room->succeeded());
    }
    while (got < 500) {
        const auto frames = page->frames(1);
        REQUIRE_FALSE(frames.empty());
        got += frames.size();
    }
    CHECK(got == 500);
    CHECK(server->statistics().slow_peers == 0);
}

TEST_CASE_FIXTURE(server_fixture,
                  "publishing waits for those who fell behind no longer than the grace") {
    const auto time = std::make_shared<manual_time>();
    start({.limits = {.max_queued_messages = 8}, .slow_peer_grace = 1s, .time = time});
    const auto stuck = open();
    stuck->send(text_frame(R"({"subscribe":"news","ack":true,"id":"s"})"));
    REQUIRE(stuck->frames(1).size() == 1);
    std::size_t accepted = 0;
    while (try_publish(wire, "news", "x")) ++accepted;
    CHECK(accepted == 4);
    const auto room = testing::start(wire, wire->writable({}));
    io.poll();
    CHECK_FALSE(room->outcome);

    // Who is not behind, or is not meant, is not held up.
    const auto good = open();
    good->send(text_frame(R"({"subscribe":"#","id":"s"})"));
    REQUIRE(good->frames(1).size() == 1);
    CHECK(try_publish(wire, "news", "x"));
    CHECK(try_publish(wire, "other", "x"));
    good->close();
    REQUIRE(run_until([&] { return server->statistics().connections == 1; }));

    time->advance(1s);
    REQUIRE(run_until([&] { return room->outcome.has_value(); }));
    CHECK(room->succeeded());
    for (int i = 0; i < 3; ++i) CHECK(try_publish(wire, "news", "x"));
    CHECK(server->statistics().slow_peers == 0);
    CHECK(try_publish(wire, "news", "x"));
    CHECK(server->statistics().slow_peers == 1);
    CHECK(stuck->wait_for("too slow"));
}

TEST_CASE_FIXTURE(server_fixture, "a flood for a consumer that is stuck stops at the socket") {
    start({.limits = {.max_held_messages = 10}});
    const auto box = listen(wire, "orders", {.prefetch = 5}, false);
    const auto flood = open();
    const auto one = text_frame("{\"address\":\"orders\"}\n" + std::string(60'000, 'x'));
    std::size_t sent = 0;
    for (int idle = 0; idle < 20;) {
        const auto more = flood->send_some(std::string_view{one}.substr(sent % one.size()));
        sent += more;
        idle = more == 0 ? idle + 1 : 0;
        io.restart();
        io.poll();
    }
    CHECK(box->size() == 5);
    CHECK(sent > 15 * one.size());
    CHECK(server->statistics().received == 15);

    const auto witness = open();
    witness->send(text_frame(R"({"subscribe":"x","id":"s"})"));
    CHECK(witness->frames(1).size() == 1);

    box->acknowledges = true;
    const auto first = box->deliveries;
    for (const auto& each : first) wire->acknowledge(each.tag);
    CHECK(run_until([&] { return box->size() == sent / one.size(); }));
}

TEST_CASE_FIXTURE(server_fixture, "a bare connection stands for the address of its path") {
    start();
    const auto box = listen(wire, "orders/{id}");
    const auto first = open("/orders/a%20b?x", "");
    const auto second = open("/orders/2", "");
    REQUIRE(run_until([&] { return peers.size() == 2; }));
    CHECK(peers[0].mode == websocket::mode::bare);
    CHECK(peers[0].subprotocol.empty());

    first->send(text_frame("not an envelope"));
    first->send(testing_websocket::frame(0x82, "\xFF"));
    REQUIRE(run_until([&] { return box->size() == 2; }));
    const auto& arrived = box->deliveries[0];
    CHECK(arrived.address == "orders/a b");
    CHECK(arrived.payload == "not an envelope");
    CHECK(arrived.metadata.reply_address == "@" + peers[0].id + "/");
    CHECK(box->deliveries[1].binary);

    publish(wire, arrived.metadata.reply_address, "to the first");
    publish(wire, "orders/2", "to the second");
    publish(wire, "orders/3", "to nobody");
    publish(wire, "orders/a b", "\xFE", {}, true);
    CHECK((first->frames(2) == texts{"to the first", "\xFE"}));
    CHECK((second->frames(1) == texts{"to the second"}));
}

TEST_CASE_FIXTURE(server_fixture, "a bare payload above the limit ends its connection with 1009") {
    start({.limits = {.max_payload_bytes = 1000}});
    const auto box = listen(wire, "orders");
    const auto page = open("/orders", "");
    page->send(text_frame(std::string(1000, 'x')));
    page->send(text_frame(std::string(1001, 'x')));
    CHECK((page->frames(1) == texts{"[8:1009]"}));
    CHECK(run_until([&] { return box->size() == 1; }));
}

TEST_CASE_FIXTURE(server_fixture, "a path that stands for no address opens no bare connection") {
    start({.bare_address = [](const websocket::peer& who) -> std::optional<std::string> {
        if (who.path == "/none") return {};
        return who.path.substr(1);
    }});
    for (const auto* path : {"/none", "/", "/@id/x", "/a/+", "/a/#", "/_reply/x", "/{id}"}) {
        CAPTURE(std::string{path});
        CHECK_FALSE(connect()->open(path, ""));
    }
    CHECK(open("/fine", ""));
}

TEST_CASE_FIXTURE(server_fixture, "a bare peer sends and receives only where it may") {
    start(
        {.authorize = [](const websocket::peer& who, std::string_view, websocket::direction what) {
            return (what == websocket::direction::publish) == (who.path == "/publish");
        }});
    const auto box = listen(wire, "#");
    const auto publisher = open("/publish", "");
    const auto subscriber = open("/subscribe", "");
    publisher->send(text_frame("in"));
    subscriber->send(text_frame("refused"));
    publish(wire, "publish", "refused");
    publish(wire, "subscribe", "out");
    CHECK((subscriber->frames(1) == texts{"out"}));
    REQUIRE(run_until([&] { return box->size() == 1 && server->statistics().unauthorized == 2; }));
    CHECK(box->deliveries[0].payload == "in");
    CHECK(publisher->received.empty());
}

TEST_CASE_FIXTURE(server_fixture, "a sub-protocol of the bare mode is agreed on") {
    start({.subprotocols = {"b", "c"}});
    const auto page = connect();
    page->send(
        "GET /x HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: a, c, b\r\n\r\n");
    REQUIRE(page->wait_for("\r\n\r\n"));
    CHECK(page->received.find("Sec-WebSocket-Protocol: c\r\n") != std::string::npos);
}

TEST_CASE_FIXTURE(server_fixture, "one peer can be sent away") {
    start();
    const auto first = open();
    const auto second = open();
    REQUIRE(run_until([&] { return peers.size() == 2; }));
    server->disconnect(peers[0].id, {1008, "go"});
    server->disconnect("nobody", {1008, "go"});
    CHECK((first->frames(1) == texts{"[8:1008]"}));
    first->close();
    REQUIRE(run_until([&] { return ends.size() == 1; }));
    CHECK(ends[0] == 1008);
    CHECK_FALSE(second->closed);
}

TEST_CASE_FIXTURE(server_fixture,
                  "a closing server sends what is queued, says 1001 and lets nobody in") {
    start();
    const auto page = open();
    page->send(text_frame(R"({"subscribe":"news","id":"s"})"));
    REQUIRE(page->frames(1).size() == 1);
    const auto waiting = connect();
    const auto port = server->port();
    publish(wire, "news", "last words");
    server->close();
    CHECK((page->frames(2) == texts{"{\"address\":\"news\"}\nlast words", "[8:1001]"}));
    page->send(testing_websocket::frame(0x88, "\x03\xE9"));
    CHECK(page->wait_closed());
    CHECK(waiting->wait_closed());
    CHECK_THROWS((raw_peer{io, port}));
}

TEST_CASE_FIXTURE(server_fixture, "a server that nobody holds stops, its connections with it") {
    start();
    const auto page = open();
    wire = {};
    server.reset();
    CHECK(page->wait_closed());
}

TEST_CASE_FIXTURE(server_fixture, "a closing server that nobody holds still says goodbye") {
    start();
    const auto page = open();
    server->close();
    wire = {};
    server.reset();
    CHECK((page->frames(1) == texts{"[8:1001]"}));
}

TEST_CASE("a server may outlive neither its context nor a test: what is pending is destroyed") {
    std::optional<asio::io_context> io{std::in_place};
    auto server = std::make_unique<websocket::server>(
        websocket::server::listen(io->get_executor(), {}).value());
    raw_peer page{*io, server->port()};
    REQUIRE(page.open());
    const auto box = listen(any_transport{*server}, "#");
    page.send(text_frame(R"({"subscribe":"a","ack":true})"));
    page.send(text_frame("{\"address\":\"orders\"}\nx"));
    publish(any_transport{*server}, "a", std::string(100'000, 'x'));
    io->poll_one();
    page.close();
    server.reset();
    io.reset();
}
