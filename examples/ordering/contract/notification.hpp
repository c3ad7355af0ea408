#pragma once

#include <contract/invalid_message.hpp>
#include <contract/values.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace contract {

struct notification_posted {
    std::string order_id;
    contract::step step{contract::step::received};
    bool delivered{false};  ///< whether the webhook took it
    std::int32_t attempts{1};
};

/// A line in the staff's chat tool.
struct chat_message {
    std::string text;
    std::string at;
};

struct chat_history_request {
    std::optional<std::int32_t> limit;
};

struct chat_history {
    std::vector<chat_message> messages;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::notification_posted> {
    using self = contract::notification_posted;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("step", &self::step), property("delivered", &self::delivered),
               property("attempts", &self::attempts, integer{.minimum = 1, .maximum = 100}));
};

template <>
struct asyncapi::message<contract::notification_posted> {
    static constexpr auto name = "NotificationPosted";
};

template <>
struct asyncapi::schema<contract::chat_message> {
    using self = contract::chat_message;
    static constexpr auto value = object(property("text", &self::text, string{.max_length = 1000}),
                                         property("at", &self::at, contract::keywords::time));
};

template <>
struct asyncapi::message<contract::chat_message> {
    static constexpr auto name = "ChatMessage";
};

template <>
struct asyncapi::schema<contract::chat_history_request> {
    using self = contract::chat_history_request;
    static constexpr auto value =
        object(property("limit", &self::limit, integer{.minimum = 1, .maximum = 100}));
};

template <>
struct asyncapi::message<contract::chat_history_request> {
    static constexpr auto name = "ChatHistoryRequest";
};

template <>
struct asyncapi::schema<contract::chat_history> {
    using self = contract::chat_history;
    static constexpr auto value =
        object(property("messages", &self::messages, array{.max_items = 100}));
};

template <>
struct asyncapi::message<contract::chat_history> {
    static constexpr auto name = "ChatHistory";
};

namespace contract {

inline constexpr asyncapi::channel_object<notification_posted> notifications{.address =
                                                                                 "notification"};
inline constexpr asyncapi::channel_object<chat_message> chat_lines{.address = "chat"};
inline constexpr asyncapi::operation_object<chat_history_request, chat_history, invalid_message>
    get_chat_history{.address = "chat/history"};

}  // namespace contract
