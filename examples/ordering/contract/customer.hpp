#pragma once

#include <contract/invalid_message.hpp>
#include <contract/values.hpp>

#include <optional>
#include <string>

namespace contract {

struct register_customer {
    std::string name;
    std::string email;
    std::string password;
};

struct log_in {
    std::string email;
    std::string password;
};

struct log_out {
    std::string session_token;
};

struct customer_session {
    std::string customer_id;
    std::string name;
    std::string email;
    std::string session_token;
    std::string expires_at;
};

enum class customer_refusal { email_taken, wrong_credentials, unavailable };

struct customer_refused {
    customer_refusal code{customer_refusal::unavailable};
    std::string reason;
};

struct validation_requested {
    std::string order_id;
    std::optional<std::string> email;
    std::optional<std::string> session_token;
};

struct validation_completed {
    std::string order_id;
    bool valid{false};
    std::string detail;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::register_customer> {
    using self = contract::register_customer;
    static constexpr auto value =
        object(property("name", &self::name, contract::keywords::name),
               property("email", &self::email, contract::keywords::email),
               property("password", &self::password, string{.min_length = 8, .max_length = 128}));
};

template <>
struct asyncapi::message<contract::register_customer> {
    static constexpr auto name = "RegisterCustomer";
};

template <>
struct asyncapi::schema<contract::log_in> {
    using self = contract::log_in;
    static constexpr auto value =
        object(property("email", &self::email, contract::keywords::email),
               property("password", &self::password, string{.min_length = 1, .max_length = 128}));
};

template <>
struct asyncapi::message<contract::log_in> {
    static constexpr auto name = "LogIn";
};

template <>
struct asyncapi::schema<contract::log_out> {
    using self = contract::log_out;
    static constexpr auto value =
        object(property("sessionToken", &self::session_token, contract::keywords::session_token));
};

template <>
struct asyncapi::message<contract::log_out> {
    static constexpr auto name = "LogOut";
};

template <>
struct asyncapi::schema<contract::customer_session> {
    using self = contract::customer_session;
    static constexpr auto value =
        object(property("customerId", &self::customer_id, string{.pattern = "^CUS-[0-9A-Z]{10}$"}),
               property("name", &self::name, contract::keywords::name),
               property("email", &self::email, contract::keywords::email),
               property("sessionToken", &self::session_token, contract::keywords::session_token),
               property("expiresAt", &self::expires_at, contract::keywords::time));
};

template <>
struct asyncapi::message<contract::customer_session> {
    static constexpr auto name = "CustomerSession";
};

template <>
struct asyncapi::schema<contract::customer_refusal> {
    static constexpr auto value =
        enumeration(enumerator{contract::customer_refusal::email_taken, "email_taken"},
                    enumerator{contract::customer_refusal::wrong_credentials, "wrong_credentials"},
                    enumerator{contract::customer_refusal::unavailable, "unavailable"});
};

template <>
struct asyncapi::schema<contract::customer_refused> {
    using self = contract::customer_refused;
    static constexpr auto value = object(
        property("code", &self::code), property("reason", &self::reason, contract::keywords::text));
};

template <>
struct asyncapi::message<contract::customer_refused> {
    static constexpr auto name = "CustomerRefused";
};

template <>
struct asyncapi::schema<contract::validation_requested> {
    using self = contract::validation_requested;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("email", &self::email, contract::keywords::email),
               property("sessionToken", &self::session_token, contract::keywords::session_token));
};

template <>
struct asyncapi::message<contract::validation_requested> {
    static constexpr auto name = "ValidationRequested";
};

template <>
struct asyncapi::schema<contract::validation_completed> {
    using self = contract::validation_completed;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("valid", &self::valid),
               property("detail", &self::detail, contract::keywords::text));
};

template <>
struct asyncapi::message<contract::validation_completed> {
    static constexpr auto name = "ValidationCompleted";
};

namespace contract {

inline constexpr asyncapi::operation_object<register_customer, customer_session, customer_refused,
                                            invalid_message>
    register_account{.address = "customer/register"};
inline constexpr asyncapi::operation_object<log_in, customer_session, customer_refused,
                                            invalid_message>
    open_session{.address = "customer/login"};
inline constexpr asyncapi::channel_object<log_out> logouts{.address = "customer/logout"};
inline constexpr asyncapi::channel_object<validation_requested> validation_requests{
    .address = "validation/requested"};
inline constexpr asyncapi::channel_object<validation_completed> validation_results{
    .address = "validation/completed"};

}  // namespace contract
