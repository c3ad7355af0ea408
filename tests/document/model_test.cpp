#include <asyncapi/document/model.hpp>

#include <doctest/doctest.h>

#include <string>

using asyncapi::action;
using asyncapi::document_model;

namespace {

document_model model_of(const std::string& text) {
    const auto document = asyncapi::document::parse(text);
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    auto model = document_model::of(*document);
    REQUIRE_MESSAGE(model.has_value(), model.error().to_string());
    return *std::move(model);
}

/// \return what a model says of its operations, in words
std::string described(const document_model& model) {
    std::string text;
    for (const auto& operation : model.operations()) {
        text += operation.id + ' ' + std::string{name_of(operation.action)} + ' ' +
                operation.channel->address.value_or("?") + ':';
        for (const auto* message : operation.messages)
            text += ' ' + message->name + '(' + message->content_type + ')';
        if (operation.reply) {
            text += " -> " + operation.reply->location;
            for (const auto* message : operation.reply->messages) text += ' ' + message->name;
        }
        text += '\n';
    }
    return text;
}

constexpr auto version2 = R"(asyncapi: 2.6.0
info: {title: a, version: 1.0.0}
defaultContentType: application/json
servers:
  broker:
    url: 'mqtt://{host}:1883/path'
    protocol: mqtt
    variables: {host: {default: localhost, enum: [localhost, example.com]}}
    security: [{password: []}, {certificate: []}]
channels:
  quotes/{sku}:
    parameters: {sku: {schema: {type: string}}}
    publish:
      operationId: getQuote
      message: {$ref: '#/components/messages/request'}
      x-reply:
        address: {location: '$message.header#/replyTo'}
        messages: [{$ref: '#/components/messages/quote'}, {$ref: '#/components/messages/none'}]
    subscribe:
      operationId: answerQuote
      message: {oneOf: [{$ref: '#/components/messages/quote'}, {$ref: '#/components/messages/none'}]}
components:
  messages:
    request: {name: QuoteRequest, payload: {type: object}}
    quote: {name: Quote, contentType: application/quote+json, payload: {type: object}}
    none: {payload: {type: string}}
  securitySchemes:
    password: {type: userPassword}
    certificate: {type: X509}
)";

constexpr auto version3 = R"(asyncapi: 3.1.0
info: {title: a, version: 1.0.0}
defaultContentType: application/json
servers:
  broker:
    host: '{host}:1883'
    pathname: /path
    protocol: mqtt
    variables: {host: {default: localhost, enum: [localhost, example.com]}}
    security:
      - {$ref: '#/components/securitySchemes/password'}
      - {$ref: '#/components/securitySchemes/certificate'}
channels:
  quotes:
    address: quotes/{sku}
    parameters: {sku: {}}
    messages:
      request: {$ref: '#/components/messages/request'}
      quote: {$ref: '#/components/messages/quote'}
      none: {$ref: '#/components/messages/none'}
operations:
  getQuote:
    action: receive
    channel: {$ref: '#/channels/quotes'}
    messages: [{$ref: '#/channels/quotes/messages/request'}]
    reply:
      address: {location: '$message.header#/replyTo'}
      messages:
        - {$ref: '#/channels/quotes/messages/quote'}
        - {$ref: '#/channels/quotes/messages/none'}
  answerQuote:
    action: send
    channel: {$ref: '#/channels/quotes'}
    messages:
      - {$ref: '#/channels/quotes/messages/quote'}
      - {$ref: '#/channels/quotes/messages/none'}
components:
  messages:
    request: {name: QuoteRequest, payload: {type: object}}
    quote: {name: Quote, contentType: application/quote+json, payload: {type: object}}
    none: {payload: {type: string}}
  securitySchemes:
    password: {type: userPassword}
    certificate: {type: X509}
)";

}  // namespace

TEST_CASE("one model says the same of a document of version 2 and its twin of version 3") {
    const auto two = model_of(version2);
    const auto three = model_of(version3);

    CHECK(described(two) ==
          "getQuote receive quotes/{sku}: QuoteRequest(application/json) -> "
          "$message.header#/replyTo Quote none\n"
          "answerQuote send quotes/{sku}: Quote(application/quote+json) none(application/json)\n");
    CHECK(described(three) == described(two));
    for (const auto* model : {&two, &three}) {
        const auto* broker = model->find_server("broker");
        REQUIRE(broker != nullptr);
        CHECK(broker->protocol == "mqtt");
        CHECK(broker->host == "{host}:1883");
        CHECK(broker->pathname == "/path");
        REQUIRE(broker->variables.size() == 1);
        CHECK(broker->variables.front().otherwise == "localhost");
        REQUIRE(broker->security.size() == 2);
        CHECK(broker->security.front().schemes.front().name == "password");
        CHECK(broker->security.back().schemes.front().type == "X509");
        REQUIRE(model->find_operation("getQuote") != nullptr);
        CHECK(model->find_operation("getQuote")->reply.has_value());
        CHECK(model->find_operation("none") == nullptr);
        CHECK(model->find_channel("quotes/{sku}")->parameters.front().name == "sku");
    }
}

TEST_CASE("a counterparty sends what the application receives") {
    using asyncapi::perspective;
    CHECK(does(perspective::application, action::receive, action::receive));
    CHECK(!does(perspective::application, action::send, action::receive));
    CHECK(does(perspective::counterparty, action::send, action::receive));
    CHECK(!does(perspective::counterparty, action::receive, action::receive));
    CHECK(does(perspective::system, action::send, action::receive));
    CHECK(does(perspective::system, action::receive, action::receive));
}

TEST_CASE("in version 2 traits win over the message, in version 3 the message wins") {
    const std::string info = "info: {title: a, version: 1.0.0}\n";
    const std::string message =
        "{name: own, traits: [{name: first, contentType: a/json}, {contentType: b/json}]}";
    const auto two = model_of("asyncapi: 2.6.0\n" + info +
                              "channels: {a: {publish: {message: " + message + "}}}");
    const auto three = model_of("asyncapi: 3.0.0\n" + info +
                                "channels: {a: {address: a, messages: {m: " + message + "}}}");

    const auto& of_two = two.channels().front().messages.front();
    CHECK(of_two.name == "first");
    CHECK(of_two.content_type == "b/json");
    const auto& of_three = three.channels().front().messages.front();
    CHECK(of_three.name == "own");
    CHECK(of_three.content_type == "b/json");
}

TEST_CASE("payloads are schemas in the language that they say") {
    const auto model = model_of(R"(asyncapi: 3.0.0
info: {title: a, version: 1.0.0}
channels:
  a:
    address: null
    messages:
      plain: {payload: {type: string}}
      avro: {payload: {schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {type: record}}}
      referred: {payload: {$ref: '#/components/schemas/x'}}
components: {schemas: {x: {schemaFormat: application/schema+json;version=draft-07, schema: true}}}
)");
    const auto& channel = model.channels().front();
    CHECK(!channel.address.has_value());
    CHECK(channel.find_message("plain")->payload.format.empty());
    CHECK(channel.find_message("avro")->payload.schema.pointer ==
          "/channels/a/messages/avro/payload/schema");
    CHECK(channel.find_message("referred")->payload.format ==
          "application/schema+json;version=draft-07");
    CHECK(channel.find_message("referred")->payload.schema->IsTrue());
}

TEST_CASE("a model needs that references lead somewhere, and says on which line") {
    const auto problem = [](const std::string& rest) {
        const auto document = asyncapi::document::parse(
            "asyncapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\nchannels: {a: {address: a}}\n" +
            rest);
        REQUIRE(document.has_value());
        const auto model = document_model::of(*document);
        REQUIRE(!model.has_value());
        return std::to_string(model.error().where().line) + ": " + model.error().detail();
    };

    CHECK(problem("operations: {o: {action: send, channel: {$ref: '#/channels/b'}}}") ==
          "4: there is nothing at #/channels/b");
    CHECK(problem("operations: {o: {action: send}}") == "4: an operation needs a channel");
    CHECK(problem("operations: {o: {action: send, channel: {$ref: '#/channels/a'}, messages: "
                  "[{$ref: '#/info'}]}}") ==
          "4: the reference leads to no message of the operation's channel");
}
