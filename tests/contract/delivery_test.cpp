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
