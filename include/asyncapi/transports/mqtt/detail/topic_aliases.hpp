#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// Numbers in the place of topics, over one connection: what the broker knows by now.
///
/// A topic gets a number when it is sent; when none is free, that of the topic that was not sent
/// for the longest time.
///
/// \see MQTT 5 section 3.3.2.3.4
class topic_aliases {
public:
    struct alias {
        std::uint16_t number = 0;
        bool known = false;  ///< the broker knows which topic it is: none needs to be sent
    };

    /// \param most  the largest that the broker takes; 0: none
    void allow(std::uint16_t most) {
        most_ = most;
        by_topic_.clear();
        by_use_.clear();
    }

    /// \return nothing where a topic is shorter than what would stand for it
    std::optional<alias> of(std::string_view topic) {
        if (most_ == 0 || topic.size() <= property_bytes) return {};
        if (const auto known = by_topic_.find(topic); known != by_topic_.end()) {
            by_use_.splice(by_use_.begin(), by_use_, known->second);
            return alias{known->second->number, true};
        }
        const bool is_free = by_use_.size() < most_;
        auto number = static_cast<std::uint16_t>(by_use_.size() + 1);
        if (!is_free) {
            number = by_use_.back().number;
            by_topic_.erase(by_use_.back().topic);
            by_use_.pop_back();
        }
        by_use_.push_front({std::string{topic}, number});
        by_topic_.emplace(by_use_.front().topic, by_use_.begin());
        return alias{number, false};
    }

    /// How long the property is, with its id.
    static constexpr std::size_t property_bytes = 3;

private:
    struct entry {
        std::string topic;
        std::uint16_t number;
    };

    std::uint16_t most_ = 0;
    std::list<entry> by_use_;  // the latest first
    std::map<std::string_view, std::list<entry>::iterator, std::less<>> by_topic_;
};

}  // namespace asyncapi::mqtt::detail
