#pragma once

#include <asyncapi/validation/draft07/schema_graph.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/residual/facts.hpp>
#include <asyncapi/validation/residual/implied_keywords.hpp>
#include <asyncapi/validation/residual/inner_facts.hpp>
#include <asyncapi/validation/residual/prune.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Takes off a schema what is known of every value that it will meet.
///
/// What is left is, for values that satisfy the facts, equivalent to the schema: that is why it
/// can be taken off inside `not` and alternatives too. Where finding out would take long, all of
/// the schema is left. What a schema leaves that meets the same facts again inside itself is
/// found once: an instance ends somewhere, so that what is nothing on each level is nothing.
class subtraction {
public:
    /// \param into  gets the schemas that are made; they refer to parts of both graphs
    explicit subtraction(schema_graph& into) : subtraction{into, nullptr, 0} {}

    /// \return what is left of `schema`
    const node& run(const node& schema, const facts& known) {
        const auto& left = residual(schema, known);
        prune(made_.nodes);
        return left;
    }

private:
    static constexpr std::size_t max_work = 20'000;  // schemas that are looked at
    static constexpr int max_level = 3;              // of questions inside questions

    subtraction(schema_graph& into, std::size_t* work, int level)
        : made_{into}, work_{work == nullptr ? &own_work_ : work}, level_{level} {}

    const node& residual(const node& schema, const facts& known) {
        const auto& from = resolved(schema);
        const auto [at, is_new] = left_.try_emplace({&from, known}, nullptr);
        if (!is_new) return *at->second;
        if (++*work_ > max_work) return *(at->second = &from);
        auto& made = made_.nodes.emplace_back();
        made.location = from.location;
        at->second = &made;
        if (!is_implied(from, known)) subtract(made, from, known);
        return made;
    }
    const node* residual(const node* schema, const facts& known) {
        return schema == nullptr ? nullptr : &residual(*schema, known);
    }
    std::vector<const node*> residuals(const std::vector<const node*>& list, const facts& known) {
        std::vector<const node*> made;
        for (const auto* each : list) made.push_back(&residual(*each, known));
        return made;
    }

    /// Whether every value that satisfies the facts satisfies the schema; when in doubt, not.
    bool implies(const facts& known, const node& schema) {
        if (level_ == max_level || *work_ > max_work) return false;
        schema_graph aside;
        return says_nothing(subtraction{aside, work_, level_ + 1}.run(schema, known));
    }

    bool is_implied(const node& schema, const facts& known) {
        if (known.types() == 0 || known.has(schema)) return true;
        if (const auto values = known.values()) return holds_for(schema, *values);
        return is_implied_by_each_alternative(schema, known);
    }

    static bool holds_for(const node& schema, const std::vector<const rapidjson::Value*>& values) {
        return std::ranges::all_of(values, [&](const auto* value) {
            return explanation{report::first}.holds(schema, *value);
        });
    }

    bool is_implied_by_each_alternative(const node& schema, const facts& known) {
        for (const auto* fact : known)
            for (const auto* list : {&fact->combinations.any_of, &fact->combinations.one_of}) {
                if (list->empty()) continue;
                const auto is_known = [&](const node* each) { return known.has(*each); };
                if (std::ranges::any_of(*list, is_known)) continue;
                if (std::ranges::all_of(*list, [&](const node* each) {
                        return implies(known.with(*each), schema);
                    }))
                    return true;
            }
        return false;
    }

    void subtract(node& made, const node& from, const facts& known) {
        const auto types = known.types();
        made.is_false = from.is_false;
        if ((types & ~types_as_set(from.values.types)) != 0) made.values.types = from.values.types;
        made.values.enumeration = from.values.enumeration;
        made.values.constant = from.values.constant;
        if ((types & any_number) != 0)
            made.numbers = residual_of(from.numbers, known.of_type(any_number), types);
        if ((types & string_type) != 0)
            made.strings = residual_of(from.strings, known.of_type(string_type));
        if ((types & array_type) != 0)
            subtract_array(made.arrays, from.arrays, known.of_type(array_type));
        if ((types & object_type) != 0)
            subtract_object(made.objects, from.objects, known.of_type(object_type));
        subtract_combinations(made.combinations, from.combinations, known);
    }

    void subtract_array(array_keywords& made, const array_keywords& from, const facts& known) {
        made.min_items = from.min_items;
        made.max_items = from.max_items;
        made.unique_items = from.unique_items;
        drop_implied_sizes(made, known);
        const auto own = std::max(from.tuple.size(), tuple_size(known));
        for (std::size_t i = 0; i < own; ++i) {
            const auto* item = item_schema(from, i);
            made.tuple.push_back(item == nullptr ? &made_.nodes.emplace_back()
                                                 : &residual(*item, facts_of_item(known, i)));
        }
        made.is_tuple = own > 0;
        auto& rest = made.is_tuple ? made.additional_items : made.items;
        rest = residual(item_schema(from, own), facts_of_item(known, own));
        if (from.contains != nullptr && !is_known_to_contain(*from.contains, known))
            made.contains = from.contains;
    }

    bool is_known_to_contain(const node& item, const facts& known) {
        return any_fact(known, [&](const node& fact) {
            return fact.arrays.contains != nullptr && implies(facts{*fact.arrays.contains}, item);
        });
    }

    void subtract_object(object_keywords& made, const object_keywords& from, const facts& known) {
        const auto names = only_names(known);
        if (!names || !subtract_members(made, from, known, *names))
            subtract_open(made, from, known);
        const auto required = required_names(known);
        for (const auto name : from.required)
            if (!required.contains(name)) made.required.push_back(name);
        for (const auto& each : from.dependencies) {
            dependency left{each.name, {}, residual(each.schema, known)};
            for (const auto name : each.names)
                if (!required.contains(name)) left.names.push_back(name);
            if (left.schema != nullptr || !left.names.empty()) made.dependencies.push_back(left);
        }
        made.min_properties = from.min_properties;
        made.max_properties = from.max_properties;
        drop_implied(made.min_properties, known, [&](const node& fact, std::uint64_t bound) {
            return required.size() >= bound ||
                   (fact.objects.min_properties && *fact.objects.min_properties >= bound);
        });
        drop_implied(made.max_properties, known, [&](const node& fact, std::uint64_t bound) {
            return (names && names->size() <= bound) ||
                   (fact.objects.max_properties && *fact.objects.max_properties <= bound);
        });
    }

    // Of objects whose members' names are known: what applies to each can be said name by name.
    bool subtract_members(object_keywords& made, const object_keywords& from, const facts& known,
                          const std::vector<std::string_view>& names) {
        object_keywords left;
        for (const auto name : names) {
            std::vector<const node*> parts;
            const auto* property = declared(from, name);
            if (property != nullptr) parts.push_back(property);
            for (const auto& each : from.pattern_properties) {
                const auto verdict = each.pattern->run(name);
                if (verdict == match::exhausted) return false;
                if (verdict == match::yes) parts.push_back(each.schema);
            }
            if (parts.empty() && from.additional_properties != nullptr)
                parts.push_back(from.additional_properties);
            if (from.property_names != nullptr) {
                const rapidjson::Value text{rapidjson::StringRef(
                    name.data(), static_cast<rapidjson::SizeType>(name.size()))};
                if (!holds_for(*from.property_names, {&text})) return false;
            }
            if (!parts.empty())
                left.properties.push_back({name, &all_of(parts, facts_of_member(known, name))});
        }
        made = std::move(left);
        return true;
    }

    const node& all_of(const std::vector<const node*>& parts, const facts& known) {
        if (parts.size() == 1) return residual(*parts.front(), known);
        auto both = residuals(parts, known);
        auto& made = made_.nodes.emplace_back();
        made.location = parts.front()->location;
        made.combinations.all_of = std::move(both);
        return made;
    }

    void subtract_open(object_keywords& made, const object_keywords& from, const facts& known) {
        for (const auto& each : from.properties)
            made.properties.push_back(
                {each.name, &residual(*each.schema, facts_of_member(known, each.name))});
        if (from.additional_properties != nullptr && from.pattern_properties.empty())
            for (const auto* fact : known)
                for (const auto& each : fact->objects.properties)
                    if (declared(made, each.name) == nullptr)
                        made.properties.push_back(
                            {each.name, &residual(*from.additional_properties,
                                                  facts_of_member(known, each.name))});
        for (const auto& each : from.pattern_properties)
            made.pattern_properties.push_back({each.pattern, &residual(*each.schema, {})});
        made.additional_properties =
            residual(from.additional_properties,
                     from.pattern_properties.empty() ? facts_of_others(known) : facts{});
        facts name_facts{string_schema()};
        for (const auto* fact : known)
            if (fact->objects.property_names != nullptr)
                name_facts.add(*fact->objects.property_names);
        made.property_names = residual(from.property_names, name_facts);
    }

    void subtract_combinations(combination_keywords& made, const combination_keywords& from,
                               const facts& known) {
        made.all_of = residuals(from.all_of, known);
        made.any_of = residuals(from.any_of, known);
        if (!is_known_choice(from.one_of, known)) made.one_of = residuals(from.one_of, known);
        if (from.negated != nullptr && !is_known_not(*from.negated, known))
            made.negated = &residual(*from.negated, known);
        if (from.condition == nullptr) return;
        made.condition = &residual(*from.condition, known);
        made.consequent = residual(from.consequent, known.with(*from.condition));
        made.alternative = residual(from.alternative, known);
    }

    // The same alternatives, in whatever words and order.
    bool is_known_choice(const std::vector<const node*>& choice, const facts& known) {
        if (choice.empty()) return true;
        return any_fact(known, [&](const node& fact) {
            auto others = fact.combinations.one_of;
            if (others.size() != choice.size()) return false;
            return std::ranges::all_of(choice, [&](const node* each) {
                const auto same = std::ranges::find_if(others, [&](const node* other) {
                    return implies(known.with(*each), *other) && implies(known.with(*other), *each);
                });
                if (same == others.end()) return false;
                others.erase(same);
                return true;
            });
        });
    }

    bool is_known_not(const node& negated, const facts& known) {
        return any_fact(known, [&](const node& fact) {
            const auto* other = fact.combinations.negated;
            return other != nullptr && implies(known.with(negated), *other);
        });
    }

    schema_graph& made_;
    std::size_t own_work_ = 0;
    std::size_t* work_;
    int level_;
    std::map<std::pair<const node*, facts>, const node*> left_;
};

}  // namespace asyncapi::validation::detail
