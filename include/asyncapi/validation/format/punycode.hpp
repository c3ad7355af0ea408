#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace asyncapi::validation::detail {

/// A label of a host name, without memory of its own. No label is longer, in whatever form.
template <class Character>
struct label {
    std::array<Character, 63> characters{};
    std::size_t size = 0;

    constexpr bool add(Character c) noexcept { return insert(size, c); }
    constexpr bool insert(std::size_t at, Character c) noexcept {
        if (size == characters.size()) return false;
        for (auto i = size++; i > at; --i) characters[i] = characters[i - 1];
        characters[at] = c;
        return true;
    }
    constexpr std::basic_string_view<Character> text() const noexcept {
        return {characters.data(), size};
    }
};

using unicode_label = label<char32_t>;
using ascii_label = label<char>;

/// How many steps a digit of Punycode is worth depends on how far the last one went.
///
/// \see RFC 3492 section 6.1
class punycode_bias {
public:
    constexpr std::uint32_t threshold(std::uint32_t position) const noexcept {
        return position <= bias_ ? 1 : position >= bias_ + 26 ? 26 : position - bias_;
    }
    constexpr void adapt(std::uint32_t delta, std::uint32_t size, bool is_first) noexcept {
        delta /= is_first ? 700 : 2;
        delta += delta / size;
        bias_ = 0;
        for (; delta > 35 * 26 / 2; bias_ += 36) delta /= 35;
        bias_ += 36 * delta / (delta + 38);
    }

private:
    std::uint32_t bias_ = 72;
};

/// \return whether the text is Punycode of a label
/// \see RFC 3492 section 6.2
constexpr bool decode_punycode(std::string_view text, unicode_label& into) noexcept {
    if (const auto dash = text.rfind('-'); dash != text.npos) {
        for (const char c : text.substr(0, dash))
            if (!into.add(static_cast<unsigned char>(c))) return false;
        text.remove_prefix(dash + 1);
    }
    punycode_bias bias;
    std::uint64_t next = 0x80;
    std::uint64_t i = 0;
    while (!text.empty()) {
        const auto before = i;
        std::uint64_t weight = 1;
        for (std::uint32_t position = 36;; position += 36) {
            if (text.empty() || weight > 0x7FFFFFFF) return false;
            const char c = text.front();
            text.remove_prefix(1);
            const int digit = c >= 'a' && c <= 'z'   ? c - 'a'
                              : c >= 'A' && c <= 'Z' ? c - 'A'
                              : c >= '0' && c <= '9' ? c - '0' + 26
                                                     : -1;
            if (digit < 0) return false;
            const auto value = static_cast<std::uint32_t>(digit);
            i += value * weight;
            const auto threshold = bias.threshold(position);
            if (value < threshold) break;
            weight *= 36 - threshold;
        }
        const auto size = static_cast<std::uint32_t>(into.size + 1);
        if (i - before > 0x7FFFFFFF) return false;
        bias.adapt(static_cast<std::uint32_t>(i - before), size, before == 0);
        next += i / size;
        i %= size;
        if (next > 0x10FFFF || (next >= 0xD800 && next <= 0xDFFF)) return false;
        if (!into.insert(i++, static_cast<char32_t>(next))) return false;
    }
    return true;
}

/// \return whether the Punycode fits into a label
/// \see RFC 3492 section 6.3
constexpr bool encode_punycode(std::u32string_view text, ascii_label& into) noexcept {
    for (const auto c : text)
        if (c < 0x80 && !into.add(static_cast<char>(c))) return false;
    auto done = static_cast<std::uint32_t>(into.size);
    const auto basic = done;
    if (basic > 0 && !into.add('-')) return false;
    punycode_bias bias;
    std::uint32_t reached = 0x80;
    std::uint32_t delta = 0;
    while (done < text.size()) {
        std::uint32_t next = 0x110000;
        for (const auto c : text)
            if (c >= reached && c < next) next = c;
        delta += (next - reached) * (done + 1);
        reached = next;
        for (const auto c : text) {
            if (c < reached) ++delta;
            if (c != reached) continue;
            auto rest = delta;
            for (std::uint32_t position = 36;; position += 36) {
                const auto threshold = bias.threshold(position);
                const auto digit =
                    rest < threshold ? rest : threshold + (rest - threshold) % (36 - threshold);
                if (!into.add(static_cast<char>(digit < 26 ? 'a' + digit : '0' + (digit - 26))))
                    return false;
                if (rest < threshold) break;
                rest = (rest - threshold) / (36 - threshold);
            }
            bias.adapt(delta, done + 1, done == basic);
            delta = 0;
            ++done;
        }
        ++delta;
        ++reached;
    }
    return true;
}

}  // namespace asyncapi::validation::detail
