#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/json/pointer.hpp>
#include <asyncapi/validation/json/text.hpp>
#include <asyncapi/validation/residual.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation {

/// A keyword that another schema does not imply.
struct leftover {
    std::string pointer;         ///< into an instance; of a list's items, the first stands for all
    std::string keyword;         ///< e.g. `maximum`
    std::string schema_pointer;  ///< to the keyword in the schema that it was left of
    std::string asks;            ///< what it asks, to follow a name: `has to be at most 5`

    /// It is an alternative or a condition: whether the other schema implies it is not certain.
    bool is_alternative = false;
};

namespace detail {

/// Lists what is left of a schema, keyword by keyword.
class leftover_list {
public:
    static std::vector<leftover> of(const residual& left) {
        leftover_list list;
        list.look(*left.left->root, {});
        return std::move(list.found_);
    }

private:
    static constexpr std::size_t max_found = 100;

    void add(const node& s, const std::string& pointer, std::string_view keyword, std::string asks,
             bool is_alternative = false) {
        if (found_.size() < max_found)
            found_.push_back({pointer, std::string{keyword}, joined(s.location, keyword),
                              std::move(asks), is_alternative});
    }

    void look(const node& schema, const std::string& pointer) {
        const auto& s = resolved(schema);
        if (!seen_.insert(&s).second) return;
        if (s.is_false) {
            found_.push_back({pointer, "false", s.location, "is not allowed", false});
            return;
        }
        look_at_values(s, pointer);
        look_at_numbers(s, pointer);
        look_at_strings(s, pointer);
        look_at_items(s, pointer);
        look_at_members(s, pointer);
        for (const auto* each : s.combinations.all_of) look(*each, pointer);
        const auto& c = s.combinations;
        if (!c.any_of.empty()) add(s, pointer, "anyOf", "has alternatives", true);
        if (!c.one_of.empty()) add(s, pointer, "oneOf", "has alternatives", true);
        if (c.negated != nullptr) add(s, pointer, "not", "has an exception", true);
        if (c.condition != nullptr) add(s, pointer, "if", "has a condition", true);
    }

    void look_at_values(const node& s, const std::string& pointer) {
        if (s.values.types != 0) {
            std::string types;
            for (const auto& each : type_names)
                if ((s.values.types & each.bit) != 0)
                    types += (types.empty() ? "" : " or ") + std::string{each.name};
            add(s, pointer, "type", "has to be of type " + types);
        }
        if (s.values.constant != nullptr)
            add(s, pointer, "const", "has to be " + value_text(*s.values.constant));
        if (s.values.enumeration == nullptr) return;
        std::string choices;
        for (const auto& each : s.values.enumeration->GetArray())
            choices += (choices.empty() ? "" : ", ") + value_text(each);
        add(s, pointer, "enum", "has to be one of " + shortened(choices, 120));
    }

    void look_at_numbers(const node& s, const std::string& pointer) {
        const auto& k = s.numbers;
        if (k.minimum) add(s, pointer, "minimum", "has to be at least " + k.minimum->text());
        if (k.maximum) add(s, pointer, "maximum", "has to be at most " + k.maximum->text());
        if (k.exclusive_minimum)
            add(s, pointer, "exclusiveMinimum",
                "has to be more than " + k.exclusive_minimum->text());
        if (k.exclusive_maximum)
            add(s, pointer, "exclusiveMaximum",
                "has to be less than " + k.exclusive_maximum->text());
        if (k.multiple_of)
            add(s, pointer, "multipleOf", "has to be a multiple of " + k.multiple_of->text());
        if (k.format != nullptr)
            add(s, pointer, "format", "has to be " + std::string{k.format->phrase});
    }

    void look_at_strings(const node& s, const std::string& pointer) {
        const auto& k = s.strings;
        const auto characters = [](std::uint64_t count) {
            return count_text(static_cast<std::size_t>(count), "character", "characters");
        };
        if (k.min_length)
            add(s, pointer, "minLength", "has to have at least " + characters(*k.min_length));
        if (k.max_length)
            add(s, pointer, "maxLength", "has to have at most " + characters(*k.max_length));
        if (k.pattern != nullptr)
            add(s, pointer, "pattern", "has to match " + quoted(k.pattern->source(), 80));
        if (k.format != nullptr)
            add(s, pointer, "format", "has to be " + std::string{k.format->phrase});
    }

    void look_at_items(const node& s, const std::string& pointer) {
        const auto& k = s.arrays;
        const auto items = [](std::uint64_t count) {
            return count_text(static_cast<std::size_t>(count), "item", "items");
        };
        if (k.min_items) add(s, pointer, "minItems", "has to have at least " + items(*k.min_items));
        if (k.max_items) add(s, pointer, "maxItems", "has to have at most " + items(*k.max_items));
        if (k.unique_items) add(s, pointer, "uniqueItems", "may have no item twice");
        if (k.contains != nullptr) add(s, pointer, "contains", "has to contain an item", true);
        if (k.items != nullptr) look(*k.items, pointer + "/0");
        for (std::size_t i = 0; i < k.tuple.size(); ++i) look(*k.tuple[i], joined(pointer, i));
        if (k.additional_items != nullptr)
            look(*k.additional_items, joined(pointer, k.tuple.size()));
    }

    void look_at_members(const node& s, const std::string& pointer) {
        const auto& k = s.objects;
        for (const auto name : k.required)
            add(s, joined(pointer, name), "required", "has to be there");
        for (const auto& each : k.properties) look(*each.schema, joined(pointer, each.name));
        if (k.additional_properties != nullptr) {
            if (resolved(*k.additional_properties).is_false)
                add(s, pointer, "additionalProperties", "may have no other members");
            else
                look(*k.additional_properties, joined(pointer, "*"));
        }
        for (const auto& each : k.pattern_properties)
            look(*each.schema, joined(pointer, each.pattern->source()));
        if (k.property_names != nullptr)
            add(s, pointer, "propertyNames", "has members of certain names only", true);
        if (!k.dependencies.empty())
            add(s, pointer, "dependencies", "has members that depend on others", true);
        if (k.min_properties)
            add(s, pointer, "minProperties",
                "has to have at least " + std::to_string(*k.min_properties) + " members");
        if (k.max_properties)
            add(s, pointer, "maxProperties",
                "has to have at most " + std::to_string(*k.max_properties) + " members");
    }

    std::vector<leftover> found_;
    std::set<const node*> seen_;
};

}  // namespace detail

/// \return what is left, up to 100 keywords; empty exactly when nothing is
inline std::vector<leftover> leftovers_of(const residual& left) {
    return detail::leftover_list::of(left);
}

}  // namespace asyncapi::validation
