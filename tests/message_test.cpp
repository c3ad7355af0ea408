#include <asyncapi/message.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace post {

struct audit {
    std::string tenant;
};
struct letter {
    std::string text;
};
struct postcard : asyncapi::message_of<letter> {
    static constexpr auto name = "Postcard";
    static constexpr auto content_type = "application/vnd.post+json";
    static constexpr auto correlation_id = "$message.payload#/journey/id";
    static constexpr auto title = "Postcard";
    static constexpr std::array<std::string_view, 2> tags = {"mail", "short"};
    using headers = audit;
};

}  // namespace post

template <>
struct asyncapi::schema<post::audit> {
    static constexpr auto value = object(property("tenant", &post::audit::tenant));
};
template <>
struct asyncapi::schema<post::letter> {
    static constexpr auto value = object(property("text", &post::letter::text));
};
template <>
struct asyncapi::message<post::letter> {
    static constexpr auto name = "Letter";
};

using asyncapi::correlation_location;
using asyncapi::detail::message_traits;
using asyncapi::detail::payloads;

TEST_CASE("a message is its payload's, with defaults for all but the name") {
    using traits = message_traits<post::letter>;
    CHECK(traits::name == "Letter");
    CHECK(traits::content_type == "application/json");
    CHECK(traits::correlation.in == correlation_location::source::none);
    CHECK_FALSE(traits::has_headers);
    static_assert(std::is_same_v<traits::payload, post::letter>);
}

TEST_CASE("a definition gives one payload type to another message, with facts of its own") {
    using traits = message_traits<post::postcard>;
    CHECK(traits::name == "Postcard");
    CHECK(traits::content_type == "application/vnd.post+json");
    CHECK(traits::correlation.in == correlation_location::source::payload);
    CHECK(traits::correlation.pointer == "/journey/id");
    CHECK(traits::has_headers);
    CHECK(traits::definition::tags[1] == "short");
    static_assert(std::is_same_v<traits::payload, post::letter>);
    static_assert(std::is_same_v<traits::headers, post::audit>);
}

TEST_CASE("one message has its payload, several have a variant in their order") {
    static_assert(std::is_same_v<payloads<post::postcard>::type, post::letter>);
    static_assert(std::is_same_v<payloads<post::letter, post::postcard>::type,
                                 std::variant<post::letter, post::letter>>);
    CHECK(asyncapi::detail::index_of<post::postcard, post::letter, post::postcard>() == 1);
    CHECK(asyncapi::detail::message_names_differ<post::letter, post::postcard>());
    CHECK_FALSE(asyncapi::detail::message_names_differ<post::letter, post::letter>());
}

TEST_CASE("a correlation id's location is a source and a pointer") {
    struct row {
        const char* expression;
        bool valid;
    };
    const row rows[] = {{"$message.header#/id", true},
                        {"$message.payload#/id", true},
                        {"$message.payload#/order/id", true},
                        {"$message.header#/order/id", false},
                        {"$message.header#id", false},
                        {"$message.payload#", false},
                        {"$message.headers#/id", false},
                        {"id", false},
                        {"", false}};
    for (const auto& row : rows) {
        CAPTURE(row.expression);
        CHECK(correlation_location{row.expression}.is_valid() == row.valid);
    }
}

TEST_CASE("a content type is JSON whatever its parameters and its prefix") {
    for (const auto* type :
         {"", "application/json", "application/json; charset=utf-8",
          "application/json;charset=utf-8", "Application/JSON ; charset=utf-8",
          "application/vnd.x+json", "application/cloudevents+json; charset=UTF-8"}) {
        CAPTURE(type);
        CHECK(asyncapi::detail::is_json(type));
    }
    for (const auto* type : {"text/plain", "application/xml", "application/jsonl", "json"}) {
        CAPTURE(type);
        CHECK_FALSE(asyncapi::detail::is_json(type));
    }
}
