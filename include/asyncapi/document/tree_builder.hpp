#pragma once

#include <asyncapi/document/position.hpp>
#include <asyncapi/document/raw_tree.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/json/document_builder.hpp>
#include <asyncapi/validation/json/text.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// Makes JSON values of what a reader saw: aliases become copies, merge keys the members they
/// bring.
class tree_builder {
public:
    tree_builder(const raw_tree& raw, const line_table& lines, const source_limits& limits,
                 rapidjson::Document::AllocatorType& allocator)
        : raw_{raw}, lines_{lines}, limits_{limits}, allocator_{allocator} {}

    /// \return `malformed` for a name that an object has twice, and for too many values
    result<rapidjson::Value> build() {
        auto value = make(0, 0);
        if (problem_) return *std::move(problem_);
        return value;
    }

    /// Where each value and each member's name began: an object before its members, a name before
    /// its value.
    const std::vector<std::uint32_t>& offsets() const noexcept { return offsets_; }

private:
    using index = raw_tree::index;
    using kind = raw_tree::kind;

    struct member {
        index name;
        index value;
    };

    static rapidjson::SizeType size_of(std::string_view text) {
        return static_cast<rapidjson::SizeType>(text.size());
    }

    rapidjson::Value refuse(std::uint32_t offset, std::string reason) {
        if (!problem_) problem_ = malformed_at(lines_.position(offset), std::move(reason));
        return {};
    }

    index original(index at) const {
        while (raw_[at].is == kind::alias) at = raw_[at].stands_for;
        return at;
    }

    rapidjson::Value make(index at, std::size_t depth) {
        if (problem_) return {};
        const auto& from = raw_[original(at)];
        if (offsets_.size() >= 2 * limits_.max_values)
            return refuse(raw_[at].offset, "there are more than " +
                                               std::to_string(limits_.max_values) +
                                               " values, aliases counted as what they stand for");
        if (depth > limits_.max_depth)
            return refuse(raw_[at].offset, "the text nests deeper than " +
                                               std::to_string(limits_.max_depth) + " levels");
        offsets_.push_back(raw_[at].offset);
        switch (from.is) {
            case kind::boolean:
                return rapidjson::Value{raw_.text(from) == "true"};
            case kind::number:
                return number(from);
            case kind::string:
                return text(from);
            case kind::array:
                return array(from, depth);
            case kind::object:
                return object(from, depth);
            default:
                return {};
        }
    }

    rapidjson::Value text(const raw_tree::value& from) {
        const auto characters = raw_.text(from);
        return {characters.data(), size_of(characters), allocator_};
    }

    rapidjson::Value number(const raw_tree::value& from) {
        const auto digits = raw_.text(from);
        rapidjson::Document one;
        validation::detail::document_builder convert{one, 1};
        bool is_good = true;
        auto generate = [&](rapidjson::Document&) {
            return is_good = convert.RawNumber(digits.data(), size_of(digits), true);
        };
        one.Populate(generate);
        if (!is_good) return refuse(from.offset, convert.refusal());
        return {one, allocator_};
    }

    rapidjson::Value array(const raw_tree::value& from, std::size_t depth) {
        rapidjson::Value made{rapidjson::kArrayType};
        made.Reserve(from.size, allocator_);
        for (auto at = from.first; at != raw_tree::none; at = raw_[at].next)
            made.PushBack(make(at, depth + 1), allocator_);
        return made;
    }

    rapidjson::Value object(const raw_tree::value& from, std::size_t depth) {
        std::vector<member> members;
        collect(from, members, 0);
        rapidjson::Value made{rapidjson::kObjectType};
        for (const auto& each : members) {
            offsets_.push_back(raw_[each.name].offset);
            auto name = text(raw_[original(each.name)]);
            auto value = make(each.value, depth + 1);
            if (problem_) return {};
            made.AddMember(name, value, allocator_);
        }
        return made;
    }

    bool is_merge(index name) const {
        const auto& key = raw_[name];
        return key.is == kind::string && key.is_plain && raw_.text(key) == "<<";
    }

    // The object's own members, then those that merge keys bring and it does not have.
    void collect(const raw_tree::value& from, std::vector<member>& members, std::size_t depth) {
        if (problem_) return;
        if (depth > limits_.max_depth) {
            refuse(from.offset, "merge keys nest too deep");
            return;
        }
        std::vector<member> merged;
        const auto own = members.size();
        for (auto name = from.first; name != raw_tree::none;) {
            const auto value = raw_[name].next;
            if (raw_[original(name)].is != kind::string) {
                if (!is_scalar(raw_[original(name)])) {
                    refuse(raw_[name].offset, "a name must be a scalar, as in JSON");
                    return;
                }
            }
            (is_merge(name) ? merged : members).push_back({name, value});
            name = raw_[value].next;
        }
        check_distinct(members, own);
        if (merged.empty()) return;
        std::set<std::string_view> names;
        for (const auto& each : members) names.insert(name_of(each));
        for (const auto& each : merged) merge(each, members, names, depth);
    }

    static bool is_scalar(const raw_tree::value& value) {
        return value.is != kind::array && value.is != kind::object;
    }

    void merge(const member& key, std::vector<member>& members, std::set<std::string_view>& names,
               std::size_t depth) {
        const auto bring = [&](index at) {
            const auto& from = raw_[original(at)];
            if (from.is != kind::object) {
                refuse(raw_[at].offset, "a merge key takes a map or a list of maps");
                return;
            }
            std::vector<member> brought;
            collect(from, brought, depth + 1);
            merged_ += brought.size() + 1;
            if (merged_ > limits_.max_values) {
                refuse(raw_[at].offset, "merge keys bring more than " +
                                            std::to_string(limits_.max_values) + " members");
                return;
            }
            for (const auto& each : brought)
                if (names.insert(name_of(each)).second) members.push_back(each);
        };
        const auto& value = raw_[original(key.value)];
        if (value.is != kind::array) return bring(key.value);
        for (auto at = value.first; at != raw_tree::none && !problem_; at = raw_[at].next)
            bring(at);
    }

    std::string_view name_of(const member& of) const { return raw_.text(raw_[original(of.name)]); }

    // Sorting rather than hashing: nobody can choose names that make it slow.
    void check_distinct(const std::vector<member>& members, std::size_t first) {
        std::vector<member> sorted{members.begin() + static_cast<std::ptrdiff_t>(first),
                                   members.end()};
        const auto text = [this](const member& of) { return name_of(of); };
        std::ranges::stable_sort(sorted, {}, text);
        const auto twin = std::ranges::adjacent_find(sorted, {}, text);
        if (twin == sorted.end()) return;
        const auto first_line = lines_.position(raw_[twin->name].offset).line;
        refuse(raw_[(twin + 1)->name].offset,
               "the name " + validation::detail::quoted(name_of(*twin)) +
                   " occurs twice in one object, first on line " + std::to_string(first_line));
    }

    const raw_tree& raw_;
    const line_table& lines_;
    const source_limits& limits_;
    rapidjson::Document::AllocatorType& allocator_;
    std::vector<std::uint32_t> offsets_;
    std::size_t merged_ = 0;  // members that merge keys brought, those that were there already too
    std::optional<error> problem_;
};

}  // namespace asyncapi::detail
