#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::websocket::detail {

using frame_mask = std::array<char, 4>;

/// What a frame says before its payload.
///
/// \see RFC 6455 section 5.2
struct frame_head {
    static constexpr unsigned text = 1;
    static constexpr unsigned binary = 2;

    unsigned opcode = 0;
    unsigned reserved = 0;  ///< the reserved bits that are set
    bool last = false;
    bool masked = false;
    frame_mask mask{};
    std::uint64_t length = 0;  ///< of the payload
    std::size_t bytes = 0;     ///< of this head

    /// The length is written as short as it can be, which it has to be.
    bool is_shortest() const noexcept {
        const auto length_bytes = bytes - (masked ? 6 : 2);
        return length_bytes == 0 || (length_bytes == 2 ? length > 125 : length > 0xFFFFU);
    }

    /// Neither a part of a message nor a control frame.
    bool is_whole_message() const noexcept {
        return last && reserved == 0 && (opcode == text || opcode == binary);
    }
};

/// \return how long a head is that starts so; 2 while that is not known
inline std::size_t head_size(std::string_view bytes) noexcept {
    if (bytes.size() < 2) return 2;
    const auto second = static_cast<unsigned char>(bytes[1]);
    const auto length = second & 0x7FU;
    return 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U) + ((second & 0x80U) != 0 ? 4U : 0U);
}

/// \return nothing while it is not all there
inline std::optional<frame_head> read_head(std::string_view bytes) noexcept {
    const auto size = head_size(bytes);
    if (bytes.size() < size) return {};
    frame_head head;
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    head.last = (first & 0x80U) != 0;
    head.reserved = first & 0x70U;
    head.opcode = first & 0x0FU;
    head.masked = (second & 0x80U) != 0;
    head.length = second & 0x7FU;
    head.bytes = size;
    const auto length_bytes = size - 2 - (head.masked ? 4 : 0);
    if (length_bytes > 0) head.length = 0;
    for (const auto each : bytes.substr(2, length_bytes))
        head.length = head.length << 8U | static_cast<unsigned char>(each);
    if (head.masked) std::memcpy(head.mask.data(), bytes.data() + size - 4, 4);
    return head;
}

/// Masks or unmasks. \param from  how many bytes of the payload came before these
inline void apply_mask(char* bytes, std::size_t size, const frame_mask& mask,
                       std::size_t from = 0) noexcept {
    std::array<char, 8> twice{};
    for (std::size_t i = 0; i < twice.size(); ++i) twice[i] = mask[(from + i) % 4];
    std::uint64_t key = 0;
    std::memcpy(&key, twice.data(), 8);
    for (; size >= 8; size -= 8, bytes += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes, 8);
        eight ^= key;
        std::memcpy(bytes, &eight, 8);
    }
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(bytes[i] ^ twice[i]);
}

/// Appends the head of the only frame of a message, in the shortest form.
inline void append_head(std::string& to, bool binary, std::size_t length, const frame_mask* mask) {
    const auto mask_bit = mask != nullptr ? 0x80U : 0U;
    to += static_cast<char>(0x80U | (binary ? frame_head::binary : frame_head::text));
    std::size_t length_bytes = 0;
    if (length < 126) {
        to += static_cast<char>(mask_bit | length);
    } else {
        length_bytes = length <= 0xFFFFU ? 2 : 8;
        to += static_cast<char>(mask_bit | (length_bytes == 2 ? 126U : 127U));
    }
    for (auto left = length_bytes; left > 0; --left)
        to += static_cast<char>(static_cast<std::uint64_t>(length) >> (8 * (left - 1)));
    if (mask != nullptr) to.append(mask->data(), mask->size());
}

/// Says where frames end, in a stream that comes in parts.
class frame_boundary {
public:
    /// \return how many of the bytes belong to the frame that they start in or go on with; these
    ///         are then behind
    std::size_t pass(std::string_view bytes) {
        std::size_t passed = 0;
        while (left_ == 0 && passed < bytes.size()) {
            head_ += bytes[passed++];
            const auto head = read_head(head_);
            if (!head) continue;
            head_.clear();
            left_ = head->length;
            if (left_ == 0) return passed;
        }
        const auto part = std::min<std::uint64_t>(left_, bytes.size() - passed);
        left_ -= part;
        return passed + static_cast<std::size_t>(part);
    }

    /// Whether the next byte starts a frame.
    bool between() const noexcept { return left_ == 0 && head_.empty(); }

private:
    std::string head_;
    std::uint64_t left_ = 0;
};

}  // namespace asyncapi::websocket::detail
