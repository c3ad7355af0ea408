#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/program/names.hpp>
#include <asyncapi/validation/program/selector.hpp>

#include <rapidjson/document.h>

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

/// RapidJSON's types, as bits: what a rule's first test reads without a conversion.
inline constexpr unsigned type_mask(rapidjson::Type type) noexcept {
    return 1U << type;
}
inline constexpr unsigned boolean_mask =
    type_mask(rapidjson::kTrueType) | type_mask(rapidjson::kFalseType);
inline constexpr unsigned every_type = (1U << 7U) - 1;

inline constexpr std::uint32_t no_part = std::numeric_limits<std::uint32_t>::max();

/// What one schema asks of a value; the parts are in tables of the program.
struct rule {
    std::uint8_t types = every_type;  ///< by `type_mask`
    std::uint8_t parts = 0;           ///< types whose part below there is
    std::uint8_t rest = 0;            ///< types on which `combination` has a say
    std::uint32_t number = no_part;
    std::uint32_t text = no_part;
    std::uint32_t array = no_part;
    std::uint32_t object = no_part;
    std::uint32_t combination = no_part;
};

struct number_rule {
    bool only_integers = false;
    /// The whole numbers of 64 bits with sign that satisfy the bounds; of others `keywords` decide.
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::int64_t divisor = 1;  ///< of `multipleOf`; 0: `keywords` decide
    /// The reals that satisfy the bounds, where a double says that exactly.
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool is_low_open = false;
    bool is_high_open = false;
    bool reals_need_keywords = false;
    number_keywords keywords;
};

struct text_rule {
    std::uint64_t least = 0;  ///< characters
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    bool is_listed = false;  ///< only `allowed` texts
    name_table allowed;
    const detail::pattern* pattern = nullptr;
    const detail::format* format = nullptr;
    detail::content content;
};

struct array_rule {
    std::uint64_t least = 0;
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::vector<rule_index> tuple;
    rule_index items = anything;  ///< after those of `tuple`
    rule_index contains = anything;
    bool has_contains = false;
    bool is_unique = false;
};

struct property_rule {
    std::string_view name;
    rule_index rule = anything;
    std::uint32_t mark = no_part;  ///< where its presence is noted
    bool is_declared = false;      ///< a name of `properties`
};

struct pattern_rule {
    const detail::pattern* pattern;
    rule_index rule;
};

struct dependency_rule {
    std::uint32_t mark;                   ///< of the name that brings it
    std::vector<std::uint32_t> needed{};  ///< marks
    rule_index rule = anything;           ///< for the whole object
};

struct object_rule {
    std::uint64_t least = 0;
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::vector<property_rule> properties;
    name_table names;  ///< of `properties`, with their index
    std::uint32_t marks = 0;
    std::vector<std::uint32_t> required;  ///< marks
    std::uint64_t required_bits = 0;      ///< the same, where `marks` is at most 64
    std::vector<pattern_rule> patterns;
    rule_index additional = anything;
    rule_index name_rule = anything;  ///< of every name
    std::vector<dependency_rule> dependencies;
    bool is_narrow = false;  ///< one or two properties, and nothing to say of any other
};

struct alternatives_rule {
    std::vector<rule_index> all;
    std::vector<selector> selectors;
    name_table selector_names;           ///< of `selectors`, with their index
    std::vector<rule_index> unselected;  ///< what no selector rules out
    bool has_absent = false;  ///< some of `selectors` have a say where there is no member
};

struct combination_rule {
    std::vector<rule_index> all_of;
    alternatives_rule any_of;
    alternatives_rule one_of;
    rule_index negated = no_value;
    rule_index condition = anything;
    rule_index consequent = anything;
    rule_index alternative = anything;
    bool has_condition = false;
    bool is_listed = false;
    std::vector<const rapidjson::Value*> listed;  ///< `enum` and `const`: equal to one of these
};

/// A schema as flat tables: what validating runs over. Its texts belong to a `schema_graph`.
struct program {
    std::vector<rule> rules;
    std::vector<number_rule> numbers;
    std::vector<text_rule> texts;
    std::vector<array_rule> arrays;
    std::vector<object_rule> objects;
    std::vector<combination_rule> combinations;
    rule_index root = anything;
};

}  // namespace asyncapi::validation::detail
