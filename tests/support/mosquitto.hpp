#pragma once

#include <support/server_process.hpp>

#include <unistd.h>
#include <cstdint>
#include <string>
#include <utility>

namespace asyncapi::testing {

/// A mosquitto of a test's own, on a free port of the loopback interface.
class mosquitto {
public:
    /// \param more  lines for its configuration, after those for the listener
    explicit mosquitto(std::string more = "allow_anonymous true\n") : more_{std::move(more)} {
        start();
    }

    void start() {
        folder_.write("mosquitto.conf", "listener " + std::to_string(port_) +
                                            " 127.0.0.1\n"
                                            "set_tcp_nodelay true\n"
                                            "max_inflight_messages 1000\n"
                                            "max_queued_messages 100000\n"
                                            "persistence_location " +
                                            folder_.path().string() + "/\n" +
                                            (::geteuid() == 0 ? stay_root : "") + more_);
        for (int attempt = 0; attempt < 3; ++attempt) {
            process_ = server_process{{ASYNCAPI_MOSQUITTO, "-c", folder_.file("mosquitto.conf")},
                                      folder_.file("log")};
            if (wait_for_port(process_, port_)) return;
        }
        FAIL("mosquitto does not start");
    }

    /// As kill -9 does.
    void kill() { process_.stop(SIGKILL); }
    void stop() { process_.stop(SIGTERM); }
    void signal(int number) const { process_.signal(number); }

    std::uint16_t port() const noexcept { return port_; }
    std::string url() const { return "mqtt://127.0.0.1:" + std::to_string(port_); }
    const temporary_folder& folder() const noexcept { return folder_; }

private:
    // Otherwise it becomes another user, who may not write into the folder.
    static constexpr const char* stay_root = "user root\n";

    temporary_folder folder_;
    std::string more_;
    std::uint16_t port_ = free_port();
    server_process process_;
};

}  // namespace asyncapi::testing
