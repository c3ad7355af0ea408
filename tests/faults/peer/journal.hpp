#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace faults {

/// A file that has what was written to it even when the process is killed right after.
class journal {
public:
    explicit journal(const std::string& file)
        : file_{::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)} {
        if (file_ < 0) throw std::runtime_error{"cannot open " + file};
    }
    journal(const journal&) = delete;
    journal& operator=(const journal&) = delete;
    ~journal() { ::close(file_); }

    void write(const std::string& line) const {
        if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            throw std::runtime_error{"cannot write the journal"};
    }

private:
    int file_;
};

}  // namespace faults
