#pragma once

#include <asyncapi/message.hpp>

#include <string_view>

namespace asyncapi {

/// What a program's C++ says of a message, as text that can be held against a document.
struct typed_message {
    std::string_view name;
    std::string_view content_type;
    correlation_location correlation;
    std::string_view payload;  ///< JSON Schema
    std::string_view headers;  ///< JSON Schema; empty: none are declared
};

namespace detail {

template <class M>
constexpr typed_message make_typed_message() {
    using traits = message_traits<M>;
    typed_message made{traits::name,
                       traits::content_type,
                       traits::correlation,
                       schema_text<typename traits::payload>,
                       {}};
    if constexpr (traits::has_headers) made.headers = schema_text<typename traits::headers>;
    return made;
}

}  // namespace detail

/// The definition of a message, of its payload type or of its definition.
template <class M>
inline constexpr typed_message typed_message_of = detail::make_typed_message<M>();

}  // namespace asyncapi
