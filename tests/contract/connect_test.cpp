#include <asyncapi/contract.hpp>
#include <asyncapi/contract/server_describer.hpp>
#include <asyncapi/transports/memory.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>

#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace shop {

struct order {
    std::string id;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::order> {
    static constexpr auto value = object(property("id", &shop::order::id));
};
template <>
struct asyncapi::message<shop::order> {
    static constexpr auto name = "Order";
};

namespace {

constexpr asyncapi::channel_object<shop::order> placed{.address = "orders/placed"};

constexpr auto version_3 = R"(asyncapi: 3.0.0
info: {title: shop, version: 1.0.0}
servers:
  shop:
    host: '{host}:{port}'
    pathname: /{stage}
    protocol: ws
    variables:
      host: {default: 127.0.0.1}
      port: {}
      stage: {enum: [dev, live], default: dev}
    security: [{$ref: '#/components/securitySchemes/token'}, {$ref: '#/components/securitySchemes/login'}]
  open: {host: '127.0.0.1:{port}', protocol: ws, variables: {port: {}}}
  queue: {host: queue, protocol: ibmmq}
  broker:
    host: broker
    protocol: secure-mqtt
    bindings: {mqtt: {keepAlive: 60}, mqtt5: {sessionExpiryInterval: 5}}
    security: [{type: scramSha256}]
channels:
  placed:
    address: orders/placed
    servers: [{$ref: '#/servers/shop'}]
    messages: {Order: {$ref: '#/components/messages/Order'}}
  audited:
    address: orders/audited
    servers: [{$ref: '#/servers/broker'}]
    bindings: {mqtt: {x-one: 1}}
    messages: {Order: {$ref: '#/components/messages/Order'}}
  prices:
    address: prices/{currency}
    parameters: {currency: {enum: [eur, usd], default: eur}}
    messages: {Order: {$ref: '#/components/messages/Order'}}
    bindings:
      ws:
        query:
          type: object
          required: [depth, key]
          properties: {depth: {type: integer, maximum: 50}, key: {type: string}}
          additionalProperties: false
operations:
  place: {action: send, channel: {$ref: '#/channels/placed'}}
  takeOrder: {action: receive, channel: {$ref: '#/channels/placed'}}
  audit:
    action: send
    channel: {$ref: '#/channels/audited'}
    bindings: {mqtt: {qos: 2, retain: true}}
  price: {action: receive, channel: {$ref: '#/channels/prices'}}
components:
  messages:
    Order:
      payload: {type: object, required: [id], properties: {id: {type: string}}}
      bindings: {mqtt5: {messageExpiryInterval: 10}}
  securitySchemes:
    token: {type: http, scheme: Bearer}
    login: {type: userPassword}
    other: {type: httpApiKey, in: query, name: key}
)";

asyncapi::contract contract_of(const std::string& text = version_3) {
    auto document = asyncapi::document::parse(text);
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    auto contract = asyncapi::contract::of(*document);
    REQUIRE_MESSAGE(contract.has_value(), contract.error().to_string());
    return *std::move(contract);
}

// A document of version 2 with the security of its only server.
std::string version_2(const std::string& security, const std::string& schemes) {
    return "asyncapi: 2.6.0\ninfo: {title: shop, version: 1.0.0}\nservers:\n  shop:\n    url: "
           "'{scheme}://example.org:{port}/v1/{tenant}'\n    protocol: wss\n    variables: "
           "{scheme: "
           "{default: wss}, port: {default: '8443'}, tenant: {}}\n    security: " +
           security + "\nchannels: {}\ncomponents: {securitySchemes: " + schemes + "}\n";
}

struct served_fixture {
    ~served_fixture() {
        for (const auto& each : wires) each->close();
        if (server) server->close();
        asyncapi::testing::drive_until(io, [] { return false; });
    }

    served_fixture() {
        asyncapi::websocket::server_options options;
        options.on_connect = [this](const asyncapi::websocket::peer& who) { peers.push_back(who); };
        server.emplace(
            asyncapi::websocket::server::listen(io.get_executor(), std::move(options)).value());
        port = std::to_string(server->port());
    }

    asyncapi::any_transport connect(const std::string& name, asyncapi::connect_options options) {
        asyncapi::websocket::client_options at_once;
        at_once.backoff = {.initial = 0ms, .max = 0ms};
        options.transport_options = at_once;
        auto wire = contract.connect(io.get_executor(), name, options);
        REQUIRE_MESSAGE(wire.has_value(), wire.error().to_string());
        wires.push_back(*wire);
        return *wire;
    }
    bool run_until(const std::function<bool()>& done) {
        return asyncapi::testing::drive_until(io, done);
    }

    asio::io_context io;
    std::optional<asyncapi::websocket::server> server;
    std::string port;
    std::vector<asyncapi::websocket::peer> peers;
    asyncapi::contract contract = contract_of();
    std::vector<asyncapi::any_transport> wires;
};

struct refusal {
    asyncapi::connect_options options;
    asyncapi::errc code;
    const char* detail;
};

void check_refusals(const asyncapi::contract& contract, const char* server,
                    const std::vector<refusal>& rows) {
    asio::io_context io;
    for (const auto& row : rows) {
        CAPTURE(row.detail);
        const auto refused = contract.connect(io.get_executor(), server, row.options);
        REQUIRE(!refused.has_value());
        CHECK((refused.error() == row.code));
        CHECK(refused.error().detail() == row.detail);
        CHECK(refused.error().to_string().find("hush") == std::string::npos);
    }
}

}  // namespace

TEST_CASE_FIXTURE(served_fixture,
                  "a server of the document is connected to, and held to the document") {
    const auto wire = connect("shop", {.variables = {{"port", port}, {"stage", "live"}},
                                       .credentials = {{"token", {.token = "hush"}}}});
    auto channel = contract.open(wire, placed);
    REQUIRE_MESSAGE(channel.has_value(), channel.error().to_string());
    std::vector<std::string> seen;
    asyncapi::channel at_server{asyncapi::any_transport{*server}, placed};
    const auto subscription = at_server.subscribe(
        [&](asyncapi::received<shop::order>& order) { seen.push_back(order.payload.id); });

    CHECK(channel->send({.id = "A"}).has_value());
    REQUIRE(run_until([&] { return !seen.empty(); }));

    CHECK(seen.front() == "A");
    CHECK(peers.front().path == "/live");
    CHECK(*peers.front().headers.find("authorization") == "Bearer hush");
}

TEST_CASE_FIXTURE(served_fixture, "a token is asked for again when the connection was lost") {
    int asked = 0;
    connect("shop", {.variables = {{"port", port}},
                     .credentials = {{"token", {.token = asyncapi::secret{[&asked] {
                                                    return "t" + std::to_string(++asked);
                                                }}}}}});
    REQUIRE(run_until([&] { return peers.size() == 1; }));
    server->disconnect(peers.back().id, {1012, "restart"});
    REQUIRE(run_until([&] { return peers.size() == 2; }));

    CHECK(*peers[0].headers.find("authorization") == "Bearer t1");
    CHECK(*peers[1].headers.find("authorization") == "Bearer t2");
    CHECK(peers[0].path == "/dev");
}

TEST_CASE_FIXTURE(served_fixture, "the first alternative that the credentials satisfy is taken") {
    connect("shop", {.variables = {{"port", port}},
                     .credentials = {{"login", {.user = "u", .password = "p"}}}});
    REQUIRE(run_until([&] { return peers.size() == 1; }));
    CHECK(*peers[0].headers.find("authorization") == "Basic dTpw");
}

TEST_CASE_FIXTURE(served_fixture, "a channel that is not on the server cannot be used there") {
    const auto wire = connect("open", {.variables = {{"port", port}}});

    const auto opened = contract.open(wire, placed);
    REQUIRE(!opened.has_value());
    CHECK(opened.error().detail() == "channel 'placed' is not on server 'open': it is on shop");

    asyncapi::channel used{wire, placed};
    const auto sent = used.send({.id = "A"});
    REQUIRE(!sent.has_value());
    CHECK(sent.error().to_string() ==
          "Order: contract violation: channel 'placed' is not on server 'open': it is on shop");
    CHECK(!contract.open(contract.on(wire), placed).has_value());

    const asyncapi::any_transport memory = asyncapi::memory::transport{io.get_executor()};
    CHECK(contract.open(memory, placed).has_value());
}

TEST_CASE_FIXTURE(served_fixture, "a channel can have a connection of its own, with its query") {
    const auto wire = connect("open", {.variables = {{"port", port}},
                                       .channel = "prices",
                                       .parameters = {{"currency", "usd"}},
                                       .query = {{"depth", "50"}, {"key", "k"}}});
    REQUIRE(run_until([&] { return peers.size() == 1; }));
    CHECK(peers[0].path == "/prices/usd");
    CHECK(peers[0].query == "depth=50&key=k");
    CHECK((peers[0].mode == asyncapi::websocket::mode::bare));
}

TEST_CASE("a channel's connection is held to its WebSocket binding") {
    const auto contract = contract_of();
    check_refusals(
        contract, "open",
        {{{.variables = {{"port", "1"}}, .channel = "price"},
          asyncapi::errc::invalid_address,
          "the document has no channel 'price'"},
         {{.variables = {{"port", "1"}}, .channel = "placed"},
          asyncapi::errc::invalid_address,
          "channel 'placed' is not on server 'open'"},
         {{.variables = {{"port", "1"}}, .channel = "prices", .parameters = {{"currency", "hush"}}},
          asyncapi::errc::invalid_address,
          "channel 'prices' does not allow that value of the variable 'currency': eur, usd"},
         {{.variables = {{"port", "1"}}, .channel = "prices", .query = {{"depth", "1"}}},
          asyncapi::errc::contract_violation,
          "needed: key"},
         {{.variables = {{"port", "1"}},
           .channel = "prices",
           .query = {{"depth", "51"}, {"key", "hush"}}},
          asyncapi::errc::contract_violation,
          "the WebSocket binding does not allow this"}});

    asio::io_context io;
    const auto deep = contract.connect(io.get_executor(), "open",
                                       {.variables = {{"port", "1"}},
                                        .channel = "prices",
                                        .query = {{"depth", "51"}, {"key", "k"}}});
    REQUIRE(!deep.has_value());
    CHECK(deep.error().to_string() ==
          "query of channel 'prices' at /depth: contract violation (maximum): the WebSocket "
          "binding does not allow this");
    CHECK(deep.error().where().line == 37);
}

TEST_CASE("a server, a variable and a value that the document does not have are named") {
    const auto contract = contract_of();
    check_refusals(contract, "shp",
                   {{{},
                     asyncapi::errc::invalid_address,
                     "the document has no server 'shp'; it has shop, open, queue, broker"}});
    check_refusals(contract, "shop",
                   {{{},
                     asyncapi::errc::invalid_address,
                     "server 'shop' needs a value of the variable 'port'"},
                    {{.variables = {{"prt", "1"}}},
                     asyncapi::errc::invalid_address,
                     "server 'shop' has no variable 'prt'; it has host, port, stage"},
                    {{.variables = {{"port", "1"}, {"stage", "hush"}}},
                     asyncapi::errc::invalid_address,
                     "server 'shop' does not allow that value of the variable 'stage': dev, live"},
                    {{.variables = {{"port", "hush"}}},
                     asyncapi::errc::invalid_address,
                     "server 'shop': the port is no number from 1 to 65535"},
                    {{.variables = {{"port", "1"}, {"host", "hush@evil/"}}},
                     asyncapi::errc::invalid_address,
                     "server 'shop': a user in the address: that is what security schemes are for"},
                    {{.variables = {{"port", "1"}, {"host", "evil/hush"}}},
                     asyncapi::errc::invalid_address,
                     "server 'shop': the host is no name or address"}});
}

TEST_CASE("credentials that are missing are named, secrets are not") {
    const auto contract = contract_of();
    const asyncapi::parameters port{{"port", "1"}};
    check_refusals(
        contract, "shop",
        {{{.variables = port},
          asyncapi::errc::unauthorized,
          "server 'shop' needs the token of 'token' (http); or the user and password of 'login' "
          "(userPassword)"},
         {{.variables = port, .credentials = {{"login", {.user = "hush"}}}},
          asyncapi::errc::unauthorized,
          "server 'shop' needs the token of 'token' (http); or the password of 'login' "
          "(userPassword)"},
         {{.variables = port, .credentials = {{"tokn", {.token = "hush"}}}},
          asyncapi::errc::unauthorized,
          "the document has no security scheme 'tokn'; server 'shop' names token, login"}});
}

TEST_CASE("what nobody can speak or apply is refused, with what helps") {
    const auto contract = contract_of();
    check_refusals(contract, "queue",
                   {{{},
                     asyncapi::errc::unsupported,
                     "server 'queue' speaks 'ibmmq': this library has no transport for it; "
                     "register_connector takes your own"}});
    check_refusals(contract, "broker",
                   {{{},
                     asyncapi::errc::unsupported,
                     "server 'broker' needs '0' (scramSha256), which cannot be applied"}});
    CHECK(asyncapi::detail::no_connector("a", "mqtts") ==
          "server 'a' speaks 'mqtts': include <asyncapi/transports/mqtt.hpp>");
}

TEST_CASE("each type of scheme becomes what its protocol has for it") {
    struct row {
        const char* scheme;
        asyncapi::credential own;
        std::function<std::string(const asyncapi::server_credentials&)> applied;
    };
    using given = asyncapi::server_credentials;
    const auto first = [](const asyncapi::secret_map& of) {
        return of.front().first + '=' + of.front().second.get().value();
    };
    const row rows[] = {
        {"{type: plain}",
         {.user = "u", .password = "p"},
         [](const given& has) { return has.user.get().value() + has.password.get().value(); }},
        {"{type: http, scheme: basic}",
         {.user = "u", .password = "p"},
         [](const given& has) { return has.user.get().value() + has.password.get().value(); }},
        {"{type: apiKey, in: user}",
         {.token = "up"},
         [](const given& has) { return has.user.get().value(); }},
        {"{type: apiKey, in: password}",
         {.token = "up"},
         [](const given& has) { return has.password.get().value(); }},
        {"{type: X509}",
         {.certificate_file = "u", .private_key_file = "p"},
         [](const given& has) { return has.certificate_file + has.private_key_file; }},
        {"{type: httpApiKey, in: header, name: X-Key}",
         {.token = "up"},
         [&](const given& has) { return first(has.headers); }},
        {"{type: httpApiKey, in: query, name: key}",
         {.token = "up"},
         [&](const given& has) { return first(has.query); }},
        {"{type: httpApiKey, in: cookie, name: key}",
         {.token = "up"},
         [&](const given& has) { return first(has.cookies); }},
        {"{type: oauth2, flows: {}}",
         {.token = "up"},
         [&](const given& has) { return first(has.headers); }},
        {"{type: openIdConnect, openIdConnectUrl: 'https://a'}",
         {.token = "up"},
         [&](const given& has) { return first(has.headers); }},
    };
    const char* applied[] = {"up",
                             "up",
                             "up",
                             "up",
                             "up",
                             "X-Key=up",
                             "key=up",
                             "key=up",
                             "Authorization=Bearer up",
                             "Authorization=Bearer up"};
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        CAPTURE(rows[i].scheme);
        const auto contract =
            contract_of(version_2("[{a: []}]", "{a: " + std::string{rows[i].scheme} + "}"));
        const auto described = contract.describe(
            "shop", {.variables = {{"tenant", "t"}}, .credentials = {{"a", rows[i].own}}});
        REQUIRE_MESSAGE(described.has_value(), described.error().to_string());
        CHECK(rows[i].applied(described->credentials) == applied[i]);
        CHECK(!contract.describe("shop", {.variables = {{"tenant", "t"}}}).has_value());
    }
    for (const auto* type : {"symmetricEncryption", "asymmetricEncryption", "scramSha256",
                             "scramSha512", "gssapi", "http, scheme: digest"}) {
        CAPTURE(type);
        const auto contract =
            contract_of(version_2("[{a: []}]", "{a: {type: " + std::string{type} + "}}"));
        const auto refused = contract.describe("shop", {.variables = {{"tenant", "t"}}});
        CHECK((refused.error() == asyncapi::errc::unsupported));
    }
}

TEST_CASE("over MQTT a token is the password, beside the user where there is one") {
    for (const auto* protocol : {"mqtt", "mqtts", "secure-mqtt", "mqtt5"}) {
        for (const auto* scheme : {"{type: http, scheme: bearer}", "{type: oauth2, flows: {}}",
                                   "{type: openIdConnect, openIdConnectUrl: 'https://a'}"}) {
            CAPTURE(protocol);
            CAPTURE(scheme);
            auto text = version_2("[{a: []}]", "{a: " + std::string{scheme} + "}");
            const std::string was = "protocol: wss";
            const auto at = text.find(was);
            REQUIRE(at != std::string::npos);
            text.replace(at, was.size(), "protocol: " + std::string{protocol});
            const auto contract = contract_of(text);
            int asked = 0;
            const asyncapi::credential token{.token = {[&]() -> asyncapi::result<std::string> {
                                                 return "token-" + std::to_string(++asked);
                                             }}};
            const auto described = contract.describe(
                "shop", {.variables = {{"tenant", "t"}}, .credentials = {{"a", token}}});
            REQUIRE_MESSAGE(described.has_value(), described.error().to_string());
            const auto& has = described->credentials;
            CHECK(has.headers.empty());
            CHECK_FALSE(static_cast<bool>(has.user));
            CHECK(has.password.get().value() == "token-1");
            CHECK(has.password.get().value() == "token-2");

            const asyncapi::credential both{.user = "ada", .token = "up"};
            const auto named = contract.describe(
                "shop", {.variables = {{"tenant", "t"}}, .credentials = {{"a", both}}});
            REQUIRE_MESSAGE(named.has_value(), named.error().to_string());
            CHECK(named->credentials.user.get().value() == "ada");
            CHECK(named->credentials.password.get().value() == "up");
        }
    }
}

TEST_CASE("a URL of version 2 is taken apart; all schemes of one alternative are needed") {
    const auto contract =
        contract_of(version_2("[{a: [], b: []}, {}]",
                              "{a: {type: X509}, b: {type: httpApiKey, in: header, "
                              "name: X-Key}}"));
    const asyncapi::parameters tenant{{"tenant", "acme"}};
    const auto anonymous =
        contract.describe("shop", {.variables = tenant, .credentials = {{"b", {.token = "hush"}}}});
    REQUIRE_MESSAGE(anonymous.has_value(), anonymous.error().to_string());
    CHECK(anonymous->host == "example.org");
    CHECK(anonymous->port == 8443);
    CHECK(anonymous->path == "/v1/acme");
    CHECK(anonymous->credentials.headers.empty());

    const auto known = contract.describe(
        "shop", {.variables = tenant,
                 .credentials = {{"a", {.certificate_file = "c", .private_key_file = "k"}},
                                 {"b", {.token = "hush"}}}});
    REQUIRE(known.has_value());
    CHECK(known->credentials.headers.size() == 1);
    CHECK(known->credentials.certificate_file == "c");
    CHECK(known->credentials.schemes == std::vector<std::string>{"a", "b"});
}

TEST_CASE("two schemes of one alternative that want the same place are refused") {
    struct row {
        const char* schemes;
        const char* lacks;
    };
    const row rows[] = {
        {"{a: {type: userPassword}, b: {type: apiKey, in: user}}",
         "'b' (apiKey), which another scheme leaves no user for"},
        {"{a: {type: oauth2, flows: {}}, b: {type: http, scheme: bearer}}",
         "'b' (http), which another scheme leaves no Authorization for"},
        {"{a: {type: httpApiKey, in: header, name: x-key}, b: {type: httpApiKey, in: header, name: "
         "X-Key}}",
         "'b' (httpApiKey), which another scheme leaves no X-Key for"},
        {"{a: {type: X509}, b: {type: X509}}",
         "'b' (X509), which another scheme leaves no certificate for"},
    };
    const asyncapi::credential all{.user = "u",
                                   .password = "p",
                                   .token = "t",
                                   .certificate_file = "c",
                                   .private_key_file = "k"};
    for (const auto& row : rows) {
        const auto contract = contract_of(version_2("[{a: [], b: []}]", row.schemes));
        const auto refused = contract.describe(
            "shop", {.variables = {{"tenant", "t"}}, .credentials = {{"a", all}, {"b", all}}});
        REQUIRE_FALSE(refused.has_value());
        CHECK((refused.error() == asyncapi::errc::unsupported));
        CHECK(refused.error().detail() == std::string{"server 'shop' needs "} + row.lacks);
    }
    const auto apart = contract_of(version_2(
        "[{a: [], b: []}]",
        "{a: {type: httpApiKey, in: query, name: x}, b: {type: httpApiKey, in: query, name: X}}"));
    CHECK(apart
              .describe("shop",
                        {.variables = {{"tenant", "t"}}, .credentials = {{"a", all}, {"b", all}}})
              .has_value());
}

TEST_CASE("bindings of the server's protocol are handed on, with those of its plain protocol") {
    auto text = std::string{version_3};
    const std::string cannot = "    security: [{type: scramSha256}]\n";
    text.erase(text.find(cannot), cannot.size());
    const auto described = contract_of(text).describe("broker");
    REQUIRE_MESSAGE(described.has_value(), described.error().to_string());

    CHECK(described->bindings == R"({"keepAlive":60,"sessionExpiryInterval":5})");
    REQUIRE(described->channels.size() == 2);
    const auto& channel = described->channels.front();
    CHECK(channel.address == "orders/audited");
    CHECK(channel.bindings == R"({"x-one":1})");
    REQUIRE(channel.operations.size() == 1);
    CHECK(channel.operations.front().id == "audit");
    CHECK(channel.operations.front().sends);
    CHECK(!channel.operations.front().receives);
    CHECK(channel.operations.front().bindings == R"({"qos":2,"retain":true})");
    CHECK(channel.operations.front().messages == std::vector<std::string>{"Order"});
    REQUIRE(channel.messages.size() == 1);
    CHECK(channel.messages.front().bindings == R"({"messageExpiryInterval":10})");
}

TEST_CASE("a protocol of one's own is used once it is registered") {
    asyncapi::register_connector(
        "ibmmq",
        [](const asio::any_io_executor& executor,
           const asyncapi::server_description&) -> asyncapi::result<asyncapi::any_transport> {
            return asyncapi::any_transport{asyncapi::memory::transport{executor}};
        });
    asio::io_context io;
    CHECK(contract_of().connect(io.get_executor(), "queue").has_value());
    asyncapi::register_connector("ibmmq", {});
}
