#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// \return well-formed JSON text without the spaces between its tokens
inline std::string compact(std::string_view json) {
    std::string text;
    text.reserve(json.size());
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"') in_text = !in_text;
        if (in_text && c == '\\') {
            text += c;
            text += json[++i];
        } else if (in_text || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
            text += c;
        }
    }
    return text;
}

}  // namespace asyncapi::detail
