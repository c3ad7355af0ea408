#pragma once

#include <asyncapi/validation/format/content.hpp>
#include <asyncapi/validation/format/format.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/pattern/pattern.hpp>

#include <rapidjson/document.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

struct node;

/// The types of JSON Schema, as bits.
enum type_bit : unsigned {
    null_type = 1,
    boolean_type = 2,
    object_type = 4,
    array_type = 8,
    string_type = 16,
    number_type = 32,   // with integers
    integer_type = 64,  // 1.0 is one
};

struct type_name {
    unsigned bit;
    std::string_view name;
};

inline constexpr std::array<type_name, 7> type_names{{{null_type, "null"},
                                                      {boolean_type, "boolean"},
                                                      {object_type, "object"},
                                                      {array_type, "array"},
                                                      {string_type, "string"},
                                                      {number_type, "number"},
                                                      {integer_type, "integer"}}};

struct value_keywords {
    unsigned types = 0;  ///< bits of `type`; 0: there is no such keyword
    const rapidjson::Value* enumeration = nullptr;
    const rapidjson::Value* constant = nullptr;
};

struct number_keywords {
    std::optional<number> minimum;
    std::optional<number> maximum;
    std::optional<number> exclusive_minimum;
    std::optional<number> exclusive_maximum;
    std::optional<number> multiple_of;
    const detail::format* format = nullptr;  ///< that says something of numbers, when asserted
};

struct string_keywords {
    std::optional<std::uint64_t> min_length;  ///< in characters
    std::optional<std::uint64_t> max_length;
    const detail::pattern* pattern = nullptr;
    const detail::format* format = nullptr;  ///< that says something of texts, when asserted
    detail::content content;                 ///< of what is asserted
};

struct array_keywords {
    const node* items = nullptr;  ///< for every item
    bool is_tuple = false;
    std::vector<const node*> tuple;  ///< one an item
    const node* additional_items = nullptr;
    const node* contains = nullptr;
    std::optional<std::uint64_t> min_items;
    std::optional<std::uint64_t> max_items;
    bool unique_items = false;
};

struct named_schema {
    std::string_view name;
    const node* schema;
};

struct pattern_schema {
    const detail::pattern* pattern;
    const node* schema;
};

struct dependency {
    std::string_view name;
    std::vector<std::string_view> names;  ///< that must be there too
    const node* schema = nullptr;         ///< that the object must satisfy, instead of names
};

struct object_keywords {
    std::vector<named_schema> properties;
    std::vector<pattern_schema> pattern_properties;
    const node* additional_properties = nullptr;
    const node* property_names = nullptr;
    std::vector<std::string_view> required;
    std::vector<dependency> dependencies;
    std::optional<std::uint64_t> min_properties;
    std::optional<std::uint64_t> max_properties;
};

struct combination_keywords {
    std::vector<const node*> all_of;
    std::vector<const node*> any_of;
    std::vector<const node*> one_of;
    const node* negated = nullptr;      ///< `not`
    const node* condition = nullptr;    ///< `if`
    const node* consequent = nullptr;   ///< `then`, where there is an `if`
    const node* alternative = nullptr;  ///< `else`, where there is an `if`
};

/// One schema of draft-07 that was read and checked. Pointers and views last as long as the
/// `schema_graph` that owns it.
struct node {
    std::string location;          ///< JSON Pointer in the author's text; `uri#pointer` elsewhere
    bool is_false = false;         ///< the schema `false`
    const node* target = nullptr;  ///< of `$ref`; the other keywords are not there then
    bool is_referenced = false;    ///< is the target of a `$ref`
    value_keywords values;
    number_keywords numbers;
    string_keywords strings;
    array_keywords arrays;
    object_keywords objects;
    combination_keywords combinations;
};

/// The schema that a `$ref` leads to in the end. References in a circle have been refused.
inline const node& resolved(const node& schema) {
    const node* at = &schema;
    while (at->target != nullptr) at = at->target;
    return *at;
}

}  // namespace asyncapi::validation::detail
