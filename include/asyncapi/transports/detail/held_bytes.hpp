#pragma once

#include <asyncapi/metadata.hpp>
#include <asyncapi/transport.hpp>

#include <cstddef>

namespace asyncapi::detail {

/// What a message that waits for its consumers counts for: its payload and metadata.
inline std::size_t held_bytes(const delivery& of) {
    const auto& about = of.metadata;
    auto bytes = of.payload.size() + about.message_name.size() + about.message_id.size() +
                 about.correlation_id.size() + about.reply_address.size() +
                 about.content_type.size() + about.trace.traceparent.size() +
                 about.trace.tracestate.size();
    for (const auto& [name, value] : about.headers) bytes += name.size() + value.size();
    return bytes;
}

}  // namespace asyncapi::detail
