#include <asyncapi/contract.hpp>
#include <asyncapi/transports/memory.hpp>

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

struct order {
    std::string id;
    std::int32_t quantity{1};
    std::optional<std::string> approved_by;
};
struct question {
    std::string sku;
};
struct answer {
    std::int32_t cents{0};
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::order> {
    using self = shop::order;
    static constexpr auto value =
        object(property("id", &self::id, string{.max_length = 20}),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 1000}),
               property("approvedBy", &self::approved_by));
};
template <>
struct asyncapi::schema<shop::question> {
    static constexpr auto value = object(property("sku", &shop::question::sku));
};
template <>
struct asyncapi::schema<shop::answer> {
    static constexpr auto value =
        object(property("cents", &shop::answer::cents, integer{.minimum = 0, .maximum = 9999}));
};
template <>
struct asyncapi::message<shop::order> {
    static constexpr auto name = "Order";
};
template <>
struct asyncapi::message<shop::question> {
    static constexpr auto name = "Question";
};
template <>
struct asyncapi::message<shop::answer> {
    static constexpr auto name = "Answer";
};

namespace {

constexpr asyncapi::channel_object<shop::order> placed{.address = "orders/{store}/placed"};
constexpr asyncapi::channel_object<shop::order> elsewhere{.address = "orders/elsewhere"};
constexpr asyncapi::operation_object<shop::question, shop::answer> ask{.address = "prices"};

// More than 100 pieces need somebody's approval: a condition that a C++ type has no words for.
constexpr auto text = R"(asyncapi: 3.0.0
info: {title: shop, version: 1.0.0}
channels:
  placed:
    address: orders/{store}/placed
    parameters: {store: {}}
    messages:
      Order:
        correlationId: {location: '$message.header#/conversation'}
        payload:
          type: object
          required: [id, quantity]
          properties:
            id: {type: string, maxLength: 20}
            quantity: {type: integer, minimum: 1, maximum: 1000}
            approvedBy: {type: string}
          if: {properties: {quantity: {exclusiveMinimum: 100}}}
          then: {required: [approvedBy]}
  prices:
    address: prices
    messages:
      Question: {payload: {type: object, required: [sku], properties: {sku: {type: string}}}}
  answers:
    address: null
    messages:
      Answer:
        payload:
          type: object
          required: [cents]
          properties: {cents: {type: integer, minimum: 0, maximum: 9999}}
          not: {properties: {cents: {const: 13}}}
operations:
  sendOrder: {action: send, channel: {$ref: '#/channels/placed'}}
  receiveOrder: {action: receive, channel: {$ref: '#/channels/placed'}}
  askPrice:
    action: receive
    channel: {$ref: '#/channels/prices'}
    reply: {channel: {$ref: '#/channels/answers'}}
)";

asyncapi::document document_of(std::string from) {
    auto document = asyncapi::document::parse(std::move(from));
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    return *std::move(document);
}

asyncapi::contract contract_of(const std::string& from = text,
                               asyncapi::perspective as = asyncapi::perspective::application) {
    auto contract = asyncapi::contract::of(document_of(from), as);
    REQUIRE_MESSAGE(contract.has_value(), contract.error().to_string());
    return *std::move(contract);
}

std::string replaced(std::string in, const std::string& what, const std::string& by) {
    const auto at = in.find(what);
    REQUIRE(at != std::string::npos);
    return in.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("a channel that the document has as it is can be opened, another cannot") {
    asio::io_context io;
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport wire = asyncapi::memory::transport{io.get_executor(), broker};
    const auto contract = contract_of();

    CHECK(contract.open(wire, placed).has_value());
    CHECK(contract.agrees(ask).has_value());
    const auto refused = contract.open(wire, elsewhere);
    REQUIRE(!refused.has_value());
    CHECK(refused.error().to_string() ==
          "Order: contract violation: the document has no operation at orders/elsewhere");

    const auto drifted = contract_of(replaced(text, "maximum: 1000", "maximum: 500"));
    const auto parted = drifted.open(wire, placed);
    REQUIRE(!parted.has_value());
    CHECK(parted.error().where().pointer == "/quantity");
    CHECK(parted.error().where().keyword == "maximum");
    CHECK(parted.error().where().line == 15);
}

TEST_CASE("what is sent and received is held to the document, beyond the C++ type") {
    asio::io_context io;
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport bare = asyncapi::memory::transport{io.get_executor(), broker};
    const auto contract = contract_of();
    const asyncapi::parameters store{{"store", "lisbon"}};
    asyncapi::channel checked{contract.on(bare), placed, store};
    asyncapi::channel unchecked{bare, placed, store};
    std::vector<std::string> seen;
    std::vector<std::string> refused;
    const auto subscription = checked.subscribe(
        [&](asyncapi::received<shop::order>& order) {
            const auto* header = order.metadata.headers.find("conversation");
            seen.push_back(
                order.payload.id + ' ' +
                (header != nullptr && *header == order.metadata.correlation_id ? "led" : "lost"));
        },
        [&](const asyncapi::rejection& rejected) { refused.push_back(rejected.why.to_string()); });

    const auto sent = checked.send({.id = "A", .quantity = 101});
    REQUIRE(!sent.has_value());
    CHECK(sent.error().where().keyword == "required");
    CHECK(sent.error().where().schema_pointer ==
          "/channels/placed/messages/Order/payload/then/required");
    CHECK(sent.error().where().line == 18);
    CHECK(checked.send({.id = "B", .quantity = 101, .approved_by = "eve"}).has_value());
    CHECK(checked.send({.id = "C", .quantity = 100}).has_value());
    CHECK(unchecked.send({.id = "D", .quantity = 101}).has_value());
    asyncapi::testing::drive_until(io, [&] { return seen.size() == 2 && refused.size() == 1; });

    CHECK(seen == std::vector<std::string>{"B led", "C led"});
    REQUIRE(refused.size() == 1);
    CHECK(refused.front().find("approvedBy") != std::string::npos);
}

TEST_CASE("requests and replies are held to the document on both sides") {
    asio::io_context io;
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport wire = asyncapi::memory::transport{io.get_executor(), broker};
    const auto shop_side = contract_of();
    const auto customer_side = contract_of(text, asyncapi::perspective::counterparty);
    CHECK(customer_side.agrees(ask).has_value());
    const asyncapi::responder prices{
        shop_side.on(wire), ask, [](asyncapi::received<shop::question>& asked) {
            return shop::answer{.cents = asked.payload.sku == "unlucky" ? 13 : 12};
        }};
    std::vector<std::string> outcomes;
    const auto customer = [&]() -> asio::awaitable<void> {
        asyncapi::requester asking{customer_side.on(wire), ask};
        for (const std::string sku : {"tea", "unlucky"}) {
            shop::question about{.sku = sku};
            auto asked = asking.request(about, 1s);
            auto reply = co_await std::move(asked);
            outcomes.push_back(reply ? std::to_string(reply->payload.cents)
                                     : reply.error().code().message());
        }
        io.stop();
    };
    asio::co_spawn(io, customer(), asio::detached);
    io.run_for(5s);

    CHECK(outcomes == std::vector<std::string>{"12", "rejected"});
}

TEST_CASE("an address is the document's whatever its parameters are") {
    asio::io_context io;
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport wire = asyncapi::memory::transport{io.get_executor(), broker};
    const auto contract = contract_of();

    for (const std::string store : {"lisbon", "porto", "faro"}) {
        asyncapi::channel channel{contract.on(wire), placed, {{"store", store}}};
        CHECK(channel.send({.id = "A"}).has_value());
        CHECK(!channel.send({.id = "B", .quantity = 101}).has_value());
    }
}

TEST_CASE("directions that the document does not have are refused") {
    asio::io_context io;
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport wire = asyncapi::memory::transport{io.get_executor(), broker};
    const auto contract = contract_of(
        replaced(text, "  sendOrder: {action: send, channel: {$ref: '#/channels/placed'}}\n", ""));
    asyncapi::channel channel{contract.on(wire), placed, {{"store", "lisbon"}}};

    const auto sent = channel.send({.id = "A"});
    REQUIRE(!sent.has_value());
    CHECK(sent.error().detail() ==
          "the document has no operation that sends at orders/lisbon/placed");
}

TEST_CASE("operations that nobody serves are known") {
    asio::io_context io;
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport wire = asyncapi::memory::transport{io.get_executor(), broker};
    const auto contract = contract_of();
    CHECK(contract.unserved() == std::vector<std::string>{"sendOrder", "receiveOrder", "askPrice"});

    REQUIRE(contract.open(wire, placed).has_value());
    CHECK(contract.unserved() == std::vector<std::string>{"askPrice"});
    REQUIRE(contract.agrees(ask).has_value());
    CHECK(contract.unserved().empty());
}

TEST_CASE("a changed document takes the old one's place, unless that would break what is running") {
    asio::io_context io;
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport wire = asyncapi::memory::transport{io.get_executor(), broker};
    auto contract = contract_of();
    auto channel = contract.open(wire, placed, {{"store", "lisbon"}});
    REQUIRE(channel.has_value());

    const auto broken =
        contract.reload(document_of(replaced(text, "maximum: 1000", "maximum: 500")));
    REQUIRE(!broken.has_value());
    CHECK(broken.error().where().keyword == "maximum");
    CHECK(channel->send({.id = "A", .quantity = 60}).has_value());

    REQUIRE(
        contract
            .reload(document_of(replaced(text, "exclusiveMinimum: 100", "exclusiveMinimum: 50")))
            .has_value());
    CHECK(!channel->send({.id = "A", .quantity = 60}).has_value());
}
