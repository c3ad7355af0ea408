#pragma once

#include <asyncapi/transports/websocket/detail/frame.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::websocket::detail {

/// A message that is to be sent in one frame: its parts in a row.
struct outgoing {
    std::array<std::string_view, 3> parts{};
    bool binary = false;
    /// Where the frame is kept for others who send the same without a mask; nullptr: nobody does.
    std::shared_ptr<const std::string>* shared = nullptr;

    std::size_t bytes() const noexcept {
        return parts[0].size() + parts[1].size() + parts[2].size();
    }
};

/// Appends the frame. \param mask  nullptr: without
inline void append_frame(std::string& to, const outgoing& message, const frame_mask* mask) {
    append_head(to, message.binary, message.bytes(), mask);
    const auto start = to.size();
    for (const auto part : message.parts) to += part;
    if (mask != nullptr) apply_mask(to.data() + start, to.size() - start, *mask);
}

/// \return the frame without a mask, made once for all who send it
inline const std::shared_ptr<const std::string>& shared_frame(const outgoing& message) {
    if (!*message.shared) {
        std::string frame;
        frame.reserve(message.bytes() + 10);
        append_frame(frame, message, nullptr);
        *message.shared = std::make_shared<const std::string>(std::move(frame));
    }
    return *message.shared;
}

}  // namespace asyncapi::websocket::detail
