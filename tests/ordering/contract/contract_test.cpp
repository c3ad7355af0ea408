#include <ordering/contract/yaml_json.hpp>

#include <contract/catalogue.hpp>
#include <contract/customer.hpp>
#include <contract/delivery.hpp>
#include <contract/notification.hpp>
#include <contract/order_history.hpp>
#include <contract/payment.hpp>
#include <contract/stock.hpp>

#include <asyncapi/codec/json.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <tuple>

namespace {

const yaml_document& document() {
    static const yaml_document loaded{ASYNCAPI_SOURCE_DIR
                                      "/examples/ordering/ordering.asyncapi.yaml"};
    return loaded;
}

std::string text_of(const rapidjson::Value& value) {
    return asyncapi::write_json(value);
}

using all_messages =
    std::tuple<contract::catalogue_request, contract::catalogue, contract::stock_level,
               contract::reserve_stock, contract::stock_reserved, contract::stock_refused,
               contract::release_stock, contract::stock_released, contract::order_request,
               contract::order_accepted, contract::order_refused, contract::order_history_request,
               contract::order_history, contract::order_status, contract::register_customer,
               contract::log_in, contract::log_out, contract::customer_session,
               contract::customer_refused, contract::validation_requested,
               contract::validation_completed, contract::payment_requested,
               contract::payment_completed, contract::payment_failed, contract::delivery_requested,
               contract::delivery_updated, contract::notification_posted, contract::chat_message,
               contract::chat_history_request, contract::chat_history, contract::invalid_message>;

template <class F>
void for_each_message(F&& f) {
    std::apply([&](const auto&... message) { (f(message), ...); }, all_messages{});
}

/// The names of the messages that a list refers to.
std::string names_in(const rapidjson::Value& list) {
    std::string all;
    for (const auto& each : list.GetArray()) {
        all += std::string{document().at(each["$ref"].GetString())["name"].GetString()} + " ";
    }
    return all;
}

/// The names of the messages of an operation.
std::string names(const rapidjson::Value& operation) {
    const auto& message = operation["message"];
    if (message.HasMember("oneOf")) return names_in(message["oneOf"]);
    return std::string{document().at(message["$ref"].GetString())["name"].GetString()} + " ";
}

template <class... Messages>
std::string names() {
    std::string all;
    ((all += std::string{asyncapi::message<Messages>::name} + " "), ...);
    return all;
}

const rapidjson::Value& channel_at(std::string_view address) {
    std::string escaped;
    for (const char c : address) escaped += c == '/' ? std::string{"~1"} : std::string{c};
    return document().at("#/channels/" + escaped);
}

std::set<std::string> checked_channels;

template <class... Messages>
void check(const asyncapi::channel_object<Messages...>& object) {
    CAPTURE(object.address);
    checked_channels.emplace(object.address);
    const auto& channel = channel_at(object.address);
    for (const auto* verb : {"publish", "subscribe"}) {
        if (channel.HasMember(verb)) CHECK(names(channel[verb]) == names<Messages...>());
    }
}

template <class Request, class... Replies>
void check(const asyncapi::operation_object<Request, Replies...>& object) {
    CAPTURE(object.address);
    checked_channels.emplace(object.address);
    const auto& channel = channel_at(object.address);
    CHECK(names(channel["publish"]) == names<Request>());
    CHECK(names(channel["subscribe"]) == names<Replies...>());
    CHECK(names_in(channel["publish"]["x-reply"]["messages"]) == names<Replies...>());
}

}  // namespace

TEST_CASE("the schema of each C++ message is the schema of the document") {
    for_each_message([]<class T>(const T&) {
        CAPTURE(asyncapi::message<T>::name);
        const auto name = std::string{asyncapi::message<T>::name};
        auto documented =
            document().resolved(document().at("#/components/messages/" + name + "/payload"));
        rapidjson::Document compiled;
        compiled.Parse(asyncapi::schema_text<T>.data(), asyncapi::schema_text<T>.size());
        keep_constraints(documented);
        keep_constraints(compiled);
        const bool same = documented == compiled;
        CHECK_MESSAGE(same, text_of(documented), " and ", text_of(compiled));
    });
}

TEST_CASE("each message of the document is a C++ message") {
    std::set<std::string> known;
    for_each_message([&]<class T>(const T&) { known.emplace(asyncapi::message<T>::name); });
    for (const auto& message : document().at("#/components/messages").GetObject()) {
        CAPTURE(message.name.GetString());
        CHECK(known.contains(message.name.GetString()));
        CHECK(std::string_view{message.value["name"].GetString()} == message.name.GetString());
    }
}

TEST_CASE("the examples of the document are messages") {
    for_each_message([]<class T>(const T&) {
        const auto name = std::string{asyncapi::message<T>::name};
        for (const auto& example :
             document().at("#/components/messages/" + name + "/examples").GetArray()) {
            CAPTURE(text_of(example["payload"]));
            const auto decoded = asyncapi::from_json<T>(example["payload"], name);
            REQUIRE_MESSAGE(decoded, (decoded ? "" : decoded.error().to_string()));
            CHECK(asyncapi::to_json(*decoded, name).has_value());
        }
    });
}

TEST_CASE(
    "the channels of the document carry the messages of the C++ channels, and no other does") {
    check(contract::get_catalogue);
    check(contract::stock_changes);
    check(contract::reserve);
    check(contract::release_requests);
    check(contract::release_confirmations);
    check(contract::place_order);
    check(contract::get_order_history);
    check(contract::statuses);
    check(contract::register_account);
    check(contract::open_session);
    check(contract::logouts);
    check(contract::validation_requests);
    check(contract::validation_results);
    check(contract::payment_requests);
    check(contract::payment_completions);
    check(contract::payment_failures);
    check(contract::delivery_requests);
    check(contract::delivery_updates);
    check(contract::notifications);
    check(contract::chat_lines);
    check(contract::get_chat_history);
    CHECK(checked_channels.size() == document().at("#/channels").MemberCount());
}

TEST_CASE("the document is AsyncAPI 2.6.0, for a browser over WebSocket and services over MQTT") {
    CHECK(document().at("#/asyncapi") == "2.6.0");
    CHECK(document().at("#/servers/browser/protocol") == "ws");
    CHECK(document().at("#/servers/broker/protocol") == "mqtt");
    for (const auto& channel : document().at("#/channels").GetObject()) {
        CAPTURE(channel.name.GetString());
        if (!channel.value.HasMember("servers")) continue;
        for (const auto& server : channel.value["servers"].GetArray()) {
            CHECK(document().at("#/servers").HasMember(server));
        }
    }
}

TEST_CASE("each operation of the document has an id and a summary of its own") {
    std::set<std::string> ids;
    std::size_t count = 0;
    for (const auto& channel : document().at("#/channels").GetObject()) {
        for (const auto* verb : {"publish", "subscribe"}) {
            if (!channel.value.HasMember(verb)) continue;
            CAPTURE(channel.name.GetString());
            ids.emplace(channel.value[verb]["operationId"].GetString());
            CHECK(channel.value[verb]["summary"].GetStringLength() > 0);
            ++count;
        }
    }
    CHECK(ids.size() == count);
}

TEST_CASE("the seed is a catalogue") {
    std::ifstream file{ASYNCAPI_SOURCE_DIR "/examples/ordering/seed.json"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto seed = asyncapi::from_json<contract::catalogue>(text, "Catalogue");
    REQUIRE_MESSAGE(seed, (seed ? "" : seed.error().to_string()));
    CHECK(seed->stock.size() == seed->stores.size() * seed->products.size());
}

TEST_CASE("an explanation fits its schema, whatever a stranger sent") {
    asyncapi::violation where;
    where.message = std::string(500, 'm');
    where.pointer = "/" + std::string(5000, 'p');
    where.keyword = std::string(100, 'k');
    const asyncapi::error why{asyncapi::errc::contract_violation, where};
    const asyncapi::delivery message;

    const auto told = contract::explain({why, message});

    CHECK(asyncapi::to_json(told).has_value());
    CHECK(told.violation.reason == "contract violation");
    CHECK(contract::shortened("éé", 3) == "é");
}
