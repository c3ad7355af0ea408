#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/json/value_access.hpp>
#include <asyncapi/validation/program/marks.hpp>
#include <asyncapi/validation/program/rules.hpp>
#include <asyncapi/validation/program/unique.hpp>
#include <asyncapi/validation/work_left.hpp>

#include <rapidjson/document.h>

#include <algorithm>
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
    unseen,  ///< the value does not show what has to be judged
};

/// Runs a program over a value, for the verdict alone: nothing is kept of the way to it.
///
/// A value is RapidJSON's, or what has the functions of `json/value_access.hpp`.
class program_run {
public:
    program_run(const program& what, std::size_t max_depth, work_left work)
        : program_{what}, rules_{what.rules.data()}, levels_{max_depth}, work_{work} {}

    template <class Value>
    bool accepts(const Value& value) {
        return check(program_.root, value) && why_ == refusal::none;
    }

    /// After `accepts` said no.
    refusal why() const noexcept { return why_; }
    /// The pattern that took too much work, where one did.
    const pattern* exhausted() const noexcept { return exhausted_; }
    work_left work() const noexcept { return work_; }

private:
    // Inlined where it is called, up to the point where it may call itself.
    template <class Value>
    [[gnu::always_inline]] bool check(rule_index index, const Value& value) {
        if (index == anything) return true;
        if (is_opaque(value)) return stop(refusal::unseen);
        const rule& r = rules_[index];
        const auto kind = type_of(value);
        const unsigned type = type_mask(kind);
        if ((r.types & type) == 0) return false;
        if (((r.parts | r.rest) & type) == 0) return true;
        if ((r.rest & type) != 0) return check_all(r, value);
        if (kind == rapidjson::kNumberType) return check_number(program_.numbers[r.number], value);
        if (kind == rapidjson::kStringType)
            return check_text(program_.texts[r.text], text_of(value));
        return check_container(r, value);
    }

    template <class Value>
    [[gnu::noinline]] bool check_container(const rule& r, const Value& value) {
        return type_of(value) == rapidjson::kObjectType
                   ? check_object(program_.objects[r.object], value)
                   : check_array(program_.arrays[r.array], value);
    }

    template <class Value>
    [[gnu::noinline]] bool check_all(const rule& r, const Value& value) {
        if ((r.parts & type_mask(type_of(value))) != 0 && !check_part(r, value)) return false;
        return check_rest(program_.combinations[r.combination], value);
    }

    template <class Value>
    bool check_part(const rule& r, const Value& value) {
        switch (type_of(value)) {
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

    template <class Value>
    static bool check_number(const number_rule& r, const Value& value) {
        std::int64_t whole = 0;
        if (get_whole(value, whole)) {
            if (whole < r.least || whole > r.most) return false;
            if (r.keywords.format != nullptr && !r.keywords.format->numeric(whole)) return false;
            if (r.divisor == 1) return true;
            if (r.divisor > 1) return whole % r.divisor == 0;
            return number{whole}.is_multiple_of(*r.keywords.multiple_of);
        }
        double real = 0;
        if (!r.reals_need_keywords && get_real(value, real))
            return (r.is_low_open ? real > r.low : real >= r.low) &&
                   (r.is_high_open ? real < r.high : real <= r.high);
        return check_real(r, number_of(value));
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
            const auto characters = asyncapi::detail::utf8_size(text);
            if (characters < r.least || characters > r.most) return false;
        }
        if (r.is_listed && r.allowed.find(text) == name_table::none) return false;
        if (r.pattern != nullptr && !check_pattern(*r.pattern, text)) return false;
        if (r.format != nullptr && !r.format->text(text)) return false;
        const bool has_content = r.content.base64 || r.content.json;
        return !has_content || broken_content(r.content, text).empty();
    }

    bool check_pattern(const pattern& which, std::string_view text) {
        // As long as the text, which has been paid for.
        if (const auto* simple = which.simple()) return simple->matches(text);
        if (!spend(1 + text.size() / long_text)) return false;
        const auto verdict = which.may_backtrack() ? run_metered(which, text) : which.run(text);
        if (verdict != match::exhausted) return verdict == match::yes;
        exhausted_ = &which;
        return stop(refusal::too_much_work);
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
        const auto since = std::exchange(work_.slow_since, now);
        if (since < 0 || now <= since) return verdict;
        return spend(static_cast<std::size_t>((now - since) * steps_a_second)) ? verdict
                                                                               : match::exhausted;
    }

    template <class Value>
    bool check_array(const array_rule& r, const Value& array) {
        const auto size = item_count(array);
        if (size < r.least || size > r.most) return false;
        if (!spend(size)) return false;
        if (levels_ == 0) return stop(refusal::too_deep);
        --levels_;
        const bool valid = check_items(r, array);
        ++levels_;
        return valid;
    }

    template <class Value>
    bool check_items(const array_rule& r, const Value& array) {
        const auto check_item = [&](const auto& item, std::size_t) __attribute__((always_inline)) {
            return check(r.items, item);
        };
        if (!r.tuple.empty()) {
            if (!check_tuple(r, array)) return false;
        } else if (r.items != anything && !all_items(array, check_item)) {
            return false;
        }
        if (r.has_contains && !contains(r, array)) return false;
        return !r.is_unique || item_count(array) < 2 || check_unique(array);
    }

    template <class Value>
    [[gnu::noinline]] bool check_tuple(const array_rule& r, const Value& array) {
        return all_items(array, [&](const auto& item, std::size_t index) {
            return check(index < r.tuple.size() ? r.tuple[index] : r.items, item);
        });
    }

    template <class Value>
    [[gnu::noinline]] bool contains(const array_rule& r, const Value& array) {
        const bool has_none = all_items(array, [&](const auto& item, std::size_t) {
            return !check(r.contains, item) && why_ == refusal::none;
        });
        return !has_none && why_ == refusal::none;
    }

    template <class Value>
    [[gnu::noinline]] bool check_unique(const Value& array) {
        if (!has_comparable_items(array)) return stop(refusal::unseen);
        const bool is_counted = all_items(array, [&](const auto& item, std::size_t) {
            const auto size = count_values(item, levels_);
            if (size == too_deep_to_count) return stop(refusal::too_deep);
            return size <= 1 || spend(size);
        });
        if (!is_counted) return false;
        const bool unique = all_unique(array, work_.steps);
        return work_.steps > 0 ? unique : stop(refusal::too_much_work);
    }

    template <class Value>
    bool check_object(const object_rule& r, const Value& object) {
        const auto size = member_count(object);
        if (size < r.least || size > r.most) return false;
        if (!spend(size)) return false;
        if (levels_ == 0) return stop(refusal::too_deep);
        --levels_;
        const bool valid = r.marks <= 64 ? check_members<one_word>(r, object)
                                         : check_members<many_words>(r, object);
        ++levels_;
        return valid;
    }

    template <class Marks, class Value>
    bool check_members(const object_rule& r, const Value& object) {
        Marks seen{r.marks};
        if (r.is_narrow) {
            for (const auto& property : r.properties) {
                const auto value = find_named(object, property.name);
                if (!value) continue;
                if (property.mark != no_part) seen.set(property.mark);
                if (!check(property.rule, *value)) return false;
            }
        } else if (!check_each_member(r, object, seen)) {
            return false;
        }
        return seen.has_all(r) && (r.dependencies.empty() || check_dependencies(r, object, seen));
    }

    template <class Marks, class Value>
    bool check_each_member(const object_rule& r, const Value& object, Marks& seen) {
        const bool is_plain = r.patterns.empty() && r.name_rule == anything;
        // Members mostly come in the order of the schema.
        std::size_t expected = 0;
        return all_members(
            object, [&](std::string_view name, const auto& value) __attribute__((always_inline)) {
                const property_rule* property = nullptr;
                if (expected < r.properties.size() &&
                    same_text(r.properties[expected].name, name)) {
                    property = &r.properties[expected++];
                } else if (const auto index = r.names.find(name); index != name_table::none) {
                    property = &r.properties[index];
                    expected = index + 1;
                }
                if (property != nullptr && property->mark != no_part) seen.set(property->mark);
                const bool is_declared = property != nullptr && property->is_declared;
                if (is_declared && !check(property->rule, value)) return false;
                if (!is_plain) return check_other(r, name, is_declared, value);
                return is_declared || check(r.additional, value);
            });
    }

    template <class Value>
    bool check_other(const object_rule& r, std::string_view name, bool is_known,
                     const Value& value) {
        if (!check_name(r.name_rule, name)) return false;
        if (!spend(r.patterns.size() * (1 + name.size() / long_text))) return false;
        for (const auto& each : r.patterns) {
            if (!check_pattern(*each.pattern, name)) {
                if (why_ != refusal::none) return false;
                continue;
            }
            is_known = true;
            if (!check(each.rule, value)) return false;
        }
        return is_known || check(r.additional, value);
    }

    bool check_name(rule_index index, std::string_view name) {
        if (index == anything) return true;
        const auto size = static_cast<rapidjson::SizeType>(name.size());
        const json_value text{rapidjson::StringRef(name.data(), size)};
        return check(index, text);
    }

    template <class Marks, class Value>
    bool check_dependencies(const object_rule& r, const Value& object, const Marks& seen) {
        for (const auto& each : r.dependencies) {
            if (!seen.has(each.mark)) continue;
            for (const auto mark : each.needed)
                if (!seen.has(mark)) return false;
            if (!check(each.rule, object)) return false;
        }
        return true;
    }

    template <class Value>
    bool check_rest(const combination_rule& r, const Value& value) {
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

    template <class Value>
    bool is_listed(const combination_rule& r, const Value& value) {
        if (!is_comparable(value)) return stop(refusal::unseen);
        if (!spend(r.listed.size())) return false;
        const bool found = std::ranges::any_of(
            r.listed, [&](const auto* each) { return is_same_value(*each, value, work_.steps); });
        return found || (work_.steps == 0 && stop(refusal::too_much_work));
    }

    // How many alternatives a value satisfies, counted up to `enough`.
    template <class Value>
    int matches(const alternatives_rule& r, const Value& value, int enough) {
        int found = 0;
        const auto count = [&](const std::vector<rule_index>& list) {
            if (!spend(list.size())) return true;
            for (const auto index : list) {
                found += check(index, value);
                if (found >= enough || why_ != refusal::none) return true;
            }
            return false;
        };
        if (r.selectors.empty() || type_of(value) != rapidjson::kObjectType) {
            count(r.all);
            return why_ == refusal::none ? found : 0;
        }
        if (count(r.unselected)) return why_ == refusal::none ? found : 0;
        const auto select = [&](const selector& by, const auto& member) {
            if (is_opaque(member)) return !stop(refusal::unseen);
            if (count(by.when_present)) return true;
            const auto* const those = by.find(member);
            return those != nullptr && count(*those);
        };
        const auto size = member_count(value);
        if (!spend(1 + size / 4)) return 0;
        if (r.has_absent || r.selectors.size() <= size) {
            for (const auto& each : r.selectors) {
                if (!spend(1 + size / 4)) return 0;
                const auto member = find_named(value, each.name);
                if (member ? select(each, *member) : count(each.when_absent)) break;
            }
        } else {
            all_members(value, [&](std::string_view name, const auto& member) {
                const auto index = r.selector_names.find(name);
                if (index == name_table::none) return true;
                // Of members with one name the first counts.
                if (!spend(size / 4)) return false;
                return !is_first_named(value, name, member) || !select(r.selectors[index], member);
            });
        }
        return why_ == refusal::none ? found : 0;
    }

    bool spend(std::size_t steps) {
        if (work_.steps < steps) return stop(refusal::too_much_work);
        work_.steps -= steps;
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
    work_left work_;
    refusal why_ = refusal::none;
    const pattern* exhausted_ = nullptr;
};

}  // namespace asyncapi::validation::detail
