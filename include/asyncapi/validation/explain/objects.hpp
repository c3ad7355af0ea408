#pragma once

#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/explain/strings.hpp>
#include <asyncapi/validation/json/equality.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

/// The names of an object's members, to be asked for several.
class member_names {
public:
    explicit member_names(const rapidjson::Value& object) : object_{object} {}

    bool has(std::string_view name) {
        constexpr rapidjson::SizeType few = 32;
        if (object_.MemberCount() <= few) return find_member(object_, name) != nullptr;
        if (sorted_.empty()) sorted_ = sorted_members(object_);
        return std::ranges::binary_search(sorted_, name, {},
                                          [](const auto* each) { return text_of(each->name); });
    }

private:
    const rapidjson::Value& object_;
    std::vector<const rapidjson::Value::Member*> sorted_;
};

/// Holds one member against a schema; a schema `false` forbids the name.
template <class... Tokens>
bool explain_member(explanation& run, const node& schema, const node& member_schema,
                    std::string_view name, const rapidjson::Value& value, std::string_view keyword,
                    const Tokens&... schema_tokens) {
    if (!member_schema.is_false) return run.explain_at(name, member_schema, value);
    return run.fail_at(
        name, schema, keyword,
        [&] { return "the property " + name_text(name) + " is not allowed"; }, schema_tokens...);
}

inline bool explain_properties(explanation& run, const node& schema,
                               const rapidjson::Value& object) {
    const auto& k = schema.objects;
    bool valid = true;
    for (auto at = object.MemberBegin(); at != object.MemberEnd(); ++at) {
        const auto name = text_of(at->name);
        run.spend(k.properties.size() / 16 + k.pattern_properties.size());
        if (run.is_exhausted()) return false;
        bool is_known = false;
        for (const auto& property : k.properties) {
            if (property.name != name) continue;
            is_known = true;
            valid = explain_member(run, schema, *property.schema, name, at->value, "properties",
                                   name) &&
                    valid;
        }
        for (const auto& each : k.pattern_properties) {
            const auto outcome = each.pattern->run(name);
            if (outcome == match::exhausted)
                return run.stop(schema, "patternProperties", too_much_matching(*each.pattern, name),
                                std::string_view{each.pattern->source()});
            if (outcome == match::no) continue;
            is_known = true;
            valid = explain_member(run, schema, *each.schema, name, at->value, "patternProperties",
                                   std::string_view{each.pattern->source()}) &&
                    valid;
        }
        if (!is_known && k.additional_properties != nullptr)
            valid = explain_member(run, schema, *k.additional_properties, name, at->value,
                                   "additionalProperties") &&
                    valid;
        if (run.is_enough(valid)) return false;
    }
    return valid;
}

inline bool explain_names(explanation& run, const node& schema, const rapidjson::Value& object) {
    const auto* const names = schema.objects.property_names;
    bool valid = true;
    if (names == nullptr) return true;
    for (auto at = object.MemberBegin(); at != object.MemberEnd(); ++at) {
        if (run.is_enough(valid)) return false;
        if (run.holds(*names, at->name)) continue;
        valid = run.fail(schema, "propertyNames", [&] {
            const auto why = run.first_of(*names, at->name).reason;
            const auto text = "the property name " + quoted(text_of(at->name)) + " is not allowed";
            return why.empty() ? text : text + ": " + why;
        });
    }
    return valid;
}

inline bool explain_dependencies(explanation& run, const node& schema,
                                 const rapidjson::Value& object) {
    bool valid = true;
    member_names names{object};
    for (const auto& each : schema.objects.dependencies) {
        if (run.is_enough(valid)) return false;
        if (!names.has(each.name)) continue;
        if (each.schema != nullptr && !each.schema->is_false)
            valid = run.explain(*each.schema, object) && valid;
        if (each.schema != nullptr && each.schema->is_false)
            valid = run.fail(
                schema, "dependencies",
                [&] { return "the property " + name_text(each.name) + " is not allowed"; },
                each.name);
        for (const auto name : each.names)
            if (!names.has(name))
                valid = run.fail(
                    schema, "dependencies",
                    [&] {
                        return "the property " + name_text(name) + " is missing, which " +
                               name_text(each.name) + " needs";
                    },
                    each.name);
    }
    return valid;
}

inline bool explain_objects(explanation& run, const node& schema, const rapidjson::Value& value) {
    if (!value.IsObject()) return true;
    const auto& k = schema.objects;
    const auto size = std::size_t{value.MemberCount()};
    bool valid = true;
    member_names names{value};
    for (const auto name : k.required)
        if (!names.has(name))
            valid = run.fail(schema, "required",
                             [&] { return "the property " + name_text(name) + " is missing"; });
    if (k.min_properties && size < *k.min_properties)
        valid = run.fail(schema, "minProperties", [&] {
            return "the object has " + too_few(size, *k.min_properties, "property", "properties");
        });
    if (k.max_properties && size > *k.max_properties)
        valid = run.fail(schema, "maxProperties", [&] {
            return "the object has " + too_many(size, *k.max_properties, "property", "properties");
        });
    for (auto* const part : {&explain_properties, &explain_names, &explain_dependencies}) {
        if (run.is_enough(valid)) return false;
        valid = (*part)(run, schema, value) && valid;
    }
    return valid;
}

}  // namespace asyncapi::validation::detail
