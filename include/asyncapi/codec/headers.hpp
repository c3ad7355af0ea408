#pragma once

#include <asyncapi/codec/json.hpp>
#include <asyncapi/metadata.hpp>

#include <rapidjson/document.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace asyncapi::detail {

inline std::string_view text_of(const rapidjson::Value& json) {
    return {json.GetString(), json.GetStringLength()};
}

/// Writes declared headers, checked, into `headers`: text as it is, everything else as its JSON.
template <class Headers>
result<void> encode_headers(const Headers& values, header_map& headers, std::string_view message) {
    const auto json = to_json_value(values, message);
    if (!json) return json.error();
    for (const auto& member : json->GetObject()) {
        headers.set(text_of(member.name), member.value.IsString()
                                              ? std::string{text_of(member.value)}
                                              : write_json(member.value));
    }
    return {};
}

template <class T>
constexpr bool travels_as_text() {
    constexpr auto kind = shape_of<T>();
    if constexpr (kind == shape::optional)
        return travels_as_text<unwrapped_t<T>>();
    else
        return kind == shape::text || kind == shape::enumeration;
}

/// Makes the JSON object that the declared headers stand for; others are not looked at.
template <class Headers>
rapidjson::Document headers_as_json(const header_map& headers) {
    rapidjson::Document json{rapidjson::kObjectType};
    auto& memory = json.GetAllocator();
    const auto copy = [&](std::string_view text) {
        return rapidjson::Value{text.data() ? text.data() : "",
                                static_cast<rapidjson::SizeType>(text.size()), memory};
    };
    for_each_property(schema<Headers>::value,
                      [&]<class C, class M, class K>(const property_description<C, M, K>& p) {
                          const auto* text = headers.find(p.name);
                          if (text == nullptr) return;
                          auto value = copy(*text);
                          if constexpr (!travels_as_text<M>()) {
                              // What is no JSON stays text, so that the schema says what is wrong
                              // with it.
                              if (const auto parsed = validation::parse_json(*text))
                                  value.CopyFrom(*parsed, memory);
                          }
                          json.AddMember(copy(p.name), value, memory);
                      });
    return json;
}

/// Reads declared headers back, checked.
template <class Headers>
result<Headers> decode_headers(const header_map& headers, std::string_view message) {
    const rapidjson::Document json = headers_as_json<Headers>(headers);
    return from_json<Headers>(static_cast<const rapidjson::Value&>(json), message);
}

}  // namespace asyncapi::detail
