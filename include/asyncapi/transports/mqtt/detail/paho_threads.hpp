#pragma once

#include <mqtt/async_client.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <poll.h>

namespace asyncapi::mqtt::detail {

namespace asio = boost::asio;

/// Looks after Paho's two threads, which all clients of a process share.
///
/// Paho stops them with its last client and starts them with the next, and its receiving thread
/// waits up to a second before it looks at a socket that was not there when it began to wait. So a
/// client that is never used keeps them running, connected to this process, and a byte for it wakes
/// the receiving one. Clients are destroyed here as well: that can take a second.
class paho_threads {
public:
    static paho_threads& instance() {
        static paho_threads all;
        return all;
    }

    /// Destroys a client on a thread of its own, which is none of Paho's.
    void dispose(std::shared_ptr<void> client) {
        const std::scoped_lock lock{mutex_};
        gone_.push_back(std::move(client));
        run();
    }

    /// Makes Paho look at all its sockets now.
    void wake() {
        const std::scoped_lock lock{mutex_};
        wanted_ = true;
        run();
    }

    paho_threads(const paho_threads&) = delete;
    paho_threads& operator=(const paho_threads&) = delete;

private:
    using tcp = asio::ip::tcp;

    paho_threads() = default;
    ~paho_threads() {
        {
            const std::scoped_lock lock{mutex_};
            ending_ = true;
            changed_.notify_one();
        }
        if (thread_.joinable()) thread_.join();
    }

    void run() {
        if (!thread_.joinable()) thread_ = std::thread{[this] { work(); }};
        changed_.notify_one();
    }

    void work() {
        keeper kept;
        std::unique_lock lock{mutex_};
        for (;;) {
            changed_.wait(lock, [this] { return ending_ || wanted_ || !gone_.empty(); });
            const bool wake_up = std::exchange(wanted_, false);
            auto gone = std::exchange(gone_, {});
            const bool last = ending_ && gone.empty();
            lock.unlock();
            if (wake_up && !last) kept.wake();
            gone.clear();
            lock.lock();
            if (last) return;
        }
    }

    // The client that keeps the threads, and the broker it believes in.
    class keeper {
    public:
        void wake() {
            if (!client_) start();
            // What a broker sends to a ping; nobody asked for it, and it is ignored.
            static constexpr char pingresp[] = {'\xD0', 0};
            boost::system::error_code failed;
            asio::write(peer_, asio::buffer(pingresp), failed);
            if (failed) {
                client_.reset();
                peer_.close(failed);
            }
        }

    private:
        void start() {
            try {
                tcp::acceptor acceptor{io_, {asio::ip::address_v4::loopback(), 0}};
                client_.emplace(
                    "tcp://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()),
                    "asyncapi", ::mqtt::create_options{MQTTVERSION_3_1_1}, nullptr);
                ::mqtt::connect_options options;
                options.set_keep_alive_interval(0);
                options.set_mqtt_version(MQTTVERSION_3_1_1);
                const auto token = client_->connect(options);
                require_input(acceptor.native_handle());
                peer_ = acceptor.accept();
                require_input(peer_.native_handle());
                std::string connect(2, 0);
                asio::read(peer_, asio::buffer(connect));
                // A CONNECT as short as this one has its length in one byte.
                connect.resize(static_cast<unsigned char>(connect[1]));
                asio::read(peer_, asio::buffer(connect));
                static constexpr char connack[] = {0x20, 2, 0, 0};
                asio::write(peer_, asio::buffer(connack));
                token->wait_for(std::chrono::seconds{2});
            } catch (const std::exception&) {
                // Without it Paho works as it does, with its waits.
                client_.reset();
            }
        }

        // Nothing here may wait for ever: the end of the process waits for this thread.
        static void require_input(int file) {
            pollfd wanted{file, POLLIN, 0};
            constexpr int limit_ms = 2000;
            if (::poll(&wanted, 1, limit_ms) != 1)
                throw std::runtime_error{"Paho does not connect"};
        }

        asio::io_context io_;
        tcp::socket peer_{io_};
        std::optional<::mqtt::async_client> client_;
    };

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::shared_ptr<void>> gone_;
    std::thread thread_;
    bool wanted_ = false;
    bool ending_ = false;
};

}  // namespace asyncapi::mqtt::detail
