#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/draft07/says_nothing.hpp>

#include <algorithm>
#include <deque>
#include <unordered_set>
#include <vector>

namespace asyncapi::validation::detail {

/// Makes schemas `{}` that accept every value, among them those that only lead to one another.
class pruning {
public:
    explicit pruning(std::deque<node>& nodes) : nodes_{nodes} {
        for (const auto& each : nodes) made_.insert(&each), nothing_.insert(&each);
    }

    void run() {
        // Those inside others were made after them, so that one time back mostly is enough.
        for (bool is_settled = false; !is_settled;) {
            is_settled = true;
            for (auto at = nodes_.rbegin(); at != nodes_.rend(); ++at)
                if (nothing_.contains(&*at) && !is_nothing(*at))
                    nothing_.erase(&*at), is_settled = false;
        }
        for (auto& each : nodes_) {
            if (is_nothing(&each)) {
                auto location = std::move(each.location);
                each = {};
                each.location = std::move(location);
            } else {
                tidy(each);
            }
        }
    }

private:
    bool is_nothing(const node* schema) const {
        if (schema == nullptr) return true;
        return made_.contains(schema) ? nothing_.contains(schema) : says_nothing(*schema);
    }
    bool are_nothing(const std::vector<const node*>& list) const {
        return std::ranges::all_of(list, [this](const auto* each) { return is_nothing(each); });
    }

    // As far as what it leads to is nothing too.
    bool is_nothing(const node& s) const {
        if (s.is_false || says_something(s.values) || says_something(s.numbers) ||
            says_something(s.strings))
            return false;
        const auto& a = s.arrays;
        if (a.contains != nullptr || a.min_items || a.max_items || a.unique_items) return false;
        if (!is_nothing(a.items) || !are_nothing(a.tuple) || !is_nothing(a.additional_items))
            return false;
        const auto& o = s.objects;
        if (!o.required.empty() || o.min_properties || o.max_properties) return false;
        const auto leads_nowhere = [this](const auto& each) { return is_nothing(each.schema); };
        if (!std::ranges::all_of(o.properties, leads_nowhere) ||
            !std::ranges::all_of(o.pattern_properties, leads_nowhere) ||
            !is_nothing(o.additional_properties) || !is_nothing(o.property_names))
            return false;
        for (const auto& each : o.dependencies)
            if (!each.names.empty() || !is_nothing(each.schema)) return false;
        const auto& c = s.combinations;
        return are_nothing(c.all_of) && is_met(c.any_of) && c.one_of.empty() &&
               c.negated == nullptr && is_nothing(c.consequent) && is_nothing(c.alternative);
    }
    bool is_met(const std::vector<const node*>& any_of) const {
        return any_of.empty() ||
               std::ranges::any_of(any_of, [this](const auto* each) { return is_nothing(each); });
    }

    void drop(const node*& schema) const {
        if (is_nothing(schema)) schema = nullptr;
    }

    // Without the parts that are nothing.
    void tidy(node& s) const {
        const auto leads_nowhere = [this](const auto& each) { return is_nothing(each.schema); };
        auto& a = s.arrays;
        drop(a.items);
        drop(a.additional_items);
        if (a.additional_items == nullptr) {
            while (!a.tuple.empty() && is_nothing(a.tuple.back())) a.tuple.pop_back();
            if (a.tuple.empty()) a.is_tuple = false;
        }
        auto& o = s.objects;
        drop(o.additional_properties);
        drop(o.property_names);
        // Where others are spoken of, it counts which names are none of them.
        if (o.additional_properties == nullptr) {
            std::erase_if(o.properties, leads_nowhere);
            std::erase_if(o.pattern_properties, leads_nowhere);
        }
        for (auto& each : o.dependencies) drop(each.schema);
        std::erase_if(o.dependencies, [](const dependency& each) {
            return each.names.empty() && each.schema == nullptr;
        });
        auto& c = s.combinations;
        std::erase_if(c.all_of, [this](const auto* each) { return is_nothing(each); });
        if (is_met(c.any_of)) c.any_of.clear();
        drop(c.consequent);
        drop(c.alternative);
        if (c.consequent == nullptr && c.alternative == nullptr) c.condition = nullptr;
    }

    std::deque<node>& nodes_;
    std::unordered_set<const node*> made_;
    std::unordered_set<const node*> nothing_;
};

inline void prune(std::deque<node>& nodes) {
    pruning{nodes}.run();
}

}  // namespace asyncapi::validation::detail
