#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>
#include <support/orders.hpp>
#include <support/run.hpp>

// Requests where the payload is all that travels: the place that the contract declares for the
// correlation id joins replies to them.

namespace {

struct stock_question {
    struct about {
        std::string id;
    };
    about meta;
    std::string sku;
};
struct stock_answer {
    std::int64_t question{0};
    std::int32_t pieces{0};
};
struct numbered_question {
    std::int64_t number{0};
};
struct lax_request {
    std::string sku;
    std::string request_id;
};

}  // namespace

template <>
struct asyncapi::schema<stock_question::about> {
    static constexpr auto value = object(property("id", &stock_question::about::id));
};
template <>
struct asyncapi::schema<stock_question> {
    using self = stock_question;
    static constexpr auto value =
        object(property("meta", &self::meta), property("sku", &self::sku, string{.min_length = 1}));
};
template <>
struct asyncapi::message<stock_question> {
    static constexpr auto name = "StockQuestion";
    static constexpr auto correlation_id = "$message.payload#/meta/id";
};
template <>
struct asyncapi::schema<numbered_question> {
    static constexpr auto value = object(property("number", &numbered_question::number));
};
template <>
struct asyncapi::message<numbered_question> {
    static constexpr auto name = "NumberedQuestion";
    static constexpr auto correlation_id = "$message.payload#/number";
};
template <>
struct asyncapi::schema<lax_request> {
    using self = lax_request;
    static constexpr auto value =
        object(property("sku", &self::sku), property("requestId", &self::request_id));
};
template <>
struct asyncapi::message<lax_request> {
    static constexpr auto name = "QuoteRequest";
    static constexpr auto correlation_id = "$message.payload#/requestId";
};
template <>
struct asyncapi::schema<stock_answer> {
    using self = stock_answer;
    static constexpr auto value =
        object(property("question", &self::question), property("pieces", &self::pieces));
};
template <>
struct asyncapi::message<stock_answer> {
    static constexpr auto name = "StockAnswer";
    static constexpr auto correlation_id = "$message.payload#/question";
};

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using websocket::client_state;

using quote_requester = requester<orders::quote_request, orders::quote>;

struct bare_fixture {
    ~bare_fixture() {
        client.reset();
        server.close();
        testing::drive_until(io, [] { return false; });
    }

    any_transport connect(std::string path) {
        client.emplace(io.get_executor(),
                       websocket::client_options{
                           .url = "ws://127.0.0.1:" + std::to_string(server.port()) + path,
                           .mode = websocket::mode::bare,
                           .backoff = {.initial = 0ms, .max = 0ms}});
        return any_transport{*client};
    }
    bool run_until(const std::function<bool()>& done) { return testing::drive_until(io, done); }

    template <class Requester, class Request>
    static asio::awaitable<void> ask(Requester& from, Request about,
                                     std::vector<std::string>& told) {
        const auto reply = co_await from.request(about, 30s);
        told.push_back(reply ? text_of(reply->payload) : reply.error().to_string());
    }
    template <class Requester, class Request>
    void start(Requester& from, Request about) {
        asio::co_spawn(io, ask(from, std::move(about), results), asio::detached);
    }
    static std::string text_of(const orders::quote& reply) {
        return std::to_string(static_cast<int>(reply.price));
    }
    static std::string text_of(const stock_answer& reply) { return std::to_string(reply.pieces); }

    asio::io_context io;
    websocket::server server = websocket::server::listen(io.get_executor(), {}).value();
    std::optional<websocket::client> client;
    std::vector<std::string> results;
};

orders::quote quote_for(const received<orders::quote_request>& request) {
    return {static_cast<double>(request.payload.sku.size()), request.payload.request_id};
}

constexpr operation_object<orders::quote_request, orders::quote> same_address{
    .address = "quotes/get", .reply_address = "quotes/get"};

}  // namespace

TEST_CASE_FIXTURE(bare_fixture, "a bare client's requests are answered in any order") {
    std::vector<received<orders::quote_request>> held;
    static constexpr channel_object<orders::quote_request> requests{.address = "quotes/get"};
    channel intake{server, requests};
    auto taking = intake.subscribe([&](auto& request) { held.push_back(std::move(request)); });
    quote_requester quotes{connect("/quotes/get"), orders::get_quote};
    start(quotes, orders::quote_request{"A-1", ""});
    start(quotes, orders::quote_request{"A-22", "mine"});
    start(quotes, orders::quote_request{"A-333", ""});
    REQUIRE(run_until([&] { return held.size() == 3; }));
    CHECK(held[1].metadata.correlation_id == "mine");
    CHECK(held[0].metadata.correlation_id == held[0].payload.request_id);
    CHECK(held[0].metadata.correlation_id != held[2].metadata.correlation_id);
    const metadata none;
    for (const auto* request : {&held[1], &held[2], &held[0]}) {
        const auto reply = R"({"price":)" + std::to_string(request->payload.sku.size()) +
                           R"(,"requestId":")" + request->payload.request_id + "\"}";
        REQUIRE(server.interface()->try_publish(
            {.address = request->metadata.reply_address, .payload = reply, .metadata = &none}));
    }
    REQUIRE(run_until([&] { return results.size() == 3; }));
    CHECK((results == std::vector<std::string>{"4", "5", "3"}));
    CHECK(quotes.counters().unexpected == 0);
}

TEST_CASE_FIXTURE(bare_fixture, "a responder answers bare clients, each with its own") {
    responder answers{server, orders::get_quote, [](auto& request) {
                          // The reply's id is made from the request's where the handler leaves it.
                          auto reply = quote_for(request);
                          reply.request_id.clear();
                          return reply;
                      }};
    websocket::client other{
        io.get_executor(),
        {.url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/quotes/get",
         .mode = websocket::mode::bare}};
    quote_requester first{connect("/quotes/get"), orders::get_quote};
    quote_requester second{other, orders::get_quote};
    for (int i = 0; i < 20; ++i) {
        start(first, orders::quote_request{"A-1", ""});
        start(second, orders::quote_request{"A-22", ""});
    }
    REQUIRE(run_until([&] { return results.size() == 40; }));
    CHECK(std::ranges::count(results, "3") == 20);
    CHECK(std::ranges::count(results, "4") == 20);
    CHECK(first.counters().unexpected == 0);
    CHECK(second.counters().unexpected == 0);
    other.close();
}

TEST_CASE_FIXTURE(bare_fixture,
                  "the server may ask a bare client, where the contract says where "
                  "replies come") {
    const auto wire = connect("/quotes/get");
    responder answers{wire, same_address, [](auto& request) { return quote_for(request); }};
    REQUIRE(run_until([this] {
        return client->state() == client_state::connected && server.statistics().opened == 1;
    }));
    quote_requester quotes{server, same_address};
    start(quotes, orders::quote_request{"A-1", ""});
    start(quotes, orders::quote_request{"A-22", ""});
    REQUIRE(run_until([&] { return results.size() == 2; }));
    CHECK((results == std::vector<std::string>{"3", "4"}));
}

TEST_CASE_FIXTURE(bare_fixture, "the id may be anywhere in the payload, and a number") {
    static constexpr operation_object<numbered_question, stock_answer> stock{.address = "stock"};
    responder answers{server, stock, [](auto& request) {
                          return stock_answer{request.payload.number, 7};
                      }};
    requester questions{connect("/stock"), stock};
    start(questions, numbered_question{1});
    start(questions, numbered_question{2});
    REQUIRE(run_until([&] { return results.size() == 2; }));
    CHECK((results == std::vector<std::string>{"7", "7"}));

    static constexpr channel_object<stock_question> asked{.address = "asked"};
    const auto wire = connect("/asked");
    channel question{wire, asked};
    channel intake{server, asked};
    std::vector<std::string> ids;
    auto taking =
        intake.subscribe([&](auto& message) { ids.push_back(message.metadata.correlation_id); });
    const auto sent = question.send({.meta = {}, .sku = "A-7"}, {.correlation_id = "c-1"});
    REQUIRE(sent);
    REQUIRE(run_until([&] { return ids.size() == 1; }));
    CHECK(ids[0] == "c-1");
}

TEST_CASE_FIXTURE(bare_fixture,
                  "a refused bare request ends with the reason, not with the deadline") {
    SUBCASE("the standard error") {
        responder answers{server, orders::get_quote, [](auto&) -> result<orders::quote> {
                              return error{errc::unauthorized, "not for you"};
                          }};
        quote_requester quotes{connect("/quotes/get"), orders::get_quote};
        start(quotes, orders::quote_request{"A-1", ""});
        REQUIRE(run_until([&] { return results.size() == 1; }));
        CHECK(results[0] == "rejected: not for you");
    }
    SUBCASE("a request that breaks the other side's contract") {
        static constexpr operation_object<lax_request, orders::quote> lax{.address = "quotes/get"};
        responder answers{server, orders::get_quote,
                          [](auto& request) { return quote_for(request); }};
        requester quotes{connect("/quotes/get"), lax};
        start(quotes, lax_request{"wrong", ""});
        REQUIRE(run_until([&] { return results.size() == 1; }));
        CHECK(results[0].starts_with("QuoteRequest at /sku: rejected (pattern)"));
    }
    SUBCASE("a reply that the contract has for it") {
        static constexpr operation_object<lax_request, orders::quote> lax{.address = "quotes/get"};
        responder answers{server, orders::get_quote,
                          [](auto& request) { return quote_for(request); },
                          [](const rejection&) { return std::optional{orders::quote{}}; }};
        requester quotes{connect("/quotes/get"), lax};
        start(quotes, lax_request{"wrong", ""});
        REQUIRE(run_until([&] { return results.size() == 1; }));
        CHECK(results[0] == "0");
    }
}

TEST_CASE_FIXTURE(bare_fixture,
                  "two sides that refuse each other's messages do not go on for ever") {
    static constexpr channel_object<orders::quote_request> requests{.address = "quotes/get"};
    const auto wire = connect("/quotes/get");
    channel ours{wire, requests};
    channel theirs{server, requests};
    auto taking = ours.subscribe([](auto&) {});
    auto taken = theirs.subscribe([](auto&) {});
    const metadata none;
    for (const auto* bad : {R"({"requestId":"r-1"})", R"({"wrong":true})", "no JSON"}) {
        CHECK(wire->try_publish({.address = "quotes/get", .payload = bad, .metadata = &none}));
    }
    CHECK(wire->try_publish({.address = "quotes/get",
                             .payload = R"({"sku":"A-7","requestId":"last"})",
                             .metadata = &none}));
    REQUIRE(run_until([&] { return taken.counters().accepted == 1; }));
    // The first was answered, for somebody waits; that answer is refused, and not answered.
    REQUIRE(run_until([&] { return taking.counters().rejected == 1; }));
    CHECK(theirs.send({"A-1", "end"}));
    REQUIRE(run_until([&] { return taking.counters().accepted == 1; }));
    CHECK(ours.send({"A-1", "end"}));
    REQUIRE(run_until([&] { return taken.counters().accepted == 2; }));
    CHECK(taken.counters().rejected == 3);
    CHECK(taking.counters().rejected == 1);
}

TEST_CASE_FIXTURE(bare_fixture,
                  "requests without an id in the payload cannot be told apart, and say so") {
    static constexpr operation_object<orders::placed, orders::no_quote> without{.address =
                                                                                    "orders"};
    requester asks{connect("/orders"), without};
    std::string why;
    support::run(io, [](auto& from, std::string& text) -> asio::awaitable<void> {
        const auto about = orders::valid_order();
        const auto reply = co_await from.request(about, 30s);
        if (!reply) text = reply.error().to_string();
    }(asks, why));
    CHECK(
        why.starts_with("unsupported: without metadata, request and reply need a correlation_id"));
}

TEST_CASE_FIXTURE(bare_fixture,
                  "a request outlives a reconnection, and its reply comes over the next one") {
    std::vector<received<orders::quote_request>> held;
    static constexpr channel_object<orders::quote_request> requests{.address = "quotes/get"};
    channel intake{server, requests};
    auto taking = intake.subscribe([&](auto& request) { held.push_back(std::move(request)); });
    quote_requester quotes{connect("/quotes/get"), orders::get_quote};
    start(quotes, orders::quote_request{"A-1", "r-1"});
    REQUIRE(run_until([&] { return held.size() == 1; }));
    const auto reply_to = held[0].metadata.reply_address;
    server.disconnect(reply_to.substr(1, reply_to.size() - 2), {1012, "restart"});
    REQUIRE(run_until([&] { return client->statistics().connections == 2; }));
    static constexpr channel_object<orders::quote> replies{.address = "quotes/get"};
    channel answers{server, replies};
    REQUIRE(run_until([&] { return server.statistics().opened == 2; }));
    CHECK(answers.send({3, "r-1"}));
    REQUIRE(run_until([&] { return results.size() == 1; }));
    CHECK(results[0] == "3");
}
