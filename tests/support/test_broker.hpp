#pragma once

#include <support/mosquitto.hpp>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::testing {

/// The broker that tests share: a mosquitto of their own, or the nodes that the environment names.
///
/// - `ASYNCAPI_TEST_BROKERS`: URLs, with commas between them
/// - `ASYNCAPI_TEST_PROCESSES`: in the same order, the processes to stop and continue
/// - `ASYNCAPI_TEST_LOGIN`: `user:password`
class test_broker {
public:
    test_broker() {
        urls_ = words("ASYNCAPI_TEST_BROKERS");
        for (const auto& each : words("ASYNCAPI_TEST_PROCESSES"))
            processes_.push_back(std::stoi(each));
        if (urls_.empty()) own_ = std::make_unique<mosquitto>();
        const auto login = variable("ASYNCAPI_TEST_LOGIN");
        const auto colon = login.find(':');
        if (colon == std::string::npos) return;
        user_ = login.substr(0, colon);
        password_ = login.substr(colon + 1);
    }

    /// Of a node; there are as many as the environment names, and others are the same again.
    std::string url(std::size_t node = 0) const {
        return own_ ? own_->url() : urls_[node % urls_.size()];
    }
    /// Of the nodes, as far as the environment names them.
    const std::vector<pid_t>& processes() const noexcept { return processes_; }
    const std::string& user() const noexcept { return user_; }
    const std::string& password() const noexcept { return password_; }

    /// SIGSTOP and SIGCONT to the first node.
    void signal(int number) const {
        if (own_) return own_->signal(number);
        if (!processes_.empty()) ::kill(processes_.front(), number);
    }

private:
    static std::string variable(const char* name) {
        const auto* const value = std::getenv(name);
        return value == nullptr ? std::string{} : value;
    }
    static std::vector<std::string> words(const char* name) {
        std::vector<std::string> all;
        std::istringstream text{variable(name)};
        for (std::string each; std::getline(text, each, ',');) all.push_back(std::move(each));
        return all;
    }

    std::unique_ptr<mosquitto> own_;
    std::vector<std::string> urls_;
    std::vector<pid_t> processes_;
    std::string user_;
    std::string password_;
};

}  // namespace asyncapi::testing
