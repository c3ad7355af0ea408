#include "support/run.hpp"

#include <asyncapi/contract.hpp>
#include <asyncapi/transports/memory.hpp>

#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

using asyncapi::bad_message;

namespace shop {

struct parcel {
    std::int32_t grams{1};
    std::optional<std::string> approved_by;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::parcel> {
    using self = shop::parcel;
    static constexpr auto value =
        object(property("grams", &self::grams, integer{.minimum = 1, .maximum = 30000}),
               property("approvedBy", &self::approved_by));
};
template <>
struct asyncapi::message<shop::parcel> {
    static constexpr auto name = "Parcel";
};

namespace {

constexpr asyncapi::channel_object<shop::parcel> parcels{.address = "parcels"};

// What is heavy needs somebody's approval: a C++ type has no words for it.
constexpr auto text = R"(asyncapi: 3.0.0
info: {title: shop, version: 1.0.0}
channels:
  parcels:
    address: parcels
    messages:
      Parcel:
        payload:
          type: object
          required: [grams]
          properties:
            grams: {type: integer, minimum: 1, maximum: 30000}
            approvedBy: {type: string}
          if: {properties: {grams: {exclusiveMinimum: 10000}}}
          then: {required: [approvedBy]}
operations:
  sendParcel: {action: send, channel: {$ref: '#/channels/parcels'}}
  receiveParcel: {action: receive, channel: {$ref: '#/channels/parcels'}}
)";

struct bench {
    boost::asio::io_context context;
    asyncapi::memory::broker broker;
    asyncapi::any_transport bare = asyncapi::memory::transport{context.get_executor(), broker};

    asyncapi::contract contract_of(std::string from = text) const {
        const auto document = asyncapi::document::parse(std::move(from));
        REQUIRE(document);
        auto contract = asyncapi::contract::of(*document);
        REQUIRE(contract);
        return *std::move(contract);
    }

    void publish(std::string_view payload) const {
        asyncapi::metadata with;
        asyncapi::outbound raw;
        raw.address = "parcels";
        raw.payload = payload;
        raw.metadata = &with;
        REQUIRE(bare->try_publish(raw));
    }

    void pass() {
        for (int i = 0; i < 10; ++i) support::settle(context);
    }
};

}  // namespace

TEST_CASE("with warn, what only the document refuses is delivered and reported") {
    bench on;
    asyncapi::consumer_options options;
    options.on_bad_message = bad_message::warn;
    std::vector<std::string> told;
    options.on_rejected = [&](const asyncapi::rejection& bad) {
        told.push_back((bad.delivered ? "delivered: " : "refused: ") + bad.why.where().keyword);
    };
    std::vector<std::int32_t> handled;
    asyncapi::channel checked{on.contract_of().on(on.bare), parcels};
    const auto work =
        checked.subscribe([&](auto& parcel) { handled.push_back(parcel.payload.grams); }, options);

    on.publish(R"({"grams":20000})");
    on.publish(R"({"grams":40000})");
    on.publish(R"({"grams":"20000"})");
    on.publish(R"({"grams":100})");
    on.pass();

    CHECK(handled == std::vector<std::int32_t>{20000, 100});
    CHECK(told ==
          std::vector<std::string>{"delivered: required", "refused: maximum", "refused: type"});
    CHECK(work.counters().warned == 1);
    CHECK(work.counters().rejected == 2);
    CHECK(work.counters().accepted == 2);
}

TEST_CASE("without a document, warn refuses whatever breaks its type") {
    bench on;
    asyncapi::consumer_options options;
    options.on_bad_message = bad_message::warn;
    std::size_t handled = 0;
    asyncapi::channel unchecked{on.bare, parcels};
    const auto work = unchecked.subscribe([&](auto&) { ++handled; }, options);

    on.publish(R"({"grams":40000})");
    on.publish(R"({"grams":20000})");
    on.pass();

    CHECK(handled == 1);
    CHECK(work.counters().rejected == 1);
    CHECK(work.counters().warned == 0);
}

TEST_CASE("of a sample, each n-th message is held to the document and all are to their type") {
    bench on;
    asyncapi::consumer_options options;
    options.sample = 3;
    std::size_t handled = 0;
    asyncapi::channel checked{on.contract_of().on(on.bare), parcels};
    const auto work = checked.subscribe([&](auto&) { ++handled; }, options);

    for (int i = 0; i < 6; ++i) on.publish(R"({"grams":20000})");
    on.pass();
    CHECK(handled == 4);
    CHECK(work.counters().rejected == 2);

    for (int i = 0; i < 6; ++i) on.publish(R"({"grams":40000})");
    on.pass();
    CHECK(handled == 4);
    CHECK(work.counters().rejected == 8);
}

namespace {

std::string with_extensions(const std::string& channel, const std::string& operation) {
    std::string changed = text;
    changed.insert(changed.find("    messages:\n"), channel);
    const std::string receives = "receiveParcel: {action: receive, ";
    changed.insert(changed.find(receives) + receives.size(), operation);
    return changed;
}

}  // namespace

TEST_CASE("the document says how often a message is tried and where it goes then; code wins") {
    struct row {
        const char* channel;
        const char* operation;
        std::optional<asyncapi::retry> code;
        const char* code_address;
        std::size_t attempts;
        const char* buried_at;
    };
    const row rows[] = {
        {"    x-retry: {attempts: 2, initialMs: 0}\n    x-dead-letter: {address: dead/a}\n",
         "",
         {},
         "",
         2,
         "dead/a"},
        {"    x-retry: {attempts: 2, initialMs: 0}\n    x-dead-letter: {address: dead/a}\n",
         "x-retry: {attempts: 3, initialMs: 0, maxMs: 0, factor: 1.5, jitter: 0.5}, "
         "x-dead-letter: {address: dead/b}, ",
         {},
         "",
         3,
         "dead/b"},
        {"    x-retry: {attempts: 2, initialMs: 0}\n    x-dead-letter: {address: dead/a}\n", "",
         asyncapi::retry{.attempts = 4, .initial = std::chrono::milliseconds{0}}, "dead/c", 4,
         "dead/c"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.buried_at);
        bench on;
        asyncapi::consumer_options options;
        options.retry = row.code;
        options.dead_letter.address = row.code_address;
        std::vector<std::string> buried;
        REQUIRE(on.bare->subscribe(
            asyncapi::address_template{"dead/#"}, {},
            [&](asyncapi::delivery letter) { buried.push_back(letter.address); }));
        const auto contract = on.contract_of(with_extensions(row.channel, row.operation));
        asyncapi::channel checked{contract.on(on.bare), parcels};
        std::size_t tried = 0;
        const auto work = checked.subscribe(
            [&](auto&) {
                ++tried;
                throw 1;
            },
            options);
        REQUIRE(work.status());
        REQUIRE(checked.send({.grams = 5}));
        asyncapi::testing::drive_until(on.context, [&] { return !buried.empty(); });
        CHECK(tried == row.attempts);
        CHECK(buried == std::vector<std::string>{row.buried_at});
    }
}

TEST_CASE("an extension that is not to be understood is an error with its line") {
    struct row {
        const char* channel;
        const char* message;
    };
    const row rows[] = {
        {"    x-retry: {attempts: 0}\n",
         "at /channels/parcels/x-retry/attempts: malformed: this has to be a whole number from 1 "
         "to "
         "1000000"},
        {"    x-retry: {attempts: 2.5}\n",
         "at /channels/parcels/x-retry/attempts: malformed: this has to be a whole number from 1 "
         "to "
         "1000000"},
        {"    x-retry: {factor: 0.5}\n",
         "at /channels/parcels/x-retry/factor: malformed: this has to be a number from 1 to 1000"},
        {"    x-retry: {jitter: often}\n",
         "at /channels/parcels/x-retry/jitter: malformed: this has to be a number from 0 to 1"},
        {"    x-retry: {retries: 3}\n",
         "at /channels/parcels/x-retry/retries: malformed: there is no such member here"},
        {"    x-retry: 3\n", "at /channels/parcels/x-retry: malformed: this has to be an object"},
        {"    x-dead-letter: {}\n",
         "at /channels/parcels/x-dead-letter: malformed: x-dead-letter has no address that is a "
         "text"},
        {"    x-dead-letter: {address: 'dead/{x}'}\n",
         "at /channels/parcels/x-dead-letter/address: malformed: the address of dead letters is "
         "not "
         "concrete"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.channel);
        bench on;
        const auto contract = on.contract_of(with_extensions(row.channel, ""));
        asyncapi::channel checked{contract.on(on.bare), parcels};
        const auto status = checked.subscribe([](auto&) {}).status();
        REQUIRE_FALSE(status);
        CHECK(status.error().to_string() == row.message);
        CHECK(status.error().where().line == 6);
    }
}
