#pragma once

#include <asyncapi/channel/arrival.hpp>
#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/impl/message_codec.ipp>
#include <asyncapi/codec/message_terms.hpp>
#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/middleware.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

inline error not_one_of(const metadata& with, std::string_view reason) {
    violation where;
    where.message = with.message_name;
    where.keyword = "oneOf";
    where.reason = reason;
    return {errc::contract_violation, std::move(where)};
}

inline const incoming_message* find_message(const incoming_messages& messages,
                                            std::string_view name) {
    const auto* const found =
        std::find_if(messages.begin(), messages.end(),
                     [name](const incoming_message& each) { return each.facts.name == name; });
    return found == messages.end() ? nullptr : found;
}

/// \return which of the messages a payload is
inline result<const incoming_message*> tell_apart(const incoming_messages& messages,
                                                  const rapidjson::Value& json,
                                                  const metadata& with) {
    if (!with.message_name.empty()) {
        const auto* const named = find_message(messages, with.message_name);
        if (named == nullptr) return not_one_of(with, "the channel has no message of this name");
        return named;
    }
    if (messages.count == 1) return messages.first;
    const incoming_message* chosen = nullptr;
    for (const auto& each : messages) {
        const auto& compiled = each.payload.schema().compiled();
        if (!compiled || !compiled->accepts(json)) continue;
        if (chosen != nullptr)
            return not_one_of(with, "the payload is more than one of the channel's messages");
        chosen = &each;
    }
    if (chosen == nullptr) return not_one_of(with, "the payload is none of the channel's messages");
    return chosen;
}

/// \return nullptr where there is no document
inline result<std::shared_ptr<const message_terms>> terms_for(const incoming_message& message,
                                                              const message_origin& origin) {
    if (origin.rules == nullptr) return std::shared_ptr<const message_terms>{};
    return origin.rules->terms(origin.address, message.facts, message.payload.schema(), origin.way);
}

inline result<void> decode_any(const delivery& from, metadata& with,
                               const incoming_messages& messages, void* payload,
                               const message_origin& origin) {
    if (!is_json(with.content_type)) {
        return error{errc::malformed, "the content type " + with.content_type + " is not JSON"};
    }
    const auto* const expected = messages.count == 1 && with.message_name.empty()
                                     ? messages.first
                                     : find_message(messages, with.message_name);
    if (expected != nullptr) {
        if (messages.count > 1) expected->payload.reset(payload);
        const auto terms = terms_for(*expected, origin);
        if (!terms) return terms.error();
        if (auto done =
                decode_at_once(*expected, from.payload, with, payload, terms->get(), origin.held))
            return *done;
    }
    const auto json = validation::parse_json(from.payload);
    if (!json) {
        return named(json.error(), messages.count == 1 ? messages.first->facts.name
                                                       : std::string_view{with.message_name});
    }
    const auto chosen = tell_apart(messages, *json, with);
    if (!chosen) return chosen.error();
    const auto terms = terms_for(**chosen, origin);
    if (!terms) return terms.error();
    auto decoded = decode_as(**chosen, *json, with, payload, terms->get(), origin.held);
    with.message_name = (*chosen)->facts.name;
    return decoded;
}

ASYNCAPI_DECL result<void> decode_delivery(const delivery& from, metadata& with,
                                           const incoming_messages& messages, void* payload,
                                           const message_origin& origin) {
    if (!from.bare) return decode_any(from, with, messages, payload, origin);
    // The answer to a bare peer takes its connection, whatever the message says.
    auto reply_address = with.reply_address;
    auto decoded = decode_any(from, with, messages, payload, origin);
    with.reply_address = std::move(reply_address);
    return decoded;
}

/// Reads a message that is to be delivered though it breaks the document.
inline result<void> decode_all_the_same(const delivery& from, metadata& with,
                                        const incoming_messages& messages, void* payload,
                                        message_origin origin) {
    with = from.metadata;
    messages.first->payload.reset(payload);
    origin.held = false;
    return decode_delivery(from, with, messages, payload, origin);
}

/// Whether reading a message may find its correlation id or reply address elsewhere than in the
/// metadata.
inline bool changes_addressing(const subscription_state& state, const incoming_messages& messages) {
    return state.wire().rules() != nullptr ||
           std::ranges::any_of(messages, [](const incoming_message& each) {
               return each.facts.correlation.in != correlation_location::source::none;
           });
}

/// What reading a message may change of its metadata, as it came.
class as_it_came {
public:
    as_it_came(const metadata& from, bool with_addressing)
        : message_name_{from.message_name}, with_addressing_{with_addressing} {
        if (!with_addressing) return;
        correlation_id_ = from.correlation_id;
        reply_address_ = from.reply_address;
    }

    metadata restored(metadata read) const {
        read.message_name = message_name_;
        if (!with_addressing_) return read;
        read.correlation_id = correlation_id_;
        read.reply_address = reply_address_;
        return read;
    }

private:
    std::string message_name_;
    std::string correlation_id_;
    std::string reply_address_;
    bool with_addressing_;
};

ASYNCAPI_DECL bool accept(const std::shared_ptr<subscription_state>& state, delivery&& message,
                          const incoming_messages& messages, void* payload, received_base& into) {
    const as_it_came before{message.metadata, changes_addressing(*state, messages)};
    auto& with = into.metadata;
    swap(with, message.metadata);
    message_origin origin{state->wire().rules().get(), state->filter().text()};
    origin.held = state->holds_next_to_document();
    bool warned = false;
    if (auto decoded = decode_delivery(message, with, messages, payload, origin); !decoded) {
        message.metadata = before.restored(with);
        auto known = message.metadata;
        const bool warns = state->options().on_bad_message == bad_message::warn && origin.rules;
        if (!warns || !decode_all_the_same(message, known, messages, payload, origin)) {
            message.metadata.correlation_id.swap(with.correlation_id);
            message.metadata.reply_address = with.reply_address;
            state->refuse(std::move(message), decoded.error(), std::move(with.correlation_id));
            messages.first->payload.reset(payload);
            return false;
        }
        warned = true;
        state->warn(message, decoded.error());
        with = std::move(known);
    }
    const auto may = state->begin_attempt(message, with.message_id);
    if (!may || !*may) {
        message.metadata = before.restored(with);
        messages.first->payload.reset(payload);
        if (may) state->give_up_unhandled(std::move(message));
        return false;
    }
    // Who gives it up or watches it wants to see what came.
    if (state->is_last(message.attempt) || state->wire().middlewares())
        message.metadata = before.restored(with);
    // What it causes is one conversation, also where its sender named none. Its own id is the same
    // on each delivery.
    if (with.correlation_id.empty()) {
        if (with.message_id.empty())
            random_hex(id_digits, with.correlation_id);
        else
            with.correlation_id = with.message_id;
    }
    ++state->counters().accepted;
    for_each_middleware(state->wire(), [&](middleware& each) {
        each.on_accepted({state->channel(), message.address, message.payload, with, message.attempt,
                          message.tag, warned});
    });
    into.settle_.begin(state, std::move(message));
    return true;
}

}  // namespace asyncapi::detail
