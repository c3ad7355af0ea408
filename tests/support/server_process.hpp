#pragma once

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

extern char** environ;

namespace asyncapi::testing {

namespace asio = boost::asio;

/// A port of this machine's that nobody listens on.
inline std::uint16_t free_port() {
    asio::io_context io;
    asio::ip::tcp::acceptor probe{io, {asio::ip::address_v4::loopback(), 0}};
    return probe.local_endpoint().port();
}

inline bool accepts(std::uint16_t port) {
    asio::io_context io;
    asio::ip::tcp::socket probe{io};
    boost::system::error_code code;
    probe.connect({asio::ip::address_v4::loopback(), port}, code);
    return !code;
}

/// A folder that goes with its owner.
class temporary_folder {
public:
    temporary_folder() {
        auto name = (std::filesystem::temp_directory_path() / "asyncapi-test-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path& path() const noexcept { return path_; }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream{file(name)} << text;
        return file(name);
    }

private:
    std::filesystem::path path_;
};

/// A program that runs beside a test, stopped by its process id.
class server_process {
public:
    server_process() = default;
    explicit server_process(std::vector<std::string> command,
                            const std::string& log = "/dev/null") {
        std::vector<char*> words;
        for (auto& word : command) words.push_back(word.data());
        words.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                         O_WRONLY | O_CREAT | O_APPEND, 0600);
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
        const auto failed =
            ::posix_spawnp(&pid_, words[0], &actions, nullptr, words.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        CAPTURE(command.front());
        REQUIRE(failed == 0);
    }
    server_process(server_process&& other) noexcept : pid_{std::exchange(other.pid_, 0)} {}
    server_process& operator=(server_process&& other) noexcept {
        if (this != &other) {
            stop(SIGKILL);
            pid_ = std::exchange(other.pid_, 0);
        }
        return *this;
    }
    ~server_process() { stop(SIGKILL); }

    bool running() const { return pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == 0; }
    void signal(int number) const {
        if (pid_ > 0) ::kill(pid_, number);
    }
    /// Ends it, and waits until it has.
    void stop(int number = SIGTERM) {
        if (pid_ <= 0) return;
        ::kill(pid_, number);
        ::kill(pid_, SIGCONT);
        ::waitpid(std::exchange(pid_, 0), nullptr, 0);
    }
    /// Waits until it ends by itself.
    void wait() {
        if (pid_ > 0) ::waitpid(std::exchange(pid_, 0), nullptr, 0);
    }
    pid_t id() const noexcept { return pid_; }

private:
    pid_t pid_ = 0;
};

/// Waits until the server takes connections. \return false when it ended, or did not in time
inline bool wait_for_port(const server_process& server, std::uint16_t port,
                          std::chrono::seconds limit = std::chrono::seconds{30}) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < end && server.running()) {
        if (accepts(port)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return false;
}

}  // namespace asyncapi::testing
