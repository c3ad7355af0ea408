#pragma once

#include <asyncapi/codec/correlation.hpp>
#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/impl/headers.ipp>
#include <asyncapi/codec/json.hpp>
#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/codec/message_terms.hpp>
#include <asyncapi/codec/reply_place.hpp>
#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <optional>
#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL std::string headers_place(std::string_view message) {
    return std::string{message} + " headers";
}

inline result<void> check_text(const std::optional<part_terms>& terms, const std::string& text,
                               std::string_view message, std::string_view what) {
    if (!terms || text.empty()) return {};
    const auto place = std::string{message} + ' ' + std::string{what};
    rapidjson::Value as_text;
    as_text.SetString(rapidjson::StringRef(text.data(), text.size()));
    auto good = terms->check(as_text, place);
    // What is no text in the contract travels as its JSON.
    if (good || good.error().where().keyword != "type") return good;
    const auto as_json = validation::parse_json(text);
    return as_json ? terms->check(*as_json, place) : good;
}

inline result<void> check_headers_of(const message_facts& message, const metadata& with,
                                     const message_terms* terms, bool held) {
    if (message.headers == nullptr) return {};
    const auto place = headers_place(message.name);
    if (auto checked = check_headers(*message.headers, with.headers, place); !checked)
        return checked;
    if (!held || terms == nullptr || !terms->headers || terms->headers->schema.is_implied())
        return {};
    return terms->headers->check(headers_as_json(*message.headers, with.headers), place);
}

inline result<void> check_metadata(const message_facts& message, const metadata& with,
                                   const message_terms* terms, bool held = true) {
    if (auto good = check_headers_of(message, with, terms, held); !good) return good;
    if (!held || terms == nullptr) return {};
    auto good =
        check_text(terms->correlation_data, with.correlation_id, message.name, "correlation data");
    if (!good) return good;
    return check_text(terms->response_topic, with.reply_address, message.name, "response topic");
}

/// Where the correlation id is: the document decides.
inline correlation correlation_by(const message_facts& message, const message_terms* terms) {
    if (terms == nullptr || terms->correlation_id.empty()) return correlation{message.correlation};
    return correlation{correlation_location{terms->correlation_id}};
}

inline reply_place reply_by(const message_terms* terms) {
    return terms == nullptr ? reply_place{} : reply_place{terms->reply_address};
}

inline result<std::string> encode_again(const outgoing_message& message, const void* payload,
                                        metadata& with, const message_terms* terms) {
    const auto& facts = message.facts;
    const auto id = correlation_by(facts, terms);
    auto json = write_unchecked(message.payload, payload, facts.name);
    if (!json) return json.error();
    // An id of the caller's own, in the payload, is the id of the conversation.
    id.take(with, *json);
    if (with.correlation_id.empty()) random_hex(id_digits, with.correlation_id);
    id.put(with.correlation_id, *json);
    id.put(with);
    const auto reply = reply_by(terms);
    reply.put(with);
    reply.put(with, *json);
    if (auto there = reply.take(with, *json, facts.name); !there) return there.error();
    if (auto checked = check_json(*json, message.payload.schema(), facts.name); !checked)
        return checked.error();
    if (terms != nullptr) {
        if (auto checked = terms->payload.check(*json, facts.name); !checked)
            return checked.error();
    }
    if (auto checked = check_metadata(facts, with, terms); !checked) return checked.error();
    return write_json(*json);
}

ASYNCAPI_DECL result<std::string> encode_message(const outgoing_message& message,
                                                 const void* payload, metadata& with,
                                                 const message_terms* terms, std::string memory) {
    const auto& facts = message.facts;
    with.message_name = facts.name;
    with.content_type = facts.content_type;
    const auto id = correlation_by(facts, terms);
    const auto reply = reply_by(terms);
    typed_writer writer{checks::on_the_way, std::move(memory)};
    if (!reply.in_payload() && message.payload.write(writer, payload)) {
        auto text = writer.take();
        if (id.take(with, std::string_view{text})) {
            if (with.correlation_id.empty()) random_hex(id_digits, with.correlation_id);
            id.put(with);
            reply.put(with);
            if (auto there = reply.take(with, text, facts.name); !there) return there.error();
            if (terms != nullptr) {
                if (auto checked = terms->payload.check(text, facts.name); !checked)
                    return checked.error();
            }
            if (auto checked = check_metadata(facts, with, terms); !checked) return checked.error();
            return text;
        }
    }
    return encode_again(message, payload, with, terms);
}

/// Reads a payload that keeps its contract, in one pass.
///
/// \param held  to the document as well, not only to its type
/// \return nullopt when it has to be parsed to see what it is
inline std::optional<result<void>> decode_at_once(const incoming_message& message,
                                                  std::string_view text, metadata& with,
                                                  void* payload, const message_terms* terms,
                                                  bool held) {
    if (text.size() > max_json_bytes) return {};
    typed_reader reader{text};
    if (!message.payload.read(reader, payload)) return {};
    correlation_by(message.facts, terms).take(with, text);
    const auto reply = reply_by(terms).take(with, text, message.facts.name);
    if (with.message_name != message.facts.name) with.message_name = message.facts.name;
    if (held && terms != nullptr) {
        if (auto checked = terms->payload.check(text, message.facts.name); !checked) return checked;
    }
    if (auto checked = check_metadata(message.facts, with, terms, held); !checked) return checked;
    return reply;
}

/// \param with  completed with the correlation id, where the payload carries it
inline result<void> decode_as(const incoming_message& message, const rapidjson::Value& json,
                              metadata& with, void* payload, const message_terms* terms,
                              bool held) {
    // First, because who sent a wrong message may wait for an answer as well.
    correlation_by(message.facts, terms).take(with, json);
    const auto reply = reply_by(terms).take(with, json, message.facts.name);
    if (held && terms != nullptr) {
        if (auto checked = terms->payload.check(json, message.facts.name); !checked) return checked;
    }
    auto read = read_checked(json, message.payload, payload, message.facts.name);
    if (!read) return read;
    if (auto checked = check_metadata(message.facts, with, terms, held); !checked) return checked;
    return reply;
}

}  // namespace asyncapi::detail
