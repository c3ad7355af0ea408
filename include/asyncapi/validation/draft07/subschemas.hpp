#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/pointer.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// What stands under a keyword of draft-07.
enum class keyword_shape { other, schema, schema_list, schema_map, items };

inline keyword_shape shape_of(std::string_view keyword) {
    constexpr std::array schemas{"additionalItems",
                                 "additionalProperties",
                                 "contains",
                                 "else",
                                 "if",
                                 "not",
                                 "propertyNames",
                                 "then"};
    constexpr std::array maps{"definitions", "dependencies", "patternProperties", "properties"};
    if (keyword == "items") return keyword_shape::items;
    if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf")
        return keyword_shape::schema_list;
    if (std::ranges::find(maps, keyword) != maps.end()) return keyword_shape::schema_map;
    if (std::ranges::find(schemas, keyword) != schemas.end()) return keyword_shape::schema;
    return keyword_shape::other;
}

/// Calls `visit(schema, location)` for each schema directly inside `schema`, until it returns
/// false: locations can be as long as the document. In draft-07 the siblings of `$ref` mean
/// nothing, but authors keep their `definitions` there.
template <class Visit>
void for_each_subschema(const rapidjson::Value& schema, const std::string& location, Visit visit) {
    if (!schema.IsObject()) return;
    const auto* reference = find_member(schema, "$ref");
    const bool is_reference = reference != nullptr && reference->IsString();
    for (auto at = schema.MemberBegin(); at != schema.MemberEnd(); ++at) {
        const auto keyword = text_of(at->name);
        if (is_reference && keyword != "definitions") continue;
        const auto& value = at->value;
        const auto shape = shape_of(keyword);
        const bool is_list = value.IsArray() &&
                             (shape == keyword_shape::schema_list || shape == keyword_shape::items);
        if (is_list) {
            for (rapidjson::SizeType i = 0; i < value.Size(); ++i)
                if (!visit(value[i], joined(location, keyword, std::size_t{i}))) return;
        } else if (shape == keyword_shape::schema_map && value.IsObject()) {
            for (auto entry = value.MemberBegin(); entry != value.MemberEnd(); ++entry) {
                if (entry->value.IsArray()) continue;  // a dependency on names
                if (!visit(entry->value, joined(location, keyword, text_of(entry->name)))) return;
            }
        } else if (shape == keyword_shape::schema || shape == keyword_shape::items) {
            if (!visit(value, joined(location, keyword))) return;
        }
    }
}

}  // namespace asyncapi::validation::detail
