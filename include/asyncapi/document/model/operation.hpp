#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/model/channel.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi {

/// What the application that a document describes does.
enum class action : std::uint8_t { send, receive };

constexpr std::string_view name_of(action what) {
    return what == action::send ? "send" : "receive";
}

/// Who looks at a document.
enum class perspective : std::uint8_t {
    application,   ///< the one it describes
    counterparty,  ///< who talks to that one: sends what it receives
};

/// \return what the one who looks does
constexpr action seen(action of_application, perspective from) {
    if (from == perspective::application) return of_application;
    return of_application == action::send ? action::receive : action::send;
}

/// Where the answer to a request goes, and what it is.
struct reply_model {
    std::string location;                    ///< a runtime expression in the request; may be empty
    const channel_model* channel = nullptr;  ///< null: the request says where
    std::vector<const message_model*> messages;  ///< of which an answer is exactly one
};

struct operation_model {
    std::string id;  ///< its key; in version 2 `operationId`, which may be empty
    asyncapi::action action = asyncapi::action::send;  ///< of the application
    const channel_model* channel = nullptr;            ///< never null
    std::vector<const message_model*> messages;        ///< of which each is exactly one
    std::optional<reply_model> reply;
    document_value object;
    document_value bindings;
};

}  // namespace asyncapi
