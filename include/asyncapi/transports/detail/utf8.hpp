#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace asyncapi::detail {

/// \see RFC 3629 section 4
inline bool is_utf8(std::string_view text) noexcept {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    constexpr std::uint64_t not_ascii = 0x8080808080808080U;
    while (at != end) {
        std::uint64_t eight = 0;
        if (end - at >= 8) {
            std::memcpy(&eight, at, 8);
            if ((eight & not_ascii) == 0) {
                at += 8;
                continue;
            }
        }
        const unsigned lead = *at++;
        if (lead < 0x80) continue;
        std::ptrdiff_t more = 0;
        unsigned least = 0x80;
        unsigned most = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            more = 1;
        } else if ((lead & 0xF0U) == 0xE0) {
            more = 2;
            if (lead == 0xE0) least = 0xA0;  // nothing longer than it needs to be
            if (lead == 0xED) most = 0x9F;   // no surrogates
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3;
            if (lead == 0xF0) least = 0x90;
            if (lead == 0xF4) most = 0x8F;  // nothing above U+10FFFF
        } else {
            return false;
        }
        if (end - at < more) return false;
        for (; more > 0; --more, ++at) {
            if (*at < least || *at > most) return false;
            least = 0x80;
            most = 0xBF;
        }
    }
    return true;
}

}  // namespace asyncapi::detail
