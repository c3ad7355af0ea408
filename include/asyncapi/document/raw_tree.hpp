#pragma once

#include <asyncapi/document/position.hpp>
#include <asyncapi/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// Up to where a document is read. What goes beyond is refused with `too_large` or `malformed`.
struct source_limits {
    std::size_t max_bytes = 16U << 20U;  ///< length of one text
    std::size_t max_depth = 128;         ///< arrays and objects inside one another
    std::size_t max_values = 1'000'000;  ///< after aliases are replaced by what they stand for
};

namespace detail {

inline error malformed_at(text_position at, std::string reason, errc code = errc::malformed) {
    violation where;
    where.line = at.line;
    where.column = at.column;
    where.reason = std::move(reason);
    return {code, std::move(where)};
}

/// What a reader of JSON or YAML saw, before aliases and merge keys are replaced.
class raw_tree {
public:
    using index = std::uint32_t;
    static constexpr index none = 0xFFFF'FFFF;

    enum class kind : std::uint8_t { null, boolean, number, string, array, object, alias };

    struct value {
        kind is = kind::null;
        bool is_plain = false;     // a YAML scalar without quotes
        bool is_open = false;      // its end has not been seen
        std::uint32_t offset = 0;  // in the source
        std::uint32_t text = 0;    // scalars: in the arena
        std::uint32_t size = 0;    // of the text; of an array or object: how many children
        index first = none;        // child; of an object, names and values take turns
        index next = none;         // sibling
        index stands_for = none;   // of an alias
    };

    index add(kind is, std::size_t offset, std::string_view text = {}, bool is_plain = false) {
        value made;
        made.is = is;
        made.is_plain = is_plain;
        made.offset = static_cast<std::uint32_t>(offset);
        made.text = static_cast<std::uint32_t>(arena_.size());
        made.size = static_cast<std::uint32_t>(text.size());
        arena_.append(text);
        return link(made);
    }

    index add_alias(index of, std::size_t offset) {
        value made;
        made.is = kind::alias;
        made.offset = static_cast<std::uint32_t>(offset);
        made.stands_for = of;
        return link(made);
    }

    index open(kind is, std::size_t offset) {
        value made;
        made.is = is;
        made.is_open = true;
        made.offset = static_cast<std::uint32_t>(offset);
        const auto at = link(made);
        levels_.push_back({at, none});
        return at;
    }

    void close() {
        values_[levels_.back().at].is_open = false;
        levels_.pop_back();
    }

    std::size_t size() const noexcept { return values_.size(); }
    std::size_t depth() const noexcept { return levels_.size(); }
    const value& operator[](index at) const { return values_[at]; }
    std::string_view text(const value& of) const {
        return std::string_view{arena_}.substr(of.text, of.size);
    }

    /// \return whether the next value is the name of a member
    bool awaits_name() const {
        if (levels_.empty()) return false;
        const auto& parent = values_[levels_.back().at];
        return parent.is == kind::object && parent.size % 2 == 0;
    }

private:
    struct level {
        index at;
        index last;  // child so far
    };

    index link(const value& made) {
        const auto at = static_cast<index>(values_.size());
        values_.push_back(made);
        if (!levels_.empty()) {
            auto& [parent, last] = levels_.back();
            (last == none ? values_[parent].first : values_[last].next) = at;
            ++values_[parent].size;
            last = at;
        }
        return at;
    }

    std::vector<value> values_;
    std::vector<level> levels_;
    std::string arena_;
};

}  // namespace detail
}  // namespace asyncapi
