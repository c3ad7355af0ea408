#pragma once

#include <asyncapi/codec/headers.hpp>
#include <asyncapi/codec/json.hpp>

#include <rapidjson/document.h>

#include <string>

namespace asyncapi::detail {

inline std::string_view text_of(const rapidjson::Value& json) {
    return {json.GetString(), json.GetStringLength()};
}

/// Makes the JSON object that the declared headers stand for.
inline rapidjson::Document headers_as_json(const headers_facts& facts, const header_map& headers) {
    rapidjson::Document json{rapidjson::kObjectType};
    auto& memory = json.GetAllocator();
    const auto copy = [&](std::string_view text) {
        return rapidjson::Value{text.data() ? text.data() : "",
                                static_cast<rapidjson::SizeType>(text.size()), memory};
    };
    for (std::size_t i = 0; i < facts.count; ++i) {
        const auto& header = facts.first[i];
        const auto* text = headers.find(header.name);
        if (text == nullptr) continue;
        auto value = copy(*text);
        if (!header.is_text) {
            // What is no JSON stays text, so that the schema says what is wrong with it.
            if (const auto parsed = validation::parse_json(*text)) value.CopyFrom(*parsed, memory);
        }
        json.AddMember(copy(header.name), value, memory);
    }
    return json;
}

ASYNCAPI_DECL result<void> encode_headers(const json_writing& how, const void* values,
                                          header_map& headers, std::string_view message) {
    const auto json = write_unchecked(how, values, message);
    if (!json) return json.error();
    if (auto checked = check_json(*json, how.schema(), message); !checked) return checked;
    for (const auto& member : json->GetObject()) {
        headers.set(text_of(member.name), member.value.IsString()
                                              ? std::string{text_of(member.value)}
                                              : write_json(member.value));
    }
    return {};
}

ASYNCAPI_DECL result<void> check_headers(const headers_facts& facts, const header_map& headers,
                                         std::string_view message) {
    return check_json(headers_as_json(facts, headers), facts.schema(), message);
}

ASYNCAPI_DECL result<void> decode_headers(const headers_facts& facts, const json_reading& how,
                                          void* values, const header_map& headers,
                                          std::string_view message) {
    return read_checked(headers_as_json(facts, headers), how, values, message);
}

}  // namespace asyncapi::detail
