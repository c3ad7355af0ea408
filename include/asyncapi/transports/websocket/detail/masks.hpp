#pragma once

#include <asyncapi/transports/websocket/detail/frame.hpp>

#include <openssl/rand.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <random>

namespace asyncapi::websocket::detail {

/// Keys to mask frames with: nobody can tell the next one, whatever he has seen.
///
/// \see RFC 6455 section 5.3
class mask_source {
public:
    frame_mask next() {
        if (used_ == bytes_.size()) refill();
        frame_mask mask{};
        std::memcpy(mask.data(), bytes_.data() + used_, mask.size());
        used_ += mask.size();
        return mask;
    }

private:
    void refill() {
        used_ = 0;
        if (RAND_bytes(bytes_.data(), static_cast<int>(bytes_.size())) == 1) return;
        std::random_device device;
        for (auto& each : bytes_) each = static_cast<unsigned char>(device());
    }

    std::array<unsigned char, 512> bytes_{};
    std::size_t used_ = bytes_.size();
};

}  // namespace asyncapi::websocket::detail
