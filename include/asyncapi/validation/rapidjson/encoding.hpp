#pragma once

#include <asyncapi/detail/utf8.hpp>

#include <rapidjson/encodings.h>

#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// UTF-8 as it is fed to RapidJSON's validator, with three characters beyond Unicode, written as
/// overlong sequences that do not occur in well-formed UTF-8. The regex of RapidJSON takes U+0000
/// for the end of a text, so that is one of them.
///
/// A type of our own also keeps templates instantiated here apart from a user's.
struct safe_utf8 : rapidjson::UTF8<> {
    static constexpr std::string_view nul = "\xC0\x80";        ///< U+0000
    static constexpr std::string_view absent = "\xC0\x81";     ///< occurs in no text
    static constexpr std::string_view name_list = "\xC0\x82";  ///< a name that no pattern matches

    template <class InputStream>
    static bool Decode(InputStream& stream, unsigned* code_point) {
        if (stream.Peek() != nul[0]) return rapidjson::UTF8<>::Decode(stream, code_point);
        stream.Take();
        *code_point = 0x110000U + static_cast<unsigned char>(stream.Take());
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
