#pragma once

#include <asyncapi/detail/copy_text.hpp>
#include <asyncapi/transport.hpp>

#include <cstddef>
#include <string>
#include <utility>

// Most programs send some kinds of message over and over: texts of about the same size, for which
// the memory of those before is there.

namespace asyncapi::detail {

/// Copies into the memory that is there.
inline void copy_metadata(const metadata& from, metadata& to) {
    copy_text(from.message_name, to.message_name);
    copy_text(from.message_id, to.message_id);
    copy_text(from.correlation_id, to.correlation_id);
    copy_text(from.reply_address, to.reply_address);
    copy_text(from.content_type, to.content_type);
    to.time = from.time;
    copy_text(from.trace.traceparent, to.trace.traceparent);
    copy_text(from.trace.tracestate, to.trace.tracestate);
    if (!from.headers.empty() || !to.headers.empty()) to.headers = from.headers;
}

/// Copies into the memory that is there.
inline void copy_delivery(const delivery& from, delivery& to) {
    copy_text(from.address, to.address);
    copy_text(from.payload, to.payload);
    copy_metadata(from.metadata, to.metadata);
    to.tag = from.tag;
    to.attempt = from.attempt;
    to.binary = from.binary;
    to.bare = from.bare;
    to.retained = from.retained;
}

/// Makes it as good as new, but for its memory.
inline void clear_metadata(metadata& which) noexcept {
    which.message_name.clear();
    which.message_id.clear();
    which.correlation_id.clear();
    which.reply_address.clear();
    which.content_type.clear();
    which.time.reset();
    which.trace.traceparent.clear();
    which.trace.tracestate.clear();
    if (!which.headers.empty()) which.headers = {};
}

/// Exchanges the texts with their memory.
inline void swap(delivery& left, delivery& right) noexcept {
    left.address.swap(right.address);
    left.payload.swap(right.payload);
    swap(left.metadata, right.metadata);
    std::swap(left.tag, right.tag);
    std::swap(left.attempt, right.attempt);
    std::swap(left.binary, right.binary);
    std::swap(left.bare, right.bare);
    std::swap(left.retained, right.retained);
}

/// \return how many bytes its texts take or could take
inline std::size_t capacity(const delivery& of) noexcept {
    const auto& about = of.metadata;
    std::size_t bytes = of.address.capacity() + of.payload.capacity() +
                        about.message_name.capacity() + about.message_id.capacity() +
                        about.correlation_id.capacity() + about.reply_address.capacity() +
                        about.content_type.capacity() + about.trace.traceparent.capacity() +
                        about.trace.tracestate.capacity();
    for (const auto& [name, value] : about.headers) bytes += name.capacity() + value.capacity();
    return bytes;
}

/// Keeps memory for messages of the usual size, and no more.
inline void keep_usual(delivery& which) {
    constexpr std::size_t most = 16 * 1024;
    if (capacity(which) > most) which = {};
}

/// \return how many bytes of text there are
inline std::size_t footprint(const metadata& of) noexcept {
    std::size_t bytes = of.message_name.size() + of.message_id.size() + of.correlation_id.size() +
                        of.reply_address.size() + of.content_type.size() +
                        of.trace.traceparent.size() + of.trace.tracestate.size();
    for (const auto& [name, value] : of.headers) bytes += name.size() + value.size();
    return bytes;
}

}  // namespace asyncapi::detail
