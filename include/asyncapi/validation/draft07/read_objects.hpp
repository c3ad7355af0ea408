#pragma once

#include <asyncapi/validation/draft07/reader.hpp>

#include <string>
#include <utility>

namespace asyncapi::validation::detail {

/// Calls `each(name, value, location)` for the members of a keyword that must be an object.
template <class Each>
void read_map(reader& from, std::string_view keyword, Each each) {
    const auto* map = from.keyword(keyword);
    if (map == nullptr) return;
    if (!map->IsObject()) return from.refuse("must be an object of schemas");
    const auto location = joined(from.current().location, keyword);
    for (auto at = map->MemberBegin(); at != map->MemberEnd(); ++at)
        each(text_of(at->name), at->value, joined(location, text_of(at->name)));
}

/// `properties`, `patternProperties`, `additionalProperties`, `propertyNames`, `required`,
/// `dependencies`, `minProperties`, `maxProperties`.
inline void read_objects(reader& from, object_keywords& into) {
    using rapidjson::Value;
    read_map(from, "properties", [&](auto name, const Value& value, std::string location) {
        into.properties.push_back({name, from.inside(value, std::move(location))});
    });
    read_map(from, "patternProperties", [&](auto source, const Value& value, std::string location) {
        into.pattern_properties.push_back(
            {from.read_pattern(source), from.inside(value, std::move(location))});
    });
    read_map(from, "dependencies", [&](auto name, const Value& value, std::string location) {
        dependency made{name, {}, nullptr};
        if (value.IsArray()) {
            made.names = from.names(value);
        } else {
            made.schema = from.inside(value, std::move(location));
        }
        into.dependencies.push_back(std::move(made));
    });
    into.additional_properties = from.schema("additionalProperties");
    into.property_names = from.schema("propertyNames");
    if (const auto* required = from.keyword("required")) into.required = from.names(*required);
    into.min_properties = from.count("minProperties");
    into.max_properties = from.count("maxProperties");
}

}  // namespace asyncapi::validation::detail
