#pragma once

#include <asyncapi/codec/correlation.hpp>
#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/json.hpp>
#include <asyncapi/codec/message_codec.hpp>

#include <optional>
#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL std::string headers_place(std::string_view message) {
    return std::string{message} + " headers";
}

inline result<void> check_headers_of(const message_facts& message, const metadata& with) {
    if (message.headers == nullptr) return {};
    return check_headers(*message.headers, with.headers, headers_place(message.name));
}

inline result<std::string> encode_again(const outgoing_message& message, const void* payload,
                                        metadata& with) {
    const auto& facts = message.facts;
    const correlation id{facts.correlation};
    auto json = write_unchecked(message.payload, payload, facts.name);
    if (!json) return json.error();
    // An id of the caller's own, in the payload, is the id of the conversation.
    id.take(with, *json);
    if (with.correlation_id.empty()) with.correlation_id = metadata::make_id();
    id.put(with.correlation_id, *json);
    id.put(with);
    if (auto checked = check_json(*json, message.payload.schema(), facts.name); !checked)
        return checked.error();
    if (auto checked = check_headers_of(facts, with); !checked) return checked.error();
    return write_json(*json);
}

ASYNCAPI_DECL result<std::string> encode_message(const outgoing_message& message,
                                                 const void* payload, metadata& with) {
    const auto& facts = message.facts;
    with.message_name = facts.name;
    with.content_type = facts.content_type;
    const correlation id{facts.correlation};
    typed_writer writer;
    if (message.payload.write(writer, payload)) {
        auto text = writer.take();
        if (id.take(with, std::string_view{text})) {
            if (with.correlation_id.empty()) with.correlation_id = metadata::make_id();
            id.put(with);
            if (auto checked = check_headers_of(facts, with); !checked) return checked.error();
            return text;
        }
    }
    return encode_again(message, payload, with);
}

/// Reads a payload that keeps its contract, in one pass.
///
/// \return nullopt when it has to be parsed to see what it is
inline std::optional<result<void>> decode_at_once(const incoming_message& message,
                                                  std::string_view text, metadata& with,
                                                  void* payload) {
    if (text.size() > max_json_bytes) return {};
    typed_reader reader{text};
    if (!message.payload.read(reader, payload)) return {};
    correlation{message.facts.correlation}.take(with, text);
    with.message_name = message.facts.name;
    return check_headers_of(message.facts, with);
}

/// \param with  completed with the correlation id, where the payload carries it
inline result<void> decode_as(const incoming_message& message, const rapidjson::Value& json,
                              metadata& with, void* payload) {
    // First, because who sent a wrong message may wait for an answer as well.
    correlation{message.facts.correlation}.take(with, json);
    auto read = read_checked(json, message.payload, payload, message.facts.name);
    if (!read) return read;
    return check_headers_of(message.facts, with);
}

}  // namespace asyncapi::detail
