#include "require.hpp"

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/properties.hpp>
#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/detail/topics.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace asyncapi::mqtt;
using namespace asyncapi::mqtt::detail;

namespace {

constexpr std::size_t most = 4096;

// A copy that ends where it ends, so that reading past it is seen.
struct exact {
    explicit exact(std::string_view from) : bytes{std::make_unique<char[]>(from.size())} {
        std::copy(from.begin(), from.end(), bytes.get());
        view = {bytes.get(), from.size()};
    }
    std::unique_ptr<char[]> bytes;
    std::string_view view;
};

struct outcome {
    std::vector<std::string> packets;
    bool good = true;
    friend bool operator==(const outcome&, const outcome&) = default;
};

// In parts of so many bytes.
outcome take_apart(std::string_view stream, std::size_t part) {
    outcome found;
    frame_reader reader{most};
    while (!stream.empty() && found.good) {
        const exact next{stream.substr(0, part)};
        stream.remove_prefix(next.view.size());
        found.good = reader
                         .feed(next.view,
                               [&](const frame& each) {
                                   fuzz::require(each.whole.size() <= most, "a packet is bounded");
                                   fuzz::require(each.whole.ends_with(each.body),
                                                 "a packet ends with its body");
                                   found.packets.emplace_back(each.whole);
                                   return true;
                               })
                         .has_value();
    }
    return found;
}

void read_body(const frame& from, version as) {
    const exact body{from.body};
    frame whole = from;
    whole.body = body.view;
    if (const auto read = read_connack(body.view, as))
        fuzz::require(read->offer.receive_maximum > 0, "a broker takes something");
    if (const auto read = read_answer(body.view))
        fuzz::require(read->why.size() <= body.view.size(), "a reason comes from the packet");
    read_subscription_answer(body.view, as);
    read_disconnect(body.view);
    if (const auto read = read_publish(whole, as)) {
        fuzz::require(asyncapi::detail::is_utf8(read->topic), "a topic is text");
        fuzz::require(body.view.ends_with(read->payload), "a payload is the packet's end");
        filter_has("+/#", read->topic);
        if (as == version::v5) {
            for (const auto id : read_properties(read->properties, 8192).subscriptions)
                fuzz::require(id <= largest_variable_integer,
                              "an identifier is an integer of MQTT");
        }
    }
    auto rest = body.view;
    take_properties(rest, [](const property& each) {
        if (each.id != 0x26) return;
        // As the name of a header and as its value.
        asyncapi::metadata about;
        take_user_property(about, std::string{"asyncapi-encoded:"} + std::string{each.text},
                           each.text);
        take_user_property(about, each.text, each.text);
        if (!asyncapi::detail::is_utf8(each.text)) return;
        for (const auto& [name, value] : about.headers) {
            fuzz::require(asyncapi::detail::is_utf8(name), "a header's name stays text");
            fuzz::require(asyncapi::detail::is_utf8(value), "a header stays text");
            fuzz::require(
                asyncapi::detail::percent_decoded(asyncapi::detail::percent_encode(value)) == value,
                "headers come back");
        }
    });
}

}  // namespace

// What a broker sends, as a stream of bytes.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto stream = fuzz::text_of(data, size);
    const auto whole = take_apart(stream, std::max<std::size_t>(size, 1));
    for (const std::size_t part : {1U, 3U, 64U}) {
        const auto parts = take_apart(stream, part);
        fuzz::require(parts.good == whole.good, "the same streams are broken however they come");
        fuzz::require(parts == whole, "the same packets come however they come");
    }
    frame_reader reader{most};
    static_cast<void>(reader.feed(stream, [](const frame& each) {
        read_body(each, version::v5);
        read_body(each, version::v3_1_1);
        return true;
    }));
    return 0;
}
