#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/explain/values.hpp>
#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/program/build_values.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

inline constexpr unsigned any_number = number_type | integer_type;
inline constexpr unsigned any_type =
    null_type | boolean_type | object_type | array_type | string_type | any_number;

/// `number` is taken for numbers that are no integers here, so that types are sets.
inline unsigned types_as_set(unsigned of_type) noexcept {
    if (of_type == 0) return any_type;
    return (of_type & number_type) != 0 ? of_type | integer_type : of_type;
}

inline unsigned type_as_set(const rapidjson::Value& value) {
    const auto types = types_of(value);
    return (types & integer_type) != 0 ? integer_type : types;
}

/// What is known of a value: schemas, each of which it satisfies.
class facts {
public:
    facts() = default;
    explicit facts(const node& schema) { add(schema); }

    facts& add(const node& schema) {
        const auto& known = resolved(schema);
        const auto at = std::ranges::lower_bound(schemas_, &known, std::less<>{});
        if (at != schemas_.end() && *at == &known) return *this;
        schemas_.insert(at, &known);
        for (const auto* each : known.combinations.all_of) add(*each);
        return *this;
    }

    facts with(const node& schema) const { return facts{*this}.add(schema); }

    bool has(const node& schema) const {
        return std::ranges::binary_search(schemas_, &resolved(schema), std::less<>{});
    }

    auto begin() const noexcept { return schemas_.begin(); }
    auto end() const noexcept { return schemas_.end(); }

    /// Which types the value may have.
    unsigned types() const {
        unsigned possible = any_type;
        for (const auto* each : schemas_) possible &= types_of(*each, 3);
        return possible;
    }

    /// The same, for a value of one of these types: what an alternative says that no other type
    /// of value can satisfy.
    facts of_type(unsigned types) const {
        facts more = *this;
        for (const auto* each : schemas_)
            for (const auto* list : {&each->combinations.any_of, &each->combinations.one_of}) {
                const node* only = nullptr;
                std::size_t possible = 0;
                for (const auto* branch : *list) {
                    if ((types_of(*branch, 3) & types) == 0) continue;
                    only = branch;
                    ++possible;
                }
                if (possible == 1 && !more.has(*only)) more = more.with(*only).of_type(types);
            }
        return more;
    }

    /// Values that there are no others of; nullopt when they are not few.
    std::optional<std::vector<const rapidjson::Value*>> values() const {
        for (const auto* each : schemas_)
            if (auto list = listed_values(each->values)) return list;
        static const rapidjson::Value null;
        static const rapidjson::Value yes{true};
        static const rapidjson::Value no{false};
        const auto possible = types();
        if ((possible & ~(null_type | boolean_type)) != 0) return std::nullopt;
        std::vector<const rapidjson::Value*> list;
        if ((possible & null_type) != 0) list.push_back(&null);
        if ((possible & boolean_type) != 0) list.insert(list.end(), {&yes, &no});
        return list;
    }

    friend auto operator<=>(const facts&, const facts&) = default;

private:
    static unsigned types_of(const node& schema, int levels) {
        const auto& s = resolved(schema);
        if (s.is_false) return 0;
        unsigned possible = types_as_set(s.values.types);
        if (const auto list = listed_values(s.values)) {
            unsigned listed = 0;
            for (const auto* each : *list) listed |= type_as_set(*each);
            possible &= listed;
        }
        if (levels == 0) return possible;
        for (const auto* list : {&s.combinations.any_of, &s.combinations.one_of}) {
            if (list->empty()) continue;
            unsigned some = 0;
            for (const auto* branch : *list) some |= types_of(*branch, levels - 1);
            possible &= some;
        }
        for (const auto* each : s.combinations.all_of) possible &= types_of(*each, levels - 1);
        return possible;
    }

    std::vector<const node*> schemas_;  // sorted
};

}  // namespace asyncapi::validation::detail
