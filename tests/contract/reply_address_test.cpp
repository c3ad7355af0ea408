#include <asyncapi/contract.hpp>
#include <asyncapi/transports/memory.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace shop {

struct question {
    std::string sku;
    std::string answer_to;
};
struct plain_question {
    std::string sku;
};
struct answer {
    std::int32_t cents{0};
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::question> {
    static constexpr auto value =
        object(property("sku", &shop::question::sku),
               property("answerTo", &shop::question::answer_to, string{.min_length = 1}));
};
template <>
struct asyncapi::schema<shop::plain_question> {
    static constexpr auto value = object(property("sku", &shop::plain_question::sku));
};
template <>
struct asyncapi::schema<shop::answer> {
    static constexpr auto value =
        object(property("cents", &shop::answer::cents, integer{.minimum = 0, .maximum = 1000}));
};
template <>
struct asyncapi::message<shop::question> {
    static constexpr auto name = "Question";
};
template <>
struct asyncapi::message<shop::plain_question> {
    static constexpr auto name = "PlainQuestion";
};
template <>
struct asyncapi::message<shop::answer> {
    static constexpr auto name = "Answer";
};

namespace {

using asyncapi::operation_object;
constexpr operation_object<shop::question, shop::answer> ask{.address = "prices"};
constexpr operation_object<shop::plain_question, shop::answer> ask_plainly{.address = "plain"};
constexpr asyncapi::channel_object<shop::question> questions{.address = "prices"};
constexpr asyncapi::channel_object<shop::plain_question> plain_questions{.address = "plain"};

constexpr auto text = R"(asyncapi: 3.0.0
info: {title: shop, version: 1.0.0}
channels:
  prices:
    address: prices
    messages:
      Question:
        payload:
          type: object
          required: [sku, answerTo]
          properties: {sku: {type: string}, answerTo: {type: string, minLength: 1}}
  plain:
    address: plain
    messages:
      PlainQuestion:
        headers: {type: object, required: [replyTo], properties: {replyTo: {type: string}}}
        payload: {type: object, required: [sku], properties: {sku: {type: string}}}
  answers:
    address: null
    messages:
      Answer:
        payload:
          type: object
          required: [cents]
          properties: {cents: {type: integer, minimum: 0, maximum: 1000}}
operations:
  askPrice:
    action: receive
    channel: {$ref: '#/channels/prices'}
    reply:
      address: {location: '$message.payload#/answerTo'}
      channel: {$ref: '#/channels/answers'}
  askPlainly:
    action: receive
    channel: {$ref: '#/channels/plain'}
    reply:
      address: {location: '$message.header#/replyTo'}
      channel: {$ref: '#/channels/answers'}
)";

asyncapi::contract contract_of(asyncapi::perspective as, std::string from = text) {
    auto document = asyncapi::document::parse(std::move(from));
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    auto contract = asyncapi::contract::of(*document, as);
    REQUIRE_MESSAGE(contract.has_value(), contract.error().to_string());
    return *std::move(contract);
}

struct over_memory {
    asyncapi::any_transport client() {
        return asyncapi::memory::transport{io.get_executor(), broker};
    }
    asyncapi::any_transport server() {
        return asyncapi::memory::transport{io.get_executor(), broker};
    }

    asio::io_context io;
    asyncapi::memory::broker broker;
};

struct over_websocket {
    ~over_websocket() {
        if (near) near->close();
        far.close();
        asyncapi::testing::drive_until(io, [] { return false; });
    }
    asyncapi::any_transport client() {
        if (!near)
            near.emplace(io.get_executor(),
                         asyncapi::websocket::client_options{
                             .url = "ws://127.0.0.1:" + std::to_string(far.port()) + "/"});
        return *near;
    }
    asyncapi::any_transport server() { return far; }

    asio::io_context io;
    asyncapi::websocket::server far =
        asyncapi::websocket::server::listen(io.get_executor(), {.port = 0}).value();
    std::optional<asyncapi::websocket::client> near;
};

template <class Question>
asio::awaitable<void> put(asyncapi::any_transport wire,
                          const operation_object<Question, shop::answer>& operation,
                          std::string& outcome) {
    asyncapi::requester asking{std::move(wire), operation};
    Question about{.sku = "tea"};
    auto asked = asking.request(about, 5s);
    auto reply = co_await std::move(asked);
    outcome = reply ? std::to_string(reply->payload.cents) : reply.error().to_string();
}

}  // namespace

TYPE_TO_STRING(over_memory);
TYPE_TO_STRING(over_websocket);

TEST_CASE_TEMPLATE("an answer goes to where the payload says", Wire, over_memory, over_websocket) {
    Wire wire;
    const auto service = contract_of(asyncapi::perspective::application);
    const auto customer = contract_of(asyncapi::perspective::counterparty);
    std::string named;
    const asyncapi::responder prices{service.on(wire.server()), ask,
                                     [&](asyncapi::received<shop::question>& asked) {
                                         named = asked.payload.answer_to;
                                         return shop::answer{.cents = 12};
                                     }};
    std::string outcome;
    asio::co_spawn(wire.io, put(customer.on(wire.client()), ask, outcome), asio::detached);
    REQUIRE(asyncapi::testing::drive_until(wire.io, [&] { return !outcome.empty(); }));

    CHECK(outcome == "12");
    CHECK(named.starts_with("_reply/"));
}

TEST_CASE_TEMPLATE("an answer goes to where a header says", Wire, over_memory, over_websocket) {
    Wire wire;
    const auto service = contract_of(asyncapi::perspective::application);
    const auto customer = contract_of(asyncapi::perspective::counterparty);
    std::string named;
    const asyncapi::responder prices{
        service.on(wire.server()), ask_plainly,
        [&](asyncapi::received<shop::plain_question>& asked) {
            if (const auto* header = asked.metadata.headers.find("replyTo")) named = *header;
            return shop::answer{.cents = 12};
        }};
    std::string outcome;
    asio::co_spawn(wire.io, put(customer.on(wire.client()), ask_plainly, outcome), asio::detached);
    REQUIRE(asyncapi::testing::drive_until(wire.io, [&] { return !outcome.empty(); }));

    CHECK(outcome == "12");
    CHECK(named.starts_with("_reply/"));
}

TEST_CASE("who knows only the document is answered where it asks to be") {
    over_memory wire;
    const auto service = contract_of(asyncapi::perspective::application);
    const auto bare = wire.client();
    std::vector<std::string> answers;
    constexpr asyncapi::channel_object<shop::answer> inbox{.address = "inbox/{who}"};
    asyncapi::channel replies{bare, inbox};
    const auto listening = replies.subscribe([&](asyncapi::received<shop::answer>& answer) {
        answers.push_back(answer.metadata.correlation_id);
    });
    const auto answer = [](auto&) { return shop::answer{.cents = 12}; };
    const asyncapi::responder prices{service.on(wire.server()), ask, answer};
    const asyncapi::responder plain_prices{service.on(wire.server()), ask_plainly, answer};

    asyncapi::channel asking{bare, questions};
    CHECK(asking.send({.sku = "tea", .answer_to = "inbox/one"}, {.correlation_id = "1"}));
    asyncapi::channel asking_plainly{bare, plain_questions};
    asyncapi::header_map headers{{"replyTo", "inbox/two"}};
    CHECK(asking_plainly.send({.sku = "tea"}, {.correlation_id = "2", .headers = headers}));
    asyncapi::testing::drive_until(wire.io, [&] { return answers.size() == 2; });

    CHECK(answers == std::vector<std::string>{"1", "2"});
}

TEST_CASE("a request that does not say where its answer goes is refused on both sides") {
    over_memory wire;
    const auto service = contract_of(asyncapi::perspective::application);
    const auto customer = contract_of(asyncapi::perspective::counterparty);
    std::vector<std::string> refused;
    int handled = 0;
    asyncapi::consumer_options options;
    options.on_rejected = [&](const asyncapi::rejection& rejected) {
        refused.push_back(rejected.why.to_string());
    };
    const asyncapi::responder prices{service.on(wire.server()),
                                     ask_plainly,
                                     [&](auto&) {
                                         ++handled;
                                         return shop::answer{};
                                     },
                                     {},
                                     options};

    asyncapi::channel unbound{wire.client(), plain_questions};
    CHECK(unbound.send({.sku = "tea"}));
    asyncapi::header_map filter{{"replyTo", "inbox/#"}};
    CHECK(unbound.send({.sku = "tea"}, {.headers = filter}));
    asyncapi::testing::drive_until(wire.io, [&] { return refused.size() == 2; });
    CHECK(handled == 0);
    CHECK(refused ==
          std::vector<std::string>{
              "PlainQuestion headers at /replyTo: contract violation (reply): there is no reply "
              "address where the document has it",
              "PlainQuestion headers at /replyTo: contract violation (reply): the reply address is "
              "a filter where the document has it"});

    asyncapi::channel bound{customer.on(wire.client()), plain_questions};
    const auto sent = bound.send({.sku = "tea"});
    REQUIRE(!sent.has_value());
    CHECK(sent.error().to_string() == refused.front());
    CHECK(bound.send({.sku = "tea"}, {.reply_address = "inbox/three"}));
}

TEST_CASE("an expression that is none is refused where the operation is bound") {
    auto broken = std::string{text};
    const std::string location = "$message.header#/replyTo";
    broken.replace(broken.find(location), location.size(), "$request.header.replyTo");
    const auto refused =
        contract_of(asyncapi::perspective::application, broken).agrees(ask_plainly);
    REQUIRE(!refused.has_value());
    CHECK(refused.error().to_string() ==
          "PlainQuestion: contract violation (reply): the reply address is at "
          "$request.header.replyTo, which is no $message.header#/name or $message.payload#/a/b");
}
