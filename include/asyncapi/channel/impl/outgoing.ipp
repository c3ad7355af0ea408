#pragma once

#include <asyncapi/channel/outgoing.hpp>
#include <asyncapi/codec/contract_rules.hpp>
#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/message_terms.hpp>
#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/middleware.hpp>

#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL metadata start_metadata(const send_options& options, const any_transport& wire) {
    metadata with;
    if (options.message_id.empty())
        random_hex(id_digits, with.message_id);
    else
        with.message_id = options.message_id;
    if (!options.reply_address.empty()) with.reply_address = options.reply_address;
    if (!options.headers.empty()) with.headers = options.headers;
    // A time that nobody will see is not asked for.
    if (wire->get_capabilities().metadata || wire.middlewares())
        with.time = wire->time()->wall_clock();
    const auto* cause = options.following ? &*options.following : ambient_context();
    if (!options.correlation_id.empty()) with.correlation_id = options.correlation_id;
    if (cause != nullptr) {
        if (with.correlation_id.empty()) with.correlation_id = cause->correlation_id;
        with.trace = cause->trace.child();
    }
    return with;
}

ASYNCAPI_DECL void announce(const any_transport& wire, std::string_view channel,
                            std::string_view address, std::string_view name, metadata& with) {
    for_each_middleware(wire, [&](middleware& each) {
        sending_message message{channel, address, name, with.headers, with.trace};
        each.on_sending(message);
    });
}

ASYNCAPI_DECL void report(const any_transport& wire, std::string_view channel,
                          std::string_view address, std::string_view payload, const metadata& with,
                          const result<void>& outcome) {
    for_each_middleware(wire, [&](middleware& each) {
        each.on_sent({channel, address, payload, with, outcome});
    });
}

ASYNCAPI_DECL result<sent> publish(const any_transport& wire, std::string_view channel,
                                   std::string_view address, std::string_view payload,
                                   metadata& with,
                                   std::optional<std::chrono::milliseconds> expires_in) {
    outbound message;
    message.address = address;
    message.payload = payload;
    message.metadata = &with;
    message.expires_in = expires_in;
    const auto accepted = wire->try_publish(message);
    report(wire, channel, address, payload, with, accepted);
    if (!accepted) return named(accepted.error(), with.message_name);
    return sent{std::move(with.message_id), std::move(with.correlation_id)};
}

/// \return nullptr where there is no document
inline result<std::shared_ptr<const message_terms>> terms_for(const any_transport& wire,
                                                              std::string_view address,
                                                              const outgoing_message& message,
                                                              message_way way) {
    if (!wire.rules()) return std::shared_ptr<const message_terms>{};
    return wire.rules()->terms(address, message.facts, message.payload.schema(), way);
}

/// What a text is written into: the memory of the last one. Empty while that is being sent.
inline std::string& text_memory() {
    static thread_local std::string memory;
    return memory;
}

ASYNCAPI_DECL result<sent> send_message(const any_transport& wire, const address_template& address,
                                        const outgoing_message& message, const void* payload,
                                        const send_options& options) {
    std::string expanded;
    std::string_view to = address.text();
    if (!options.parameters.empty() || !address.concrete()) {
        auto filled = address.expand(options.parameters);
        if (!filled) return named(filled.error(), message.facts.name);
        to = expanded = *std::move(filled);
    }
    auto with = start_metadata(options, wire);
    announce(wire, address.text(), to, message.facts.name, with);
    const auto terms = terms_for(wire, address.text(), message, message_way::sent);
    auto text = terms ? encode_message(message, payload, with, terms->get(),
                                       std::exchange(text_memory(), {}))
                      : result<std::string>{terms.error()};
    if (!text) {
        report(wire, address.text(), to, {}, with, text.error());
        return text.error();
    }
    auto done = publish(wire, address.text(), to, *text, with, options.expires_in);
    constexpr std::size_t usual = 16 * 1024;
    if (text->capacity() <= usual) text_memory() = *std::move(text);
    return done;
}

}  // namespace asyncapi::detail
