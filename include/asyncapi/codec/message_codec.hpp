#pragma once

#include <asyncapi/codec/headers.hpp>
#include <asyncapi/codec/json_text.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/metadata.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace asyncapi::detail {

/// What code without templates knows of a message.
struct message_facts {
    std::string_view name;
    std::string_view content_type;
    correlation_location correlation;
    const headers_facts* headers;  ///< nullptr: none declared
};

template <class M>
constexpr const headers_facts* declared_headers() {
    if constexpr (message_traits<M>::has_headers)
        return &headers_facts_of<typename message_traits<M>::headers>;
    else
        return nullptr;
}

template <class M>
inline constexpr message_facts facts_of{message_traits<M>::name, message_traits<M>::content_type,
                                        message_traits<M>::correlation, declared_headers<M>()};

/// A message on its way out.
struct outgoing_message {
    message_facts facts;
    json_writing payload;
};

template <class M>
inline constexpr outgoing_message outgoing_of{facts_of<M>, writing_of<payload_t<M>>};

/// A message on its way in, as one of those of a channel: what is read into is the channel's
/// payload, a variant where there are several.
struct incoming_message {
    message_facts facts;
    json_reading payload;
};

/// The messages of a channel, in their order.
struct incoming_messages {
    const incoming_message* first;
    std::size_t count;

    const incoming_message* begin() const noexcept { return first; }
    const incoming_message* end() const noexcept { return first + count; }
};

template <class V, std::size_t I>
constexpr json_reading alternative_reading() {
    return {&schema_of<std::variant_alternative_t<I, V>>,
            [](typed_reader& from, void* value) {
                return from.read_all(std::get<I>(*static_cast<V*>(value)));
            },
            [](void* value) { static_cast<V*>(value)->template emplace<I>(); }};
}

template <class M, class... Ms>
constexpr incoming_message incoming_one() {
    if constexpr (sizeof...(Ms) == 1)
        return {facts_of<M>, reading_of<payload_t<M>>};
    else
        return {facts_of<M>,
                alternative_reading<typename payloads<Ms...>::type, index_of<M, Ms...>()>()};
}

template <class... Ms>
struct incoming_table {
    static_assert(message_names_differ<Ms...>(), "two messages of this channel have the same name");

    static constexpr incoming_message all[] = {incoming_one<Ms, Ms...>()...};
};

template <class... Ms>
inline constexpr incoming_messages incoming_of{incoming_table<Ms...>::all, sizeof...(Ms)};

struct message_terms;

/// Makes the payload's text and completes `with`: names, content type, correlation. Checked.
///
/// \param terms   of a document; nullptr: there is none
/// \param memory  used for the text
result<std::string> encode_message(const outgoing_message& message, const void* payload,
                                   metadata& with, const message_terms* terms = nullptr,
                                   std::string memory = {});

/// What errors call the headers of a message.
std::string headers_place(std::string_view message);

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/message_codec.ipp>
#endif
