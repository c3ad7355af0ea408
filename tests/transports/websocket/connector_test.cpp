#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;

server_description a_server(std::string protocol = "ws") {
    server_description made;
    made.name = "shop";
    made.protocol = std::move(protocol);
    made.host = "127.0.0.1";
    return made;
}

websocket::client_options options_of(const server_description& server) {
    auto made = websocket::options_for(server);
    REQUIRE_MESSAGE(made.has_value(), made.error().to_string());
    return *std::move(made);
}

struct connected_fixture {
    ~connected_fixture() {
        if (wire) wire->close();
        if (server) server->close();
        testing::drive_until(io, [] { return false; });
    }

    void serve() {
        websocket::server_options options;
        options.on_connect = [this](const websocket::peer& who) { peers.push_back(who); };
        server.emplace(websocket::server::listen(io.get_executor(), std::move(options)).value());
    }

    server_description at_server() {
        auto made = a_server();
        made.port = server->port();
        websocket::client_options options;
        options.backoff = {.initial = 0ms, .max = 0ms};
        options.on_state = [this](websocket::client_state, const error* why) {
            if (why != nullptr) reasons.push_back(why->to_string());
        };
        made.transport_options = options;
        return made;
    }

    bool connects(const server_description& to, std::size_t times = 1) {
        if (!wire) wire = find_connector(to.protocol)(io.get_executor(), to).value();
        return testing::drive_until(io, [&] { return peers.size() == times; });
    }

    asio::io_context io;
    std::optional<websocket::server> server;
    std::vector<websocket::peer> peers;
    std::vector<std::string> reasons;
    any_transport wire;
};

}  // namespace

TEST_CASE("a description becomes the URL and the mode of a client") {
    auto server = a_server("wss");
    CHECK(options_of(server).url == "wss://127.0.0.1/");
    CHECK(options_of(server).tls.verify);
    CHECK(options_of(server).mode == websocket::mode::envelope);

    server.host = "::1";
    server.port = 8443;
    server.path = "/v1/?since=0";
    server.query = {{"lang", "d e"}};
    server.ca_file = "ca.pem";
    CHECK(options_of(server).url == "wss://[::1]:8443/v1/?since=0&lang=d%20e");
    CHECK(options_of(server).tls.ca_file == "ca.pem");

    server.channel = "orders/a b";
    CHECK(options_of(server).url == "wss://[::1]:8443/v1/orders/a%20b?since=0&lang=d%20e");
    CHECK(options_of(server).mode == websocket::mode::bare);
    CHECK(options_of(server).address == "orders/a b");
}

TEST_CASE("a certificate needs TLS") {
    auto server = a_server("ws");
    server.credentials.certificate_file = "own.pem";
    server.credentials.private_key_file = "own.key.pem";
    server.credentials.schemes = {"ours"};
    const auto refused = websocket::options_for(server);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().to_string() ==
          "unsupported: server 'shop': a certificate (scheme 'ours') needs wss, not ws");

    server.protocol = "wss";
    CHECK(options_of(server).tls.certificate_file == "own.pem");
    CHECK(options_of(server).tls.private_key_file == "own.key.pem");
}

TEST_CASE("options of another transport are refused") {
    auto server = a_server();
    server.transport_options = 1;
    CHECK(websocket::options_for(server).error().to_string() ==
          "unsupported: server 'shop': transport_options has to be a websocket::client_options");
}

TEST_CASE_FIXTURE(connected_fixture, "a user and a password go as Basic, keys where they belong") {
    serve();
    auto to = at_server();
    to.credentials.user = "Aladdin";
    to.credentials.password = "open sesame";
    to.credentials.headers = {{"X-Key", "k1"}};
    to.credentials.cookies = {{"session", "a;b"}};
    to.credentials.query = {{"key", "a b&c"}};
    to.headers.set("X-Trace", "on");

    REQUIRE(connects(to));

    const auto& seen = peers.front();
    REQUIRE(seen.headers.find("authorization") != nullptr);
    CHECK(*seen.headers.find("authorization") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(*seen.headers.find("x-key") == "k1");
    CHECK(*seen.headers.find("x-trace") == "on");
    CHECK(*seen.headers.find("cookie") == "session=a%3Bb");
    CHECK(seen.query == "key=a%20b%26c");
}

TEST_CASE_FIXTURE(connected_fixture, "a secret is asked for again before each handshake") {
    serve();
    int asked = 0;
    auto to = at_server();
    to.credentials.headers = {
        {"Authorization", secret{[&asked] { return "Bearer " + std::to_string(++asked); }}}};

    REQUIRE(connects(to));
    server->disconnect(peers.back().id, {1012, "restart"});
    REQUIRE(connects(to, 2));

    CHECK(*peers[0].headers.find("authorization") == "Bearer 1");
    CHECK(*peers[1].headers.find("authorization") == "Bearer 2");
}

TEST_CASE_FIXTURE(connected_fixture,
                  "a secret that cannot be had now is a connection that failed") {
    serve();
    int asked = 0;
    auto to = at_server();
    to.credentials.headers = {{"Authorization", secret{[&asked]() -> result<std::string> {
                                   if (++asked == 1) return error{errc::timed_out, "no token yet"};
                                   return std::string{"Bearer x"};
                               }}}};

    REQUIRE(connects(to));

    CHECK(asked == 2);
    REQUIRE(reasons.size() == 1);
    CHECK(reasons.front() == "timed out: no token yet");
}

TEST_CASE_FIXTURE(connected_fixture, "a secret cannot add a line to the handshake, nor be seen") {
    serve();
    int asked = 0;
    auto to = at_server();
    to.credentials.headers = {{"X-Key", secret{[&asked] {
                                   return std::string{++asked == 1 ? "hush\r\nX-Admin: 1" : "hush"};
                               }}}};

    REQUIRE(connects(to));

    CHECK(peers.front().headers.find("x-admin") == nullptr);
    REQUIRE(reasons.size() == 1);
    CHECK(reasons.front() == "malformed: a handshake header holds a control character");
}
