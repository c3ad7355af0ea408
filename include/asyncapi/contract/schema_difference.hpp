#pragma once

#include <asyncapi/schema/same_json.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace asyncapi::detail {

/// A text of limited length, for compile time.
struct place_text {
    static constexpr std::size_t most = 120;
    char data[most]{};
    std::size_t size = 0;

    constexpr void add(std::string_view part) {
        for (const char c : part)
            if (size + 1 < most) data[size++] = c;
    }
    constexpr void cut(std::size_t to) {
        while (size > to) data[--size] = '\0';
    }
    constexpr std::string_view view() const { return {data, size}; }
};

/// Finds, at compile time, where the schema of a C++ type and one of a document part.
///
/// Annotations do not count, nor what C++ has no words for: conditions and alternatives of the
/// document are enforced message by message.
class schema_difference {
public:
    constexpr schema_difference(std::string_view mine, std::string_view theirs)
        : mine_{mine}, theirs_{theirs} {}

    /// \return an empty text when they agree, else the property and the keyword: `lines/0/sku:
    /// pattern`
    constexpr place_text find(std::string_view name) {
        path_.add(name);
        compare({mine_}, {theirs_}, 0);
        return found_;
    }

private:
    static constexpr int max_depth =
        24;  // of a type that holds itself, this many levels are enough

    // Those of which the values have to be the same, then those that are looked into.
    static constexpr std::string_view keywords[] = {"minimum",
                                                    "maximum",
                                                    "exclusiveMinimum",
                                                    "exclusiveMaximum",
                                                    "multipleOf",
                                                    "minLength",
                                                    "maxLength",
                                                    "pattern",
                                                    "minItems",
                                                    "maxItems",
                                                    "uniqueItems",
                                                    "const",
                                                    "type",
                                                    "enum",
                                                    "required",
                                                    "properties",
                                                    "items",
                                                    "oneOf",
                                                    "additionalProperties",
                                                    "propertyNames",
                                                    "$ref",
                                                    "format"};
    enum keyword_index : std::size_t {
        minimum = 0,
        maximum = 1,
        plain = 12,
        type = 12,
        enumeration,
        required,
        properties,
        items,
        one_of,
        additional_properties,
        property_names,
        reference,
        format,
        count
    };

    /// The keywords of one schema, found in one pass over its text.
    struct parts {
        json_cursor at[count]{};
        bool has[count]{};
        bool is_object = false;
    };

    static constexpr parts parts_of(json_cursor schema) {
        parts found;
        if (schema.peek() != '{') return found;
        found.is_object = true;
        for_each_member(schema, [&](const json_member& each) {
            for (std::size_t i = 0; i < count; ++i) {
                if (keywords[i].size() != each.name.size() || keywords[i] != each.name) continue;
                found.has[i] = true;
                found.at[i] = each.value;
                break;
            }
            return true;
        });
        return found;
    }

    constexpr bool part(std::string_view keyword) {
        if (found_.size == 0) {
            found_.add(path_.view());
            found_.add(": ");
            found_.add(keyword);
        }
        return false;
    }

    // The schema that `#/definitions/...` leads to, in its own text.
    static constexpr json_cursor resolved(std::string_view text, json_cursor at, parts& found) {
        for (int steps = 0; steps < 16; ++steps) {
            found = parts_of(at);
            if (!found.has[reference]) return at;
            auto pointer = found.at[reference].take_string();
            if (!pointer.starts_with('#')) return at;
            pointer.remove_prefix(1);
            at = json_cursor{text};
            while (pointer.starts_with('/')) {
                pointer.remove_prefix(1);
                const auto end = std::min(pointer.find('/'), pointer.size());
                at.peek();
                at = find_members(at, pointer.substr(0, end)).value;
                pointer.remove_prefix(end);
            }
        }
        return at;
    }

    static constexpr bool is_open(json_cursor at) {
        if (at.text.empty() || at.peek() == '\0') return true;
        if (at.peek() == '{') return false;
        return at.take_word() == "true";
    }

    // What the document says with `format: int32`, a member of that type says as bounds.
    static constexpr bool is_range_of_format(const parts& mine, const parts& theirs,
                                             std::size_t keyword) {
        if (keyword > maximum || !mine.has[keyword] || theirs.has[keyword] || !theirs.has[format])
            return false;
        auto named = theirs.at[format];
        auto bound = mine.at[keyword];
        json_cursor limit{keyword == minimum ? "-2147483648" : "2147483647"};
        return named.take_string() == "int32" && same_value(bound, limit);
    }

    constexpr bool compare(json_cursor mine, json_cursor theirs, int depth) {
        if (depth > max_depth) return true;
        parts a;
        parts b;
        mine = resolved(mine_, mine, a);
        theirs = resolved(theirs_, theirs, b);
        if (!a.is_object || !b.is_object) {
            const auto is_free = [](json_cursor schema, const parts& of) {
                return of.is_object ? says_nothing(schema) : is_open(schema);
            };
            return is_free(mine, a) == is_free(theirs, b) || part("type");
        }
        for (std::size_t i = 0; i < plain; ++i)
            if (!same_member(a, b, i) && !is_range_of_format(a, b, i)) return part(keywords[i]);
        if (!same_set(a, b, type)) return part("type");
        if (!same_set(a, b, enumeration)) return part("enum");
        return compare_required(a, b) && compare_properties(a, b, depth) &&
               compare_items(a, b, depth) && compare_choice(a, b, depth);
    }

    static constexpr bool says_nothing(json_cursor object) {
        bool nothing = true;
        for_each_member(object, [&](const json_member& each) {
            constexpr std::string_view annotations[] = {"title", "description", "default",
                                                        "examples", "deprecated"};
            nothing = std::ranges::find(annotations, each.name) != std::end(annotations);
            return nothing;
        });
        return nothing;
    }

    static constexpr bool same_member(const parts& mine, const parts& theirs, std::size_t keyword) {
        if (!mine.has[keyword] || !theirs.has[keyword])
            return mine.has[keyword] == theirs.has[keyword];
        auto left = mine.at[keyword];
        auto right = theirs.at[keyword];
        return same_value(left, right);
    }

    template <class F>
    static constexpr void for_each_element(json_cursor list, F&& f) {
        if (list.peek() != '[') {
            if (list.peek() != '\0') f(list);
            return;
        }
        list.expect('[');
        if (list.take(']')) return;
        do {
            if (!f(list)) return;
            list.skip_value();
        } while (list.ok && list.take(','));
    }

    static constexpr bool contains(json_cursor list, json_cursor wanted) {
        bool found = false;
        for_each_element(list, [&](json_cursor each) {
            auto other = wanted;
            found = same_value(each, other);
            return !found;
        });
        return found;
    }

    static constexpr bool is_within(json_cursor inner, json_cursor outer) {
        bool within = true;
        for_each_element(inner, [&](json_cursor each) {
            within = contains(outer, each);
            return within;
        });
        return within;
    }

    static constexpr bool same_set(const parts& mine, const parts& theirs, std::size_t keyword) {
        if (!mine.has[keyword] || !theirs.has[keyword])
            return mine.has[keyword] == theirs.has[keyword];
        auto left = mine.at[keyword];
        auto right = theirs.at[keyword];
        if (same_value(left, right)) return true;
        return is_within(mine.at[keyword], theirs.at[keyword]) &&
               is_within(theirs.at[keyword], mine.at[keyword]);
    }

    constexpr bool compare_required(const parts& mine, const parts& theirs) {
        if (same_member(mine, theirs, required)) return true;
        const auto misses = [&](const parts& in, const parts& others) {
            bool agreed = true;
            if (!in.has[required]) return false;
            for_each_element(in.at[required], [&](json_cursor each) {
                agreed = others.has[required] && contains(others.at[required], each);
                if (!agreed) part_at(each.take_string(), "required");
                return agreed;
            });
            return !agreed;
        };
        return !misses(mine, theirs) && !misses(theirs, mine);
    }

    constexpr bool part_at(std::string_view name, std::string_view keyword) {
        const auto size = path_.size;
        path_.add("/");
        path_.add(name);
        part(keyword);
        path_.cut(size);
        return false;
    }

    constexpr bool compare_at(std::string_view name, json_cursor mine, json_cursor theirs,
                              int depth) {
        const auto size = path_.size;
        path_.add("/");
        path_.add(name);
        const bool agreed = compare(mine, theirs, depth + 1);
        path_.cut(size);
        return agreed;
    }

    constexpr bool compare_properties(const parts& mine, const parts& theirs, int depth) {
        bool agreed = true;
        if (mine.has[properties]) {
            auto at = mine.at[properties];
            for_each_member(at, [&](const json_member& each) {
                const auto other = theirs.has[properties]
                                       ? find_members(theirs.at[properties], each.name)
                                       : members_of_name{};
                agreed = other.count == 1 ? compare_at(each.name, each.value, other.value, depth)
                                          : part_at(each.name, "not in the document");
                return agreed;
            });
        }
        if (agreed && theirs.has[properties]) {
            auto at = theirs.at[properties];
            for_each_member(at, [&](const json_member& each) {
                const bool has =
                    mine.has[properties] && find_members(mine.at[properties], each.name).count == 1;
                agreed = has || part_at(each.name, "not in the C++ type");
                return agreed;
            });
        }
        return agreed && compare_open(additional_properties, mine, theirs, depth) &&
               compare_open(property_names, mine, theirs, depth);
    }

    // A keyword that says nothing when it is not there.
    constexpr bool compare_open(std::size_t keyword, const parts& mine, const parts& theirs,
                                int depth) {
        if (!mine.has[keyword] && !theirs.has[keyword]) return true;
        constexpr std::string_view open = "true";
        const auto left = mine.has[keyword] ? mine.at[keyword] : json_cursor{open};
        const auto right = theirs.has[keyword] ? theirs.at[keyword] : json_cursor{open};
        return compare_at("*", left, right, depth);
    }

    constexpr bool compare_items(const parts& mine, const parts& theirs, int depth) {
        if (!mine.has[items] || !theirs.has[items])
            return mine.has[items] == theirs.has[items] || part("items");
        auto left = mine.at[items];
        auto right = theirs.at[items];
        const bool is_tuple = left.peek() == '[';
        if (is_tuple != (right.peek() == '[')) return part("items");
        if (!is_tuple) return compare_at("0", left, right, depth);
        return same_value(left, right) || part("items");
    }

    // Alternatives that C++ has too: one after the other.
    constexpr bool compare_choice(const parts& mine, const parts& theirs, int depth) {
        if (!mine.has[one_of]) return true;
        if (!theirs.has[one_of]) return part("oneOf");
        auto left = mine.at[one_of];
        auto right = theirs.at[one_of];
        left.expect('[');
        right.expect('[');
        for (;;) {
            if (!compare(left, right, depth + 1)) return false;
            left.skip_value();
            right.skip_value();
            const bool more = left.take(',');
            if (more != right.take(',')) return part("oneOf");
            if (!more) return true;
        }
    }

    std::string_view mine_;
    std::string_view theirs_;
    place_text path_;
    place_text found_;
};

}  // namespace asyncapi::detail
