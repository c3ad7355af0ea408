#pragma once

#include <filesystem>

namespace shop {

/// Keeps a second shop out of a folder: two would drive the same orders. Ends with the process,
/// however that ends.
class directory_lock {
public:
    /// Makes the folder where it is missing.
    ///
    /// \throw std::runtime_error when it cannot be written to, or another shop has it
    explicit directory_lock(const std::filesystem::path& folder);
    directory_lock(const directory_lock&) = delete;
    directory_lock& operator=(const directory_lock&) = delete;
    ~directory_lock();

private:
    int file_;
};

}  // namespace shop
