#pragma once

#include <asyncapi/validation/json/utf8.hpp>

#include <rapidjson/encodings.h>

#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// UTF-8 as it is fed to RapidJSON's validator, with two characters beyond Unicode.
///
/// The regex of RapidJSON takes U+0000 for the end of a text, so it is written as C0 80; and C0 81
/// stands in no instance. Neither occurs in well-formed UTF-8. A type of our own also keeps
/// templates instantiated here apart from a user's.
struct safe_utf8 : rapidjson::UTF8<> {
    static constexpr unsigned nul_code_point = 0x110000;
    static constexpr unsigned absent_code_point = 0x110001;
    static constexpr std::string_view nul = "\xC0\x80";
    static constexpr std::string_view absent = "\xC0\x81";

    template <class InputStream>
    static bool Decode(InputStream& stream, unsigned* code_point) {
        if (stream.Peek() != absent[0]) return rapidjson::UTF8<>::Decode(stream, code_point);
        stream.Take();
        *code_point = stream.Take() == absent[1] ? absent_code_point : nul_code_point;
        return true;
    }
};

/// Writes well-formed UTF-8 as `safe_utf8`.
inline void to_safe_utf8(std::string_view text, std::string& safe) {
    safe.clear();
    for (auto nul = text.find('\0'); nul != text.npos; nul = text.find('\0')) {
        safe.append(text.substr(0, nul)).append(safe_utf8::nul);
        text.remove_prefix(nul + 1);
    }
    safe.append(text);
}

inline std::string to_safe_utf8(std::string_view text) {
    std::string safe;
    to_safe_utf8(text, safe);
    return safe;
}

}  // namespace asyncapi::validation::detail
