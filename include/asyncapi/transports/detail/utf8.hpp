#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace asyncapi::detail {

/// \return what is left after ASCII, as far as it is seen at a glance
inline const unsigned char* skip_ascii(const unsigned char* at, const unsigned char* end) noexcept {
    constexpr std::uint64_t not_ascii = 0x8080808080808080U;
    for (; end - at >= 32; at += 32) {
        std::array<std::uint64_t, 4> some{};
        std::memcpy(some.data(), at, 32);
        if (((some[0] | some[1] | some[2] | some[3]) & not_ascii) != 0) break;
    }
    for (; end - at >= 8; at += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, at, 8);
        if ((eight & not_ascii) != 0) break;
    }
    return at;
}

/// \see RFC 3629 section 4
inline bool is_utf8(std::string_view text) noexcept {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    for (;;) {
        at = skip_ascii(at, end);
        if (at == end) return true;
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
}

}  // namespace asyncapi::detail
