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
    system,        ///< both: a document of programs that talk to one another
};

/// \return whether the one who looks does that
constexpr bool does(perspective who, action what, action of_application) {
    if (who == perspective::system) return true;
    return (what == of_application) == (who == perspective::application);
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
