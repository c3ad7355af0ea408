#pragma once

#include <support/drive.hpp>

#include <doctest/doctest.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

extern char** environ;

namespace asyncapi::testing {

namespace asio = boost::asio;

/// A script that runs beside a test and checks what it sees. What it prints comes line by line; a
/// failed check of its own is on its standard error, and its exit code is not 0.
class peer_process {
public:
    peer_process(asio::io_context& io, std::vector<std::string> command,
                 const std::vector<std::string>& arguments)
        : io_{io}, out_{io}, in_{io} {
        command.insert(command.end(), arguments.begin(), arguments.end());
        std::vector<char*> words;
        for (auto& word : command) words.push_back(word.data());
        words.push_back(nullptr);

        std::array<int, 2> to_child{};
        std::array<int, 2> from_child{};
        REQUIRE(::pipe2(to_child.data(), O_CLOEXEC) == 0);
        REQUIRE(::pipe2(from_child.data(), O_CLOEXEC) == 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
        const auto failed =
            ::posix_spawn(&pid_, words[0], &actions, nullptr, words.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(to_child[0]);
        ::close(from_child[1]);
        in_.assign(to_child[1]);
        out_.assign(from_child[0]);
        REQUIRE(failed == 0);
        read();
    }
    peer_process(const peer_process&) = delete;
    peer_process& operator=(const peer_process&) = delete;
    ~peer_process() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
    }

    void tell(std::string line) {
        line += '\n';
        boost::system::error_code ignored;
        in_.write_some(asio::buffer(line), ignored);
    }

    /// \return the next line, or nothing when there will be none
    std::string line() {
        drive_until(io_, [this] { return !lines_.empty() || ended_; });
        if (lines_.empty()) return {};
        auto next = std::move(lines_.front());
        lines_.pop_front();
        return next;
    }

    /// Waits for the end. \return the exit code
    int exit_code() {
        in_.close();
        if (!drive_until(io_, [this] { return ended_; })) return -1;
        int status = 0;
        ::waitpid(std::exchange(pid_, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    using block = std::array<char, 4096>;

    void read() {
        auto into = std::make_shared<block>();
        const auto room = asio::buffer(*into);
        out_.async_read_some(room, [this, into = std::move(into), watch = std::weak_ptr{alive_}](
                                       boost::system::error_code code, std::size_t bytes) {
            if (watch.expired()) return;
            if (code) {
                ended_ = true;
                return;
            }
            text_.append(into->data(), bytes);
            for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
                lines_.push_back(text_.substr(0, end));
                text_.erase(0, end + 1);
            }
            read();
        });
    }

    asio::io_context& io_;
    asio::posix::stream_descriptor out_;
    asio::posix::stream_descriptor in_;
    ::pid_t pid_ = 0;
    std::string text_;
    std::deque<std::string> lines_;
    bool ended_ = false;
    std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace asyncapi::testing
