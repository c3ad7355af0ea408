#pragma once

#include <asyncapi/validation/draft07/says_nothing.hpp>
#include <asyncapi/validation/draft07/schema_graph.hpp>
#include <asyncapi/validation/program/build_alternatives.hpp>
#include <asyncapi/validation/program/build_values.hpp>
#include <asyncapi/validation/program/rules.hpp>

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Turns a graph of schemas into a program. The graph must outlive it.
class program_builder {
public:
    static program build(const schema_graph& graph) {
        program_builder builder;
        builder.made_.rules.resize(2);
        builder.made_.rules[no_value].types = 0;
        builder.made_.root = builder.index_of(*graph.root);
        while (!builder.open_.empty()) {
            const auto [schema, index] = builder.open_.back();
            builder.open_.pop_back();
            builder.fill(*schema, index);
        }
        return std::move(builder.made_);
    }

private:
    rule_index index_of(const node& schema) {
        const node& target = resolved(schema);
        const auto [known, is_new] = indexes_.try_emplace(&target, anything);
        if (!is_new) return known->second;
        if (target.is_false) return known->second = no_value;
        if (says_nothing(target)) return anything;
        const auto index = static_cast<rule_index>(made_.rules.size());
        made_.rules.emplace_back();
        open_.emplace_back(&target, index);
        return known->second = index;
    }
    rule_index index_of(const node* schema) {
        return schema == nullptr ? anything : index_of(*schema);
    }
    std::vector<rule_index> indexes_of(const std::vector<const node*>& list) {
        std::vector<rule_index> made;
        for (const auto* each : list) made.push_back(index_of(*each));
        return made;
    }

    template <class Part>
    static std::uint32_t add(std::vector<Part>& table, Part part) {
        table.push_back(std::move(part));
        return static_cast<std::uint32_t>(table.size() - 1);
    }

    void fill(const node& from, rule_index index) {
        rule made;
        made.types = static_cast<std::uint8_t>(mask_of_types(from.values.types));
        const auto part = [&](rapidjson::Type type) {
            made.parts |= static_cast<std::uint8_t>(type_mask(type));
        };
        auto listed = listed_values(from.values);
        if (listed) made.types &= static_cast<std::uint8_t>(types_of_all(*listed));

        const bool only_integers =
            (from.values.types & (integer_type | number_type)) == integer_type;
        if (only_integers || says_something(from.numbers)) {
            made.number = add(made_.numbers, build_numbers(from.numbers, only_integers));
            part(rapidjson::kNumberType);
        }
        const auto texts_only = type_mask(rapidjson::kStringType);
        const bool listed_texts = listed && made.types == texts_only;
        if (says_something(from.strings) || listed_texts) {
            made.text =
                add(made_.texts, build_text(from.strings, listed_texts ? &*listed : nullptr));
            part(rapidjson::kStringType);
        }
        if (says_something(from.arrays)) {
            auto built = build_array(from.arrays);
            made.array = add(made_.arrays, std::move(built));
            part(rapidjson::kArrayType);
        }
        if (says_something(from.objects)) {
            auto built = build_object(from.objects);
            made.object = add(made_.objects, std::move(built));
            part(rapidjson::kObjectType);
        }
        if (listed_texts) listed.reset();
        if (listed || says_something(from.combinations)) {
            auto built = build_combination(from.combinations);
            if (listed) {
                built.is_listed = true;
                built.listed = std::move(*listed);
            }
            made.combination = add(made_.combinations, std::move(built));
            made.rest = every_type;
        }
        made_.rules[index] = made;
    }

    static unsigned types_of_all(const std::vector<const rapidjson::Value*>& values) {
        unsigned mask = 0;
        for (const auto* each : values) mask |= type_mask(each->GetType());
        return mask;
    }

    static text_rule build_text(const string_keywords& k,
                                const std::vector<const rapidjson::Value*>* listed) {
        text_rule made;
        if (k.min_length) made.least = *k.min_length;
        if (k.max_length) made.most = *k.max_length;
        made.pattern = k.pattern;
        made.format = k.format;
        made.content = k.content;
        if (listed != nullptr) {
            made.is_listed = true;
            for (const auto* each : *listed)
                if (each->IsString()) made.allowed.add(text_of(*each));
        }
        return made;
    }

    array_rule build_array(const array_keywords& k) {
        array_rule made;
        if (k.min_items) made.least = *k.min_items;
        if (k.max_items) made.most = *k.max_items;
        made.tuple = indexes_of(k.tuple);
        made.items = k.is_tuple ? index_of(k.additional_items) : index_of(k.items);
        made.has_contains = k.contains != nullptr;
        made.contains = index_of(k.contains);
        made.is_unique = k.unique_items;
        return made;
    }

    object_rule build_object(const object_keywords& k) {
        object_rule made;
        if (k.min_properties) made.least = *k.min_properties;
        if (k.max_properties) made.most = *k.max_properties;
        const auto entry = [&](std::string_view name) -> property_rule& {
            const auto at = made.names.add(name);
            if (at == made.properties.size()) made.properties.push_back({name});
            return made.properties[at];
        };
        const auto mark = [&](std::string_view name) {
            auto& property = entry(name);
            if (property.mark == no_part) property.mark = made.marks++;
            return property.mark;
        };
        for (const auto& each : k.properties) {
            const auto index = index_of(*each.schema);
            auto& property = entry(each.name);
            property.rule = index;
            property.is_declared = true;
        }
        for (const auto name : k.required) made.required.push_back(mark(name));
        for (const auto& each : k.dependencies) {
            dependency_rule rule{mark(each.name)};
            for (const auto name : each.names) rule.needed.push_back(mark(name));
            rule.rule = index_of(each.schema);
            made.dependencies.push_back(std::move(rule));
        }
        for (const auto& each : k.pattern_properties)
            made.patterns.push_back({each.pattern, index_of(*each.schema)});
        made.additional = index_of(k.additional_properties);
        made.name_rule = index_of(k.property_names);
        if (made.marks <= 64)
            for (const auto each : made.required) made.required_bits |= std::uint64_t{1} << each;
        made.is_narrow = made.properties.size() <= 2 && made.patterns.empty() &&
                         made.additional == anything && made.name_rule == anything;
        return made;
    }

    alternatives_rule build_alternatives(const std::vector<const node*>& list) {
        alternatives_rule made;
        made.all = indexes_of(list);
        if (list.size() > 1) select(made, list);
        return made;
    }

    combination_rule build_combination(const combination_keywords& k) {
        combination_rule made;
        made.all_of = indexes_of(k.all_of);
        made.any_of = build_alternatives(k.any_of);
        made.one_of = build_alternatives(k.one_of);
        if (k.negated != nullptr) made.negated = index_of(*k.negated);
        made.has_condition = k.condition != nullptr;
        made.condition = index_of(k.condition);
        made.consequent = index_of(k.consequent);
        made.alternative = index_of(k.alternative);
        return made;
    }

    program made_;
    std::unordered_map<const node*, rule_index> indexes_;
    std::vector<std::pair<const node*, rule_index>> open_;
};

}  // namespace asyncapi::validation::detail
