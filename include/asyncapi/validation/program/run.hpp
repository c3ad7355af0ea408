#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/utf8.hpp>
#include <asyncapi/validation/program/rules.hpp>
#include <asyncapi/validation/program/unique.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Why a program did not accept a value.
enum class refusal {
    none,
    invalid,
    too_deep,
    too_much_work,
};

/// Runs a program over a value, for the verdict alone: nothing is kept of the way to it.
class program_run {
public:
    program_run(const program& what, std::size_t max_depth, std::size_t max_steps)
        : program_{what}, rules_{what.rules.data()}, levels_{max_depth}, steps_{max_steps} {}

    bool accepts(const rapidjson::Value& value) {
        return check(program_.root, value) && why_ == refusal::none;
    }

    /// After `accepts` said no.
    refusal why() const noexcept { return why_; }

private:
    using value_type = rapidjson::Value;

    // Inlined where it is called, up to the point where it may call itself.
    [[gnu::always_inline]] bool check(rule_index index, const value_type& value) {
        if (index == anything) return true;
        const rule& r = rules_[index];
        const auto kind = value.GetType();
        const unsigned type = type_mask(kind);
        if ((r.types & type) == 0) return false;
        if (((r.parts | r.rest) & type) == 0) return true;
        if ((r.rest & type) != 0) return check_all(r, value);
        if (kind == rapidjson::kNumberType) return check_number(program_.numbers[r.number], value);
        if (kind == rapidjson::kStringType)
            return check_text(program_.texts[r.text], text_of(value));
        return check_container(r, value);
    }

    [[gnu::noinline]] bool check_container(const rule& r, const value_type& value) {
        return value.IsObject() ? check_object(program_.objects[r.object], value)
                                : check_array(program_.arrays[r.array], value);
    }

    [[gnu::noinline]] bool check_all(const rule& r, const value_type& value) {
        if ((r.parts & type_mask(value.GetType())) != 0 && !check_part(r, value)) return false;
        return check_rest(program_.combinations[r.combination], value);
    }

    bool check_part(const rule& r, const value_type& value) {
        switch (value.GetType()) {
            case rapidjson::kNumberType:
                return check_number(program_.numbers[r.number], value);
            case rapidjson::kStringType:
                return check_text(program_.texts[r.text], text_of(value));
            case rapidjson::kArrayType:
                return check_array(program_.arrays[r.array], value);
            default:
                return check_object(program_.objects[r.object], value);
        }
    }

    static bool check_number(const number_rule& r, const value_type& value) {
        if (value.IsInt64()) {
            const auto whole = value.GetInt64();
            if (whole < r.least || whole > r.most) return false;
            if (r.keywords.format != nullptr && !r.keywords.format->numeric(whole)) return false;
            if (r.divisor == 1) return true;
            if (r.divisor > 1) return whole % r.divisor == 0;
            return number{whole}.is_multiple_of(*r.keywords.multiple_of);
        }
        if (value.IsDouble() && !r.reals_need_keywords) {
            const double real = value.GetDouble();
            return (r.is_low_open ? real > r.low : real >= r.low) &&
                   (r.is_high_open ? real < r.high : real <= r.high);
        }
        return check_real(r, number::of(value));
    }

    static bool check_real(const number_rule& r, const number& value) {
        const auto& k = r.keywords;
        if (r.only_integers && !value.is_integer()) return false;
        if (k.minimum && !(value >= *k.minimum)) return false;
        if (k.maximum && !(value <= *k.maximum)) return false;
        if (k.exclusive_minimum && !(value > *k.exclusive_minimum)) return false;
        if (k.exclusive_maximum && !(value < *k.exclusive_maximum)) return false;
        if (k.format != nullptr && !k.format->numeric(value)) return false;
        return !k.multiple_of || value.is_multiple_of(*k.multiple_of);
    }

    bool check_text(const text_rule& r, std::string_view text) {
        // A character is one to four bytes: counting is rarely needed.
        if (text.size() < r.least) return false;
        if (text.size() >= long_text && !spend(text.size() / long_text)) return false;
        if (text.size() / 4 < r.least || text.size() > r.most) {
            const auto characters = utf8_size(text);
            if (characters < r.least || characters > r.most) return false;
        }
        if (r.is_listed && r.allowed.find(text) == name_table::none) return false;
        if (r.pattern != nullptr && !check_pattern(*r.pattern, text)) return false;
        if (r.format != nullptr && !r.format->text(text)) return false;
        return broken_content(r.content, text).empty();
    }

    bool check_pattern(const pattern& which, std::string_view text) {
        if (!spend(1 + text.size() / long_text)) return false;
        if (const auto* simple = which.simple()) return simple->matches(text);
        const auto verdict = which.may_backtrack() ? run_metered(which, text) : which.run(text);
        return verdict == match::exhausted ? stop(refusal::too_much_work) : verdict == match::yes;
    }

    // Each run of a pattern is bounded, but not how many there are of them: those that take long
    // are paid for by the time that this thread has worked since the last of them.
    [[gnu::noinline]] match run_metered(const pattern& which, std::string_view text) {
        using clock = std::chrono::steady_clock;
        constexpr std::chrono::microseconds quick{5};
        const auto begin = clock::now();
        const auto verdict = which.run(text);
        if (clock::now() - begin < quick) return verdict;
        const auto now = pcre2_program::cpu_time();
        const auto since = std::exchange(slow_since_, now);
        if (since < 0 || now <= since) return verdict;
        return spend(static_cast<std::size_t>((now - since) * steps_a_second)) ? verdict
                                                                               : match::exhausted;
    }

    bool check_array(const array_rule& r, const value_type& array) {
        const auto size = array.Size();
        if (size < r.least || size > r.most) return false;
        if (!spend(size)) return false;
        if (levels_ == 0) return stop(refusal::too_deep);
        --levels_;
        const bool valid = check_items(r, array);
        ++levels_;
        return valid;
    }

    bool check_items(const array_rule& r, const value_type& array) {
        const auto* const begin = array.Begin();
        const auto* const end = array.End();
        const auto* at = begin;
        for (const auto index : r.tuple) {
            if (at == end) break;
            if (!check(index, *at++)) return false;
        }
        if (r.items != anything)
            for (; at != end; ++at)
                if (!check(r.items, *at)) return false;
        if (r.has_contains && !contains(r, begin, end)) return false;
        return !r.is_unique || check_unique(array);
    }

    bool contains(const array_rule& r, const value_type* begin, const value_type* end) {
        for (; begin != end; ++begin)
            if (check(r.contains, *begin))
                return true;
            else if (why_ != refusal::none)
                return false;
        return false;
    }

    bool check_unique(const value_type& array) {
        for (const auto& item : array.GetArray()) {
            const auto size = count_values(item, levels_);
            if (size == too_deep_to_count) return stop(refusal::too_deep);
            if (size > 1 && !spend(size)) return false;
        }
        const bool unique = all_unique(array, steps_);
        return steps_ > 0 ? unique : stop(refusal::too_much_work);
    }

    bool check_object(const object_rule& r, const value_type& object) {
        const auto size = object.MemberCount();
        if (size < r.least || size > r.most) return false;
        if (!spend(size)) return false;
        if (levels_ == 0) return stop(refusal::too_deep);
        --levels_;
        const bool valid = r.marks <= 64 ? check_members<one_word>(r, object)
                                         : check_members<many_words>(r, object);
        ++levels_;
        return valid;
    }

    // Which of the names that `required` and `dependencies` speak of are there.
    struct one_word {
        std::uint64_t bits = 0;
        explicit one_word(std::uint32_t) {}
        void set(std::uint32_t mark) noexcept { bits |= std::uint64_t{1} << mark; }
        bool has(std::uint32_t mark) const noexcept { return (bits >> mark & 1U) != 0; }
        bool has_all(const object_rule& r) const noexcept {
            return (bits & r.required_bits) == r.required_bits;
        }
    };
    struct many_words {
        std::vector<bool> bits;
        explicit many_words(std::uint32_t marks) : bits(marks) {}
        void set(std::uint32_t mark) { bits[mark] = true; }
        bool has(std::uint32_t mark) const { return bits[mark]; }
        bool has_all(const object_rule& r) const {
            return std::ranges::all_of(r.required, [this](auto mark) { return bits[mark]; });
        }
    };

    template <class Marks>
    bool check_members(const object_rule& r, const value_type& object) {
        Marks seen{r.marks};
        if (r.is_narrow) {
            for (const auto& property : r.properties) {
                const auto* const value = find_named(object, property.name);
                if (value == nullptr) continue;
                if (property.mark != no_part) seen.set(property.mark);
                if (!check(property.rule, *value)) return false;
            }
        } else if (!check_each_member(r, object, seen)) {
            return false;
        }
        return seen.has_all(r) && (r.dependencies.empty() || check_dependencies(r, object, seen));
    }

    static const value_type* find_named(const value_type& object, std::string_view name) {
        const auto end = object.MemberEnd();
        for (auto at = object.MemberBegin(); at != end; ++at)
            if (same_text(text_of(at->name), name)) return &at->value;
        return nullptr;
    }

    template <class Marks>
    bool check_each_member(const object_rule& r, const value_type& object, Marks& seen) {
        const auto end = object.MemberEnd();
        const bool is_plain = r.patterns.empty() && r.name_rule == anything;
        // Members mostly come in the order of the schema.
        std::size_t expected = 0;
        for (auto at = object.MemberBegin(); at != end; ++at) {
            const auto name = text_of(at->name);
            const property_rule* property = nullptr;
            if (expected < r.properties.size() && same_text(r.properties[expected].name, name)) {
                property = &r.properties[expected++];
            } else if (const auto index = r.names.find(name); index != name_table::none) {
                property = &r.properties[index];
                expected = index + 1;
            }
            if (property != nullptr && property->mark != no_part) seen.set(property->mark);
            const bool is_declared = property != nullptr && property->is_declared;
            if (is_declared && !check(property->rule, at->value)) return false;
            if (is_plain) {
                if (!is_declared && !check(r.additional, at->value)) return false;
            } else if (!check_other(r, name, is_declared, *at)) {
                return false;
            }
        }
        return true;
    }

    template <class Member>
    bool check_other(const object_rule& r, std::string_view name, bool is_known,
                     const Member& member) {
        if (!check(r.name_rule, member.name)) return false;
        for (const auto& each : r.patterns) {
            if (!check_pattern(*each.pattern, name)) {
                if (why_ != refusal::none) return false;
                continue;
            }
            is_known = true;
            if (!check(each.rule, member.value)) return false;
        }
        return is_known || check(r.additional, member.value);
    }

    template <class Marks>
    bool check_dependencies(const object_rule& r, const value_type& object, const Marks& seen) {
        for (const auto& each : r.dependencies) {
            if (!seen.has(each.mark)) continue;
            for (const auto mark : each.needed)
                if (!seen.has(mark)) return false;
            if (!check(each.rule, object)) return false;
        }
        return true;
    }

    bool check_rest(const combination_rule& r, const value_type& value) {
        if (!spend(1)) return false;
        if (r.is_listed && !is_listed(r, value)) return false;
        for (const auto index : r.all_of)
            if (!check(index, value)) return false;
        if (!r.any_of.all.empty() && matches(r.any_of, value, 1) == 0) return false;
        if (!r.one_of.all.empty() && matches(r.one_of, value, 2) != 1) return false;
        if (r.negated != no_value && (check(r.negated, value) || why_ != refusal::none))
            return false;
        if (!r.has_condition) return why_ == refusal::none;
        const bool holds = check(r.condition, value);
        if (why_ != refusal::none) return false;
        return check(holds ? r.consequent : r.alternative, value);
    }

    bool is_listed(const combination_rule& r, const value_type& value) {
        if (!spend(r.listed.size())) return false;
        const bool found = std::ranges::any_of(
            r.listed, [&](const auto* each) { return is_same_value(*each, value, steps_); });
        return found || (steps_ == 0 && stop(refusal::too_much_work));
    }

    // How many alternatives a value satisfies, counted up to `enough`.
    int matches(const alternatives_rule& r, const value_type& value, int enough) {
        int found = 0;
        const auto count = [&](const std::vector<rule_index>& list) {
            if (!spend(list.size())) return true;
            for (const auto index : list) {
                found += check(index, value);
                if (found >= enough || why_ != refusal::none) return true;
            }
            return false;
        };
        if (r.selectors.empty() || !value.IsObject()) {
            count(r.all);
            return why_ == refusal::none ? found : 0;
        }
        if (count(r.unselected)) return why_ == refusal::none ? found : 0;
        for (const auto& each : r.selectors) {
            if (!spend(1 + value.MemberCount() / 4)) return 0;
            const auto* const member = find_named(value, each.name);
            if (member == nullptr) continue;
            if (count(each.when_present)) break;
            if (!member->IsString() || each.by_text.empty()) continue;
            const auto index = each.texts.find(text_of(*member));
            if (index != name_table::none && count(each.by_text[index])) break;
        }
        return why_ == refusal::none ? found : 0;
    }

    bool spend(std::size_t steps) {
        if (steps_ < steps) return stop(refusal::too_much_work);
        steps_ -= steps;
        return true;
    }

    bool stop(refusal why) {
        why_ = why;
        return false;
    }

    static constexpr double steps_a_second = 1e8;
    static constexpr std::size_t long_text = 32;  // bytes that are gone through in a step

    const program& program_;
    const rule* rules_;
    std::size_t levels_;
    std::size_t steps_;
    double slow_since_ = -1;  // processor time at the end of the last slow match
    refusal why_ = refusal::none;
};

}  // namespace asyncapi::validation::detail
