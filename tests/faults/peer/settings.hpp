#pragma once

#include <asyncapi/transports/mqtt/options.hpp>

#include <charconv>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace faults {

/// What a role is told: words `name=value` of the command line.
class settings {
public:
    settings(int count, char** words) {
        for (int i = 0; i < count; ++i) {
            const std::string_view word{words[i]};
            const auto sign = word.find('=');
            if (sign == std::string_view::npos)
                throw std::invalid_argument{"not name=value: " + std::string{word}};
            values_.insert_or_assign(std::string{word.substr(0, sign)},
                                     std::string{word.substr(sign + 1)});
        }
    }

    const std::string& text(const std::string& name) const {
        const auto at = values_.find(name);
        if (at == values_.end()) throw std::invalid_argument{"missing: " + name};
        return at->second;
    }

    std::uint64_t number(const std::string& name) const {
        const auto& written = text(name);
        std::uint64_t value = 0;
        const auto* const end = written.data() + written.size();
        if (std::from_chars(written.data(), end, value).ptr != end)
            throw std::invalid_argument{"not a number: " + name + "=" + written};
        return value;
    }
    std::uint64_t number(const std::string& name, std::uint64_t otherwise) const {
        return values_.contains(name) ? number(name) : otherwise;
    }

    /// What every role's connection is told.
    asyncapi::mqtt::client_options client(const std::string& client_id) const {
        asyncapi::mqtt::client_options made;
        made.url = text("url");
        made.client_id = client_id;
        made.version = number("version", 5) == 5 ? asyncapi::mqtt::version::v5
                                                 : asyncapi::mqtt::version::v3_1_1;
        made.times.keep_alive = std::chrono::seconds{number("keep_alive", 30)};
        made.times.connect_timeout = std::chrono::milliseconds{number("connect_timeout_ms", 10000)};
        made.times.close_timeout = std::chrono::seconds{40};
        made.backoff.initial = std::chrono::milliseconds{number("backoff_initial_ms", 250)};
        made.backoff.max = std::chrono::milliseconds{number("backoff_max_ms", 30000)};
        return made;
    }

private:
    std::map<std::string, std::string> values_;
};

}  // namespace faults
