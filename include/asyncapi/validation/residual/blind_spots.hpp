#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/draft07/says_nothing.hpp>
#include <asyncapi/validation/residual/blind_spot.hpp>
#include <asyncapi/validation/residual/facts.hpp>
#include <asyncapi/validation/residual/inner_facts.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// Finds in which of its blind spots a C++ value could satisfy a schema otherwise than the text
/// does. When in doubt, in that one.
class blind_spot_search {
public:
    /// \param known  the schema of the C++ type
    static unsigned run(const node& schema, const facts& known) {
        blind_spot_search search;
        search.look(schema, known);
        return search.found_;
    }

private:
    static constexpr std::size_t max_work = 20'000;
    static constexpr unsigned everywhere =
        other_members | filled_members | rounded_numbers | sorted_items;

    void look(const node* schema, const facts& known) {
        if (schema != nullptr) look(*schema, known);
    }
    void look(const node& schema, const facts& known) {
        const auto& s = resolved(schema);
        if (found_ == everywhere || says_nothing(s) || !seen_.emplace(&s, known).second) return;
        if (seen_.size() > max_work) return static_cast<void>(found_ = everywhere);
        look_at_values(s);
        const auto as_array = known.of_type(array_type);
        const auto own = std::max(s.arrays.tuple.size(), tuple_size(as_array));
        if (s.arrays.is_tuple) found_ |= sorted_items;
        for (std::size_t i = 0; i <= own; ++i) {
            look(item_schema(s.arrays, i), facts_of_item(as_array, i));
            look(s.arrays.contains, facts_of_item(as_array, i));
        }
        look_at_members(s.objects, known.of_type(object_type));
        const auto& c = s.combinations;
        for (const auto* list : {&c.all_of, &c.any_of, &c.one_of})
            for (const auto* each : *list) look(*each, known);
        for (const auto* each : {c.negated, c.condition, c.consequent, c.alternative})
            look(each, known);
    }

    void look_at_values(const node& s) {
        const bool only_integers = (s.values.types & any_number) == integer_type;
        if (only_integers || says_something(s.numbers)) found_ |= rounded_numbers;
        if (s.arrays.unique_items) found_ |= everywhere & ~unsigned{sorted_items};
        if (const auto list = listed_values(s.values))
            for (const auto* each : *list) {
                if (each->IsNumber()) found_ |= rounded_numbers;
                if (each->IsArray() || each->IsObject()) found_ = everywhere;
            }
    }

    void look_at_members(const object_keywords& k, const facts& known) {
        if (k.additional_properties != nullptr || k.property_names != nullptr ||
            !k.pattern_properties.empty() || k.min_properties || k.max_properties)
            found_ |= other_members | filled_members;
        const auto required = required_names(known);
        const auto mention = [&](std::string_view name) {
            if (!has_place_for(known, name)) found_ |= other_members;
            if (!required.contains(name)) found_ |= filled_members;
        };
        for (const auto name : k.required) mention(name);
        for (const auto& each : k.properties) {
            mention(each.name);
            look(each.schema, facts_of_member(known, each.name));
        }
        for (const auto& each : k.dependencies) {
            mention(each.name);
            for (const auto name : each.names) mention(name);
            look(each.schema, known);
        }
        look(k.additional_properties, {});
        for (const auto& each : k.pattern_properties) look(each.schema, {});
    }

    // A struct's property, or anything in a map.
    static bool has_place_for(const facts& known, std::string_view name) {
        for (const auto* fact : known) {
            if (declared(fact->objects, name) != nullptr) return true;
            const auto* others = fact->objects.additional_properties;
            if (others != nullptr && !resolved(*others).is_false) return true;
        }
        return false;
    }

    unsigned found_ = 0;
    std::set<std::pair<const node*, facts>> seen_;
};

}  // namespace asyncapi::validation::detail
