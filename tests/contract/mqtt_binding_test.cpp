#include <asyncapi/contract.hpp>
#include <asyncapi/transports/memory.hpp>

#include <support/drive.hpp>

#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace shop {

struct question {
    std::string sku;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::question> {
    static constexpr auto value = object(property("sku", &shop::question::sku));
};
template <>
struct asyncapi::message<shop::question> {
    static constexpr auto name = "Question";
};

namespace {

constexpr asyncapi::channel_object<shop::question> questions{.address = "prices"};

std::string document_with(const std::string& binding, const std::string& protocol = "mqtt") {
    return "asyncapi: 3.0.0\n"
           "info: {title: shop, version: 1.0.0}\n"
           "servers:\n"
           "  broker: {host: broker, protocol: " +
           protocol +
           "}\n"
           "channels:\n"
           "  prices:\n"
           "    address: prices\n"
           "    messages:\n"
           "      Question:\n"
           "        bindings:\n"
           "          mqtt: {" +
           binding +
           "}\n"
           "        payload:\n"
           "          type: object\n"
           "          required: [sku]\n"
           "          properties: {sku: {type: string}}\n"
           "components:\n"
           "  schemas:\n"
           "    short: {type: string, maxLength: 8}\n"
           "operations:\n"
           "  ask: {action: send, channel: {$ref: '#/channels/prices'}}\n"
           "  answer: {action: receive, channel: {$ref: '#/channels/prices'}}\n";
}

struct bench {
    asyncapi::contract contract_of(std::string text) const {
        const auto document = asyncapi::document::parse(std::move(text));
        REQUIRE_MESSAGE(document, document.error().to_string());
        auto made = asyncapi::contract::of(*document, asyncapi::perspective::application);
        REQUIRE_MESSAGE(made, made.error().to_string());
        return *std::move(made);
    }
    asyncapi::result<asyncapi::sent> send(const asyncapi::any_transport& to,
                                          const asyncapi::send_options& with) {
        asyncapi::channel asking{to, questions};
        return asking.send({.sku = "A-7"}, with);
    }

    boost::asio::io_context context;
    asyncapi::memory::broker broker;
    asyncapi::any_transport wire = asyncapi::memory::transport{context.get_executor(), broker};
};

}  // namespace

TEST_CASE("what MQTT carries beside a payload is held to the document, on its way out") {
    struct row {
        const char* binding;
        asyncapi::send_options with;
        std::size_t line;  ///< of what refuses the message; 0: nothing does
        const char* why;
    };
    const row rows[] = {
        {"correlationData: {$ref: '#/components/schemas/short'}",
         {.correlation_id = "12345678"},
         0,
         ""},
        {"correlationData: {$ref: '#/components/schemas/short'}",
         {.correlation_id = "123456789"},
         18,
         "Question correlation data: contract violation (maxLength)"},
        {"correlationData: {type: string, pattern: '^c-'}",
         {.correlation_id = "d-1"},
         11,
         "Question correlation data: contract violation (pattern)"},
        {"correlationData: {type: integer}", {.correlation_id = "42"}, 0, ""},
        {"correlationData: {type: integer}",
         {.correlation_id = "4.2"},
         11,
         "Question correlation data: contract violation (type)"},
        {"correlationData: {type: integer}",
         {.correlation_id = "c-1"},
         11,
         "Question correlation data: contract violation (type)"},
        {"correlationData: {maxLength: 3}",
         {.correlation_id = "1234"},
         11,
         "Question correlation data: contract violation (maxLength)"},
        {"responseTopic: answers/shop", {.reply_address = "answers/shop"}, 0, ""},
        {"responseTopic: answers/shop",
         {.reply_address = "answers"},
         11,
         "Question response topic: contract violation (const)"},
        {"responseTopic: answers/shop", {}, 0, ""},
        {"responseTopic: {type: string, pattern: '^answers/'}",
         {.reply_address = "answers/7"},
         0,
         ""},
        {"responseTopic: {type: string, pattern: '^answers/'}",
         {.reply_address = "answer"},
         11,
         "Question response topic: contract violation (pattern)"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.binding});
        CAPTURE(row.with.correlation_id);
        CAPTURE(row.with.reply_address);
        bench on;
        const auto contract = on.contract_of(document_with(row.binding));
        const auto sent = on.send(contract.on(on.wire), row.with);
        REQUIRE(sent.has_value() == (row.line == 0));
        if (sent) continue;
        CHECK(sent.error().to_string().starts_with(row.why));
        CHECK(sent.error().where().line == row.line);
    }
}

TEST_CASE("it is held to the document on its way in as well, as bad messages are") {
    bench on;
    const auto contract =
        on.contract_of(document_with("correlationData: {$ref: '#/components/schemas/short'}"));
    asyncapi::consumer_options options;
    options.on_bad_message = asyncapi::bad_message::quarantine;
    options.dead_letter.address = "dead";
    std::vector<std::string> taken;
    std::size_t buried = 0;
    REQUIRE(on.wire->subscribe(asyncapi::address_template{"dead"}, {},
                               [&](asyncapi::delivery&&) { ++buried; }));
    asyncapi::channel checked{contract.on(on.wire), questions};
    const auto work = checked.subscribe(
        [&](auto& each) { taken.push_back(each.metadata.correlation_id); }, options);
    REQUIRE(work.status());
    // Who is not held to the document sends what it likes.
    CHECK(on.send(on.wire, {.correlation_id = "too long by far"}));
    CHECK(on.send(on.wire, {.correlation_id = "c-1"}));
    REQUIRE(asyncapi::testing::drive_until(on.context,
                                           [&] { return buried == 1 && taken.size() == 1; }));
    CHECK(taken.front() == "c-1");
}

TEST_CASE("a binding of MQTT says nothing of channels that are elsewhere too") {
    bench on;
    const std::string binding = "responseTopic: answers/shop";
    const asyncapi::send_options elsewhere{.reply_address = "elsewhere"};
    CHECK(on.send(on.contract_of(document_with(binding, "kafka")).on(on.wire), elsewhere));
    auto both = document_with(binding);
    both.insert(both.find("channels:"), "  page: {host: page, protocol: wss}\n");
    CHECK(on.send(on.contract_of(both).on(on.wire), elsewhere));
}

TEST_CASE("a binding's schema that cannot be enforced refuses the message") {
    bench on;
    const auto contract = on.contract_of(document_with("correlationData: {type: [string, text]}"));
    const auto sent = on.send(contract.on(on.wire), {.correlation_id = "c-1"});
    REQUIRE_FALSE(sent);
    CHECK(sent.error() == asyncapi::errc::unenforceable_schema);
}

TEST_CASE("x-bare of a channel goes before that of its server") {
    struct row {
        const char* server;
        const char* channel;
        bool bare;
    };
    const row rows[] = {{"", "", false},
                        {", x-bare: true", "", true},
                        {"", "    x-bare: true\n", true},
                        {", x-bare: true", "    x-bare: false\n", false}};
    const bench on;
    for (const auto& row : rows) {
        CAPTURE(row.server);
        CAPTURE(row.channel);
        auto text = document_with("contentType: application/json");
        text.insert(text.find("mqtt}") + 4, row.server);
        text.insert(text.find("    messages:"), row.channel);
        const auto described = on.contract_of(text).describe("broker");
        REQUIRE(described);
        REQUIRE(described->channels.size() == 1);
        CHECK(described->channels.front().bare == row.bare);
    }
    auto text = document_with("contentType: application/json");
    text.insert(text.find("    messages:"), "    x-bare: often\n");
    const auto described = on.contract_of(text).describe("broker");
    REQUIRE_FALSE(described);
    CHECK(described.error() == asyncapi::errc::malformed);
    CHECK(described.error().to_string().find("/channels/prices/x-bare") != std::string::npos);
    CHECK(described.error().to_string().find("this has to be true or false") != std::string::npos);
}
