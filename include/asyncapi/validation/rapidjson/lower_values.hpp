#pragma once

#include <asyncapi/validation/rapidjson/lowering.hpp>

#include <utility>

namespace asyncapi::validation::detail {

/// A schema that one value satisfies. Structure by structure: an instance's objects may come with a
/// list of their names, in the order they have there.
inline lowered_value equal_to(lowering& to, const rapidjson::Value& value);

inline lowered_value scalar(lowering& to, const rapidjson::Value& value) {
    if (value.IsString()) return to.text(text_of(value));
    if (value.IsNumber()) return lowering::numeric(number::of(value));
    if (value.IsNull()) return lowered_value{};
    return lowered_value{value.IsTrue()};
}

inline lowered_value equal_to_array(lowering& to, const rapidjson::Value& value) {
    auto made = to.object("type", to.text("array"));
    to.set_least(made, "minItems", value.Size());
    to.set_most(made, "maxItems", value.Size());
    if (value.Empty()) return made;
    auto items = to.list();
    for (const auto& item : value.GetArray()) to.add(items, equal_to(to, item));
    to.set(made, "items", std::move(items));
    return made;
}

inline lowered_value equal_to_object(lowering& to, const rapidjson::Value& value) {
    auto made = to.object("type", to.text("object"));
    to.set_most(made, "maxProperties", value.MemberCount() + (to.lists_names() ? 1U : 0U));
    auto required = to.list();
    auto properties = to.empty();
    for (auto at = value.MemberBegin(); at != value.MemberEnd(); ++at) {
        to.add(required, to.text(text_of(at->name)));
        to.set(properties, to.text(text_of(at->name)), equal_to(to, at->value));
    }
    to.set(made, "required", std::move(required));
    to.set(made, "properties", std::move(properties));
    return made;
}

inline lowered_value equal_to(lowering& to, const rapidjson::Value& value) {
    if (value.IsArray()) return equal_to_array(to, value);
    if (value.IsObject()) return equal_to_object(to, value);
    return to.object("enum", to.list(scalar(to, value)));
}

inline lowered_value one_of_values(lowering& to, const rapidjson::Value& values) {
    auto scalars = to.list();
    auto alternatives = to.list();
    for (const auto& value : values.GetArray()) {
        if (value.IsArray() || value.IsObject()) {
            to.add(alternatives, equal_to(to, value));
        } else {
            to.add(scalars, scalar(to, value));
        }
    }
    // RapidJSON takes an empty list for no constraint.
    if (!scalars.Empty()) to.add(alternatives, to.object("enum", std::move(scalars)));
    if (alternatives.Empty()) return to.negation(to.empty());
    if (alternatives.Size() == 1) return std::move(alternatives[0]);
    return to.object("anyOf", std::move(alternatives));
}

/// `type`, `enum`, `const`.
inline void lower(lowering& to, const value_keywords& from, draft04& into) {
    if (from.types != 0) {
        auto names = to.list();
        for (const auto& [bit, name] : type_names)
            if ((from.types & bit) != 0) to.add(names, to.text(name));
        to.set(into.keywords, "type", std::move(names));
    }
    const auto constrain = [&](lowered_value schema) {
        if (schema.HasMember("enum") && !into.keywords.HasMember("enum")) {
            to.set(into.keywords, "enum", std::move(schema["enum"]));
        } else {
            to.add(into.all_of, std::move(schema));
        }
    };
    if (from.enumeration != nullptr) constrain(one_of_values(to, *from.enumeration));
    if (from.constant != nullptr) constrain(equal_to(to, *from.constant));
}

}  // namespace asyncapi::validation::detail
