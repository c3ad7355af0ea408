#pragma once

#include <asyncapi/validation/format/ascii.hpp>
#include <asyncapi/validation/format/base64.hpp>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// What `contentEncoding` and `contentMediaType` say of a text, of that which can be checked.
struct content {
    bool base64 = false;
    bool json = false;
};

/// Whether a name is this one, in any case. \param lower  in lower case
constexpr bool is_called(std::string_view name, std::string_view lower) noexcept {
    if (name.size() != lower.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i)
        if ((name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]) != lower[i])
            return false;
    return true;
}

/// Whether a media type is that of JSON, whatever its parameters.
constexpr bool is_json_type(std::string_view type) noexcept {
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    return is_called(type, "application/json");
}

/// \see RFC 8259; without recursion
inline bool is_json(std::string_view text) {
    constexpr unsigned flags = rapidjson::kParseIterativeFlag |
                               rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::MemoryStream stream{text.data(), text.size()};
    rapidjson::BaseReaderHandler<> nothing;
    rapidjson::Reader reader;
    return !reader.Parse<flags>(stream, nothing).IsError() && stream.Tell() == text.size();
}

/// \return the part that a text breaks, as the keyword's name; empty when it has none
inline std::string_view broken_content(const content& expected, std::string_view text) {
    if (!expected.base64) return expected.json && !is_json(text) ? "contentMediaType" : "";
    if (!is_base64(text)) return "contentEncoding";
    return expected.json && !is_json(decoded_base64(text)) ? "contentMediaType" : "";
}

}  // namespace asyncapi::validation::detail
