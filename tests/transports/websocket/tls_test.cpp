#include <asyncapi/transports/websocket.hpp>

#include <support/certificates.hpp>
#include <support/drive.hpp>
#include <support/transport_suite.hpp>
#include "peers/peer_process.hpp"
#include "raw_peer.hpp"

#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace asyncapi;
using testing::authority;
using testing::credential;
using testing::listen;
using testing::publish;
using testing_websocket::node;
using testing_websocket::peer_process;
using testing_websocket::python;
using testing_websocket::raw_peer;
using websocket::client_state;
using websocket::tls_options;
using namespace std::chrono_literals;

tls_options with(const credential& own, std::string ca_file = {}) {
    return {.ca_file = std::move(ca_file),
            .certificate_file = own.certificate_file,
            .private_key_file = own.private_key_file};
}

struct tls_fixture {
    ~tls_fixture() {
        client.reset();
        if (server) server->close();
        testing::drive_until(io, [] { return false; });
    }

    any_transport serve(tls_options tls, websocket::server_options options = {}) {
        options.tls = std::move(tls);
        options.on_connect = [this](const websocket::peer& who) { peers.push_back(who); };
        server.emplace(websocket::server::listen(io.get_executor(), std::move(options)).value());
        return any_transport{*server};
    }
    std::string url(const char* scheme = "wss", const char* host = "127.0.0.1") const {
        return std::string{scheme} + "://" + host + ":" + std::to_string(server->port()) + "/";
    }

    any_transport connect(std::string url, tls_options tls) {
        reason.clear();
        client.emplace(io.get_executor(), websocket::client_options{
                                              .url = std::move(url),
                                              .reconnect = false,
                                              .tls = std::move(tls),
                                              .on_state = [this](client_state, const error* why) {
                                                  if (why) reason = why->to_string();
                                              }});
        return any_transport{*client};
    }
    bool run_until(const std::function<bool()>& done) { return testing::drive_until(io, done); }
    bool succeeds() {
        run_until([this] {
            return client->state() == client_state::connected ||
                   client->state() == client_state::closed;
        });
        return client->state() == client_state::connected;
    }

    authority trusted{"trusted"};
    authority unknown{"unknown"};
    asio::io_context io;
    std::optional<websocket::server> server;
    std::vector<websocket::peer> peers;
    std::optional<websocket::client> client;
    std::string reason;
};

}  // namespace

TYPE_TO_STRING(node);
TYPE_TO_STRING(python);

TEST_CASE_FIXTURE(tls_fixture, "messages of any size pass over wss in both directions") {
    const auto service = serve(with(trusted.issue()));
    const auto orders = listen(service, "orders");
    for (const auto* host : {"127.0.0.1", "localhost"}) {
        CAPTURE(std::string{host});
        orders->deliveries.clear();
        const auto wire = connect(url("wss", host), {.ca_file = trusted.certificate_file()});
        const auto news = listen(wire, "news");
        for (const std::size_t size : {0U, 1U, 20'000U, 1'048'576U})
            publish(wire, "orders", std::string(size, 'x'));
        REQUIRE(run_until([&] { return orders->size() == 4; }));
        for (const auto& each : orders->deliveries) publish(service, "news", each.payload);
        REQUIRE(run_until([&] { return news->size() == 4; }));
        CHECK(news->deliveries[3].payload.size() == 1'048'576);
        client->close();
        CHECK(run_until([this] { return client->state() == client_state::closed; }));
        CHECK(run_until([this] { return server->statistics().connections == 0; }));
    }
}

TEST_CASE_FIXTURE(tls_fixture,
                  "a certificate that is not right is refused, and the error says why") {
    struct row {
        const char* what;
        credential own;
        std::string ca_file;
        std::string host_name;
        const char* problem;  // nullptr: it is right
    };
    const auto ca = trusted.certificate_file();
    const row rows[] = {
        {"right", trusted.issue(), ca, "", nullptr},
        {"of an unknown authority", unknown.issue(), ca, "", "local issuer certificate"},
        {"of one that the system does not know", trusted.issue(), "", "",
         "local issuer certificate"},
        {"for another host", trusted.issue({.names = "DNS:example.org,IP:127.0.0.2"}), ca, "",
         "the certificate of 127.0.0.1: IP address mismatch"},
        {"for another name", trusted.issue(), ca, "example.org",
         "the certificate of example.org: hostname mismatch"},
        {"for the name that is asked for", trusted.issue({.names = "DNS:example.org"}), ca,
         "example.org", nullptr},
        {"for a name below", trusted.issue({.names = "DNS:*.example.org"}), ca, "a.example.org",
         nullptr},
        {"for part of a name", trusted.issue({.names = "DNS:a*.example.org"}), ca, "ab.example.org",
         "hostname mismatch"},
        {"expired", trusted.issue({.from = -2h, .until = -1h}), ca, "", "certificate has expired"},
        {"of tomorrow", trusted.issue({.from = 24h, .until = 48h}), ca, "",
         "certificate is not yet valid"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        serve(with(row.own));
        connect(url(), {.ca_file = row.ca_file, .host_name = row.host_name});
        CHECK(succeeds() == (row.problem == nullptr));
        CAPTURE(reason);
        if (row.problem) CHECK(reason.find(row.problem) != std::string::npos);
        connect(url(), {.verify = false});
        CHECK(succeeds());
    }
}

TEST_CASE_FIXTURE(tls_fixture,
                  "a server that knows an authority lets in only who has its certificate") {
    serve(with(trusted.issue(), trusted.certificate_file()));
    auto known = with(trusted.issue({.names = "DNS:client"}), trusted.certificate_file());
    const auto wire = connect(url(), known);
    CHECK(succeeds());
    CHECK(run_until([this] { return peers.size() == 1; }));

    struct row {
        const char* what;
        tls_options own;
        const char* problem;
    };
    const row rows[] = {
        {"no certificate", {.ca_file = trusted.certificate_file()}, "certificate required"},
        {"one of an unknown authority", with(unknown.issue(), trusted.certificate_file()),
         "unknown ca"},
        {"an expired one",
         with(trusted.issue({.from = -2h, .until = -1h}), trusted.certificate_file()),
         "certificate expired"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        connect(url(), row.own);
        CHECK_FALSE(succeeds());
        CAPTURE(reason);
        CHECK(reason.find(row.problem) != std::string::npos);
    }
    CHECK(peers.size() == 1);
}

TEST_CASE_FIXTURE(tls_fixture,
                  "a client offers the protocols that it was told to, in their order") {
    auto theirs = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    const auto own = trusted.issue();
    theirs->use_certificate_chain_file(own.certificate_file);
    theirs->use_private_key_file(own.private_key_file, asio::ssl::context::pem);
    std::vector<std::string> offered;
    SSL_CTX_set_alpn_select_cb(
        theirs->native_handle(),
        [](SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* list,
           unsigned size, void* to) {
            auto& names = *static_cast<std::vector<std::string>*>(to);
            for (unsigned at = 0; at < size; at += list[at] + 1U)
                names.emplace_back(reinterpret_cast<const char*>(list + at + 1), list[at]);
            *chosen = list + 1;
            *length = list[0];
            return SSL_TLSEXT_ERR_OK;
        },
        &offered);
    serve({.context = theirs});
    const auto ca = trusted.certificate_file();

    connect(url(), {.ca_file = ca, .application_protocols = {"x-amzn-mqtt-ca", "http/1.1"}});
    CHECK(succeeds());
    CHECK(offered == std::vector<std::string>{"x-amzn-mqtt-ca", "http/1.1"});

    offered.clear();
    connect(url(), {.ca_file = ca});
    CHECK(succeeds());
    CHECK(offered.empty());

    connect(url(), {.ca_file = ca, .application_protocols = {"http/1.1", ""}});
    CHECK_FALSE(succeeds());
    CHECK(offered.empty());
}

TEST_CASE_FIXTURE(tls_fixture, "a context of one's own takes the place of the files") {
    const auto own = trusted.issue();
    auto theirs = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    theirs->use_certificate_chain_file(own.certificate_file);
    theirs->use_private_key_file(own.private_key_file, asio::ssl::context::pem);
    serve({.context = theirs});
    const auto ours = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    connect(url(), {.context = ours});
    CHECK_FALSE(succeeds());
    CHECK(reason.find("local issuer certificate") != std::string::npos);
    ours->load_verify_file(trusted.certificate_file());
    connect(url(), {.context = ours});
    CHECK(succeeds());
    connect(url(), {.host_name = "example.org", .context = ours});
    CHECK_FALSE(succeeds());
}

TEST_CASE_FIXTURE(tls_fixture, "certificate files that cannot be used are named in the error") {
    const auto own = trusted.issue();
    const auto other = trusted.issue();
    const tls_options rows[] = {
        {.certificate_file = "/missing.pem", .private_key_file = own.private_key_file},
        {.certificate_file = own.certificate_file, .private_key_file = "/missing.pem"},
        {.ca_file = "/missing.pem"},
        {.certificate_file = own.private_key_file},
        {.certificate_file = own.certificate_file, .private_key_file = other.private_key_file},
    };
    for (const auto& row : rows) {
        CAPTURE(row.certificate_file);
        CAPTURE(row.private_key_file);
        const auto refused = websocket::server::listen(io.get_executor(), {.tls = row});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().detail().starts_with("TLS: /"));
        connect("wss://127.0.0.1:1/", row);
        serve(with(own));
        connect(url(), row);
        CHECK_FALSE(succeeds());
        CHECK(reason.find("TLS: /") != std::string::npos);
    }
}

TEST_CASE_FIXTURE(tls_fixture, "ws at a wss port, and wss at a ws port, fail at once") {
    SUBCASE("ws at wss") {
        serve(with(trusted.issue()));
        connect(url("ws"), {});
        CHECK_FALSE(succeeds());
        CHECK_FALSE(reason.empty());
        raw_peer plain{io, server->port()};
        CHECK_FALSE(plain.open());
        CHECK(plain.wait_closed());
    }
    SUBCASE("wss at ws") {
        server.emplace(websocket::server::listen(io.get_executor(), {}).value());
        connect(url(), {.ca_file = trusted.certificate_file()});
        CHECK_FALSE(succeeds());
        CAPTURE(reason);
        CHECK(reason.find("no TLS with 127.0.0.1:") != std::string::npos);
    }
    CHECK(run_until([this] { return server->statistics().connections == 0; }));
}

TEST_CASE_FIXTURE(tls_fixture, "a TLS handshake that does not go on is given up") {
    const auto time = std::make_shared<manual_time>();
    serve(with(trusted.issue()), {.times = {.handshake_timeout = 10s}, .time = time});
    raw_peer silent{io, server->port()};
    raw_peer half{io, server->port()};
    half.send(std::string_view{"\x16\x03\x01\x02\x00\x01", 6});
    REQUIRE(run_until([this] { return server->statistics().connections == 2; }));
    time->advance(10s);
    CHECK(silent.wait_closed());
    CHECK(half.wait_closed());
    CHECK(server->statistics().timed_out == 2);
}

TEST_CASE_FIXTURE(tls_fixture, "a page of the same host is let in over https, and not over http") {
    serve(with(trusted.issue()));
    struct row {
        std::string origin;
        bool allowed;
    };
    const auto host = "127.0.0.1:" + std::to_string(server->port());
    for (const auto& row : {row{"https://" + host, true}, row{"http://" + host, false}}) {
        CAPTURE(row.origin);
        client.emplace(io.get_executor(),
                       websocket::client_options{.url = url(),
                                                 .handshake_headers = {{"Origin", row.origin}},
                                                 .reconnect = false,
                                                 .tls = {.ca_file = trusted.certificate_file()}});
        CHECK(succeeds() == row.allowed);
    }
}

TEST_CASE_FIXTURE(tls_fixture, "a connection over wss may be destroyed whatever it is doing") {
    const auto own = trusted.issue();
    for (int turns = 0; turns < 60; ++turns) {
        std::optional<asio::io_context> other{std::in_place};
        auto ending = std::make_unique<websocket::server>(
            websocket::server::listen(other->get_executor(), {.tls = with(own)}).value());
        auto gone = std::make_unique<websocket::client>(
            other->get_executor(),
            websocket::client_options{.url = "wss://127.0.0.1:" + std::to_string(ending->port()),
                                      .tls = {.ca_file = trusted.certificate_file()}});
        publish(any_transport{*gone}, "orders", std::string(100'000, 'x'));
        for (int i = 0; i < turns; ++i) other->poll_one();
        if (turns % 3 == 0) gone->close();
        if (turns % 5 == 0) ending->close();
        gone.reset();
        ending.reset();
        other.reset();
    }
}

TEST_CASE_TEMPLATE("a peer in another language speaks wss, where it trusts the certificate", Peer,
                   node, python) {
    if (!Peer::available) {
        MESSAGE("SKIPPED: not found: ", doctest::toString<Peer>());
        return;
    }
    tls_fixture on;
    const auto wire = on.serve(with(on.trusted.issue()));
    const auto box = listen(wire, "orders/{id}");
    const auto run = [&](const char* scenario, const std::string& ca) {
        return std::make_unique<peer_process>(on.io, Peer::command(),
                                              std::vector<std::string>{scenario, on.url(), ca});
    };
    const auto peer = run("metadata", on.trusted.certificate_file());
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    auto about = box->deliveries[0].metadata;
    about.reply_address = "here";
    publish(wire, "news/1", box->deliveries[0].payload, about);
    CHECK(peer->exit_code() == 0);

    CHECK(run("refused", on.unknown.certificate_file())->exit_code() == 0);
    CHECK(on.peers.size() == 1);
}
