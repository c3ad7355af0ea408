#pragma once

#include <asyncapi/transports/mqtt/client.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace faults {

/// A line for who drives this program: a word, then `name=value`, written at once.
///
/// Times are seconds of the clock that Python calls monotonic.
class report {
public:
    explicit report(std::string_view what) : text_{what} {
        const std::chrono::duration<double> now =
            std::chrono::steady_clock::now().time_since_epoch();
        add("at", now.count());
    }
    report(const report&) = delete;
    report& operator=(const report&) = delete;
    ~report() {
        text_ += '\n';
        std::fwrite(text_.data(), 1, text_.size(), stdout);
        std::fflush(stdout);
    }

    template <class Value>
    report& add(std::string_view name, const Value& value) {
        text_ += ' ';
        text_ += name;
        text_ += '=';
        if constexpr (std::is_arithmetic_v<Value>)
            text_ += std::to_string(value);
        else
            text_ += value;
        return *this;
    }

    report& add(const asyncapi::mqtt::client& client) {
        const auto counts = client.statistics();
        return add("connections", counts.connections)
            .add("sent_again", counts.sent_again)
            .add("confirmed", counts.acknowledged)
            .add("given_up", counts.lost)
            .add("refused", counts.refused)
            .add("repeated", counts.repeated)
            .add("protocol_errors", counts.protocol_errors);
    }

private:
    std::string text_;
};

/// Reports each change of a client's state.
inline auto report_states(std::string client_id) {
    return [client_id = std::move(client_id)](asyncapi::connection_state state,
                                              const asyncapi::error* why) {
        report line{"state"};
        line.add("client", client_id).add("is", asyncapi::to_string(state));
        // Words: the last of the line.
        if (why != nullptr) line.add("why", why->to_string());
    };
}

}  // namespace faults
