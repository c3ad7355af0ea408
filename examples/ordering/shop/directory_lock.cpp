#include <shop/directory_lock.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace shop {
namespace {

int open_lock(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) throw std::runtime_error{"cannot make " + folder.string() + ": " + code.message()};
    const int file = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file >= 0) return file;
    throw std::runtime_error{"cannot write to " + folder.string() + ": " +
                             std::generic_category().message(errno)};
}

}  // namespace

directory_lock::directory_lock(const std::filesystem::path& folder) : file_{open_lock(folder)} {
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(file_);
    throw std::runtime_error{"another shop has its state in " + folder.string()};
}

directory_lock::~directory_lock() {
    ::close(file_);
}

}  // namespace shop
