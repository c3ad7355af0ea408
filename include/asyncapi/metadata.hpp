#pragma once

#include <asyncapi/detail/config.hpp>

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// Application headers: names with text values, in the order they were set.
///
/// Transports carry text. What is not text in the contract travels as its JSON (`3`, `true`).
class header_map {
public:
    using value_type = std::pair<std::string, std::string>;

    header_map() = default;
    header_map(std::initializer_list<value_type> entries) {
        for (const auto& [name, value] : entries) set(name, value);
    }

    /// Adds the header, or replaces the value it has.
    void set(std::string_view name, std::string_view value);

    /// \return nullptr when there is no such header; valid until the map changes
    const std::string* find(std::string_view name) const noexcept;

    bool empty() const noexcept { return entries_.empty(); }
    std::size_t size() const noexcept { return entries_.size(); }
    auto begin() const noexcept { return entries_.begin(); }
    auto end() const noexcept { return entries_.end(); }
    friend bool operator==(const header_map&, const header_map&) = default;

private:
    std::vector<value_type> entries_;
};

/// W3C trace context.
///
/// \see https://www.w3.org/TR/trace-context-1/
struct trace_context {
    std::string traceparent;
    std::string tracestate;

    /// \return whether `traceparent` has the form of version 00: `00-<32 hex>-<16 hex>-<2 hex>`,
    /// ids not zero
    bool valid() const noexcept;

    /// \return the same trace with a span id of its own; empty when this one is not valid
    trace_context child() const;
};

/// What travels with a payload.
struct metadata {
    std::string message_name;    ///< `OrderPlaced`: which message of the document this is
    std::string message_id;      ///< unique; the same on every delivery of one message
    std::string correlation_id;  ///< joins all messages of one conversation
    std::string reply_address;   ///< where an answer is awaited; empty when none is
    std::string content_type;    ///< media type of the payload, e.g. `application/json`
    std::optional<std::chrono::system_clock::time_point> time;  ///< when it was sent
    trace_context trace;
    header_map headers;  ///< application headers

    /// \return 32 random hexadecimal digits
    static std::string make_id();

    /// Exchanges the texts with their memory.
    friend void swap(metadata& left, metadata& right) noexcept {
        const auto exchange = [](std::string& one, std::string& other) {
            if (!one.empty() || !other.empty()) one.swap(other);
        };
        exchange(left.message_name, right.message_name);
        exchange(left.message_id, right.message_id);
        exchange(left.correlation_id, right.correlation_id);
        exchange(left.reply_address, right.reply_address);
        exchange(left.content_type, right.content_type);
        exchange(left.trace.traceparent, right.trace.traceparent);
        exchange(left.trace.tracestate, right.trace.tracestate);
        std::swap(left.time, right.time);
        std::swap(left.headers, right.headers);
    }
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/metadata.ipp>
#endif
