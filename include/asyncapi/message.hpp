#pragma once

#include <asyncapi/schema.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

namespace asyncapi {

/// The message a payload type is, as in `components.messages`. Specialise it with
/// `static constexpr auto name = "OrderPlaced"`. Optional members:
/// - `content_type`    default `application/json`
/// - `headers`         a type alias: the described struct of the application headers
/// - `correlation_id`  runtime expression, e.g. `$message.payload#/requestId`
/// - `title`, `summary`, `description`, and `tags`, an array of `std::string_view`
template <class T>
struct message;

/// Base of a message definition, for a payload type that serves several messages:
/// `struct order_cancelled : asyncapi::message_of<order_reference> { static constexpr auto name =
/// ...; };`
template <class Payload>
struct message_of {
    using payload = Payload;
};

/// What a message without declared headers has.
struct no_headers {};

/// Where a message carries its correlation id.
///
/// \see AsyncAPI 3.0 Correlation ID Object and Runtime Expression
struct correlation_location {
    enum class source { none, header, payload };
    source in = source::none;
    std::string_view pointer;  ///< JSON Pointer

    constexpr correlation_location() = default;
    constexpr correlation_location(std::string_view expression) {
        if (expression.empty()) return;
        constexpr std::string_view header = "$message.header#";
        constexpr std::string_view body = "$message.payload#";
        if (expression.starts_with(header)) {
            in = source::header;
            pointer = expression.substr(header.size());
        } else if (expression.starts_with(body)) {
            in = source::payload;
            pointer = expression.substr(body.size());
        }
    }

    /// Whether the expression could be read.
    constexpr bool is_valid() const {
        if (in == source::none || pointer.size() < 2 || pointer.front() != '/') return false;
        return in == source::payload || pointer.find('/', 1) == std::string_view::npos;
    }
};

namespace detail {

template <class M>
concept message_definition = requires {
    typename M::payload;
    M::name;
};

template <class M>
concept message_payload = requires {
    message<M>::name;
};

// Stands for a type that is no message, once the compiler has said so.
struct no_message {
    static constexpr std::string_view name = {};
};

template <class M>
struct definition_of {
    static_assert(message_payload<M>,
                  "this type is not a message: specialise asyncapi::message<T> with "
                  "`static constexpr auto name = \"...\"`, or derive a definition from "
                  "asyncapi::message_of<T>");
    using type = std::conditional_t<message_payload<M>, message<M>, no_message>;
    using payload = M;
};
template <message_definition M>
struct definition_of<M> {
    using type = M;
    using payload = typename M::payload;
};

template <class D>
struct headers_of {
    using type = no_headers;
};
template <class D>
requires requires {
    typename D::headers;
}
struct headers_of<D> {
    using type = typename D::headers;
};

template <class D>
constexpr std::string_view content_type_of() {
    if constexpr (requires { D::content_type; })
        return D::content_type;
    else
        return "application/json";
}

/// Whether `text` ends with `ending`, in letters of either case. `ending` is lower case.
constexpr bool ends_with_letters(std::string_view text, std::string_view ending) {
    if (text.size() < ending.size()) return false;
    text.remove_prefix(text.size() - ending.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != ending[i])
            return false;
    }
    return true;
}

/// Whether a content type is JSON, parameters aside; nothing said counts as JSON.
///
/// \see RFC 9110 section 8.3.1; RFC 6839 section 3.1
constexpr bool is_json(std::string_view content_type) {
    constexpr std::string_view json = "application/json";
    if (content_type == json) return true;
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    return type.empty() || ends_with_letters(type, "+json") ||
           (type.size() == json.size() && ends_with_letters(type, json));
}

template <class D>
constexpr correlation_location correlation_of() {
    if constexpr (requires { D::correlation_id; }) {
        constexpr correlation_location location{D::correlation_id};
        static_assert(location.is_valid(),
                      "correlation_id is $message.header#/name or $message.payload#/a/b: a source "
                      "and a JSON Pointer, to one header by its name");
        return location;
    } else {
        return {};
    }
}

/// The facts of a message type, wherever they were declared.
template <class M>
struct message_traits {
    using definition = typename definition_of<M>::type;
    using payload = typename definition_of<M>::payload;
    using headers = typename headers_of<definition>::type;

    using checked = std::bool_constant<check_type<payload>::value>;
    static_assert(is_json(content_type_of<definition>()),
                  "content_type has to be JSON: application/json, or a type that ends with +json");
    static_assert(std::is_same_v<headers, no_headers> || described_as_object<headers>,
                  "headers has to be a struct with an asyncapi::schema of its own, an object(...)");

    static constexpr std::string_view name = definition::name;
    static constexpr std::string_view content_type = content_type_of<definition>();
    static constexpr correlation_location correlation = correlation_of<definition>();
    static constexpr bool has_headers = !std::is_same_v<headers, no_headers>;
};

template <class M>
using payload_t = typename message_traits<M>::payload;

/// One message: its payload. Several: a variant of their payloads, in the order of the messages.
template <class... Ms>
struct payloads {
    using type = std::variant<payload_t<Ms>...>;
};
template <class M>
struct payloads<M> {
    using type = payload_t<M>;
};

template <class M, class... Ms>
constexpr std::size_t index_of() {
    std::size_t index = 0;
    static_cast<void>(((std::is_same_v<M, Ms> ? true : (++index, false)) || ...));
    return index;
}

template <class... Ms>
constexpr bool message_names_differ() {
    const std::string_view names[] = {message_traits<Ms>::name...};
    for (std::size_t i = 0; i < sizeof...(Ms); ++i) {
        for (std::size_t j = i + 1; j < sizeof...(Ms); ++j) {
            if (names[i] == names[j]) return false;
        }
    }
    return true;
}

}  // namespace detail

/// A channel of the document: its address and the messages that may be on it.
///
/// `inline constexpr asyncapi::channel_object<order_placed> placed{.address = "orders/placed"};`
template <class... Messages>
struct channel_object {
    static_assert(sizeof...(Messages) > 0, "a channel_object needs the messages that may be on it");

    std::string_view address;  ///< may hold `{parameters}`
    std::string_view title = {};
    std::string_view summary = {};
    std::string_view description = {};
};

/// An operation with its reply: a request message and the messages that can answer it.
///
/// `inline constexpr asyncapi::operation_object<quote_request, quote> get_quote{.address =
/// "quotes/get"};`
template <class Request, class... Replies>
struct operation_object {
    static_assert(
        sizeof...(Replies) > 0,
        "an operation_object needs a reply: operation_object<Request, Reply, OtherReplies...>");

    std::string_view address;  ///< of the channel that takes the requests; may hold `{parameters}`
    std::string_view reply_address = {};  ///< empty: each requester names its own in the request
    std::string_view title = {};
    std::string_view summary = {};
    std::string_view description = {};
};

}  // namespace asyncapi
