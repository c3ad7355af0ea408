#pragma once

#include <asyncapi/deduplicator.hpp>

#include <deque>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace asyncapi {

namespace detail {

struct messages_under_way {
    std::map<std::string, std::vector<unique_function<void(bool)>>, std::less<>> all;
};

}  // namespace detail

ASYNCAPI_DECL deduplicator::deduplicator()
    : under_way_{std::make_unique<detail::messages_under_way>()} {}
ASYNCAPI_DECL deduplicator::~deduplicator() = default;

ASYNCAPI_DECL result<deduplicator::verdict> deduplicator::begin(
    std::string_view id, wall_time now, detail::unique_function<void(bool)> when_settled) {
    auto& all = under_way_->all;
    if (const auto first = all.find(id); first != all.end()) {
        first->second.push_back(std::move(when_settled));
        return verdict::under_way;
    }
    const auto known = knows(id, now);
    if (!known) return known.error();
    if (*known) return verdict::handled;
    all.try_emplace(std::string{id});
    return verdict::fresh;
}

ASYNCAPI_DECL void deduplicator::end(std::string_view id, wall_time now, bool handled) {
    if (handled && !remember(id, now)) ++forgotten_;
    tell_waiting(id, handled);
}

ASYNCAPI_DECL void deduplicator::bury(std::string_view id) {
    tell_waiting(id, true);
}

ASYNCAPI_DECL void deduplicator::tell_waiting(std::string_view id, bool is_settled) {
    auto& all = under_way_->all;
    const auto first = all.find(id);
    if (first == all.end()) return;
    // Whoever waits may begin anew.
    auto waiting = std::move(first->second);
    all.erase(first);
    for (auto& each : waiting) each(is_settled);
}

struct recent_messages::window {
    struct entry {
        std::string id;
        wall_time since;
    };
    std::deque<entry> oldest_first;            // what is in it does not move
    std::unordered_set<std::string_view> ids;  // of those
};

ASYNCAPI_DECL recent_messages::recent_messages(recent_messages_options options)
    : options_{options}, window_{std::make_unique<window>()} {}
ASYNCAPI_DECL recent_messages::~recent_messages() = default;

ASYNCAPI_DECL std::size_t recent_messages::size() const noexcept {
    return window_->ids.size();
}

ASYNCAPI_DECL void recent_messages::forget(wall_time now) {
    auto& entries = window_->oldest_first;
    while (!entries.empty() && (entries.size() > options_.max_messages ||
                                now - entries.front().since > options_.max_age)) {
        window_->ids.erase(entries.front().id);
        entries.pop_front();
    }
}

ASYNCAPI_DECL result<bool> recent_messages::knows(std::string_view id, wall_time now) {
    forget(now);
    return window_->ids.contains(id);
}

ASYNCAPI_DECL result<void> recent_messages::remember(std::string_view id, wall_time now) {
    if (window_->ids.contains(id)) return {};
    const auto& added = window_->oldest_first.emplace_back(window::entry{std::string{id}, now});
    window_->ids.insert(added.id);
    forget(now);
    return {};
}

}  // namespace asyncapi
