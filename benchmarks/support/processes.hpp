#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace benchmarks {

/// One side of a measurement, in a process of its own that says numbers.
class side {
public:
    using say = std::function<void(double)>;

    explicit side(const std::function<void(const say&)>& work) {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error{"no pipe"};
        std::fflush(stdout);
        id_ = ::fork();
        if (id_ < 0) throw std::runtime_error{"no process"};
        if (id_ == 0) {
            ::close(ends[0]);
            ::_exit(run(work, ends[1]));
        }
        ::close(ends[1]);
        from_ = ::fdopen(ends[0], "r");
    }
    side(const side&) = delete;
    side& operator=(const side&) = delete;
    ~side() {
        if (id_ > 0) {
            ::kill(id_, SIGKILL);
            end();
        }
        std::fclose(from_);
    }

    /// \return the next number that it says
    double next() {
        double value = 0;
        if (std::fscanf(from_, "%lf", &value) != 1)
            throw std::runtime_error{"a side of a measurement failed"};
        return value;
    }

    /// Ends it. \return the seconds of CPU that it took, the kernel's for it included
    double stop() {
        ::kill(id_, SIGTERM);
        return end();
    }

private:
    static int run(const std::function<void(const say&)>& work, int to) {
        try {
            work([to](double value) { ::dprintf(to, "%.9g\n", value); });
            return 0;
        } catch (const std::exception& failure) {
            std::fprintf(stderr, "%s\n", failure.what());
            return 1;
        }
    }

    double end() {
        rusage used{};
        int status = 0;
        ::wait4(id_, &status, 0, &used);
        id_ = 0;
        const auto of = [](const timeval& t) {
            return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
        };
        return of(used.ru_utime) + of(used.ru_stime);
    }

    pid_t id_ = 0;
    std::FILE* from_ = nullptr;
};

}  // namespace benchmarks
