#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace customer {

/// Derives what is stored instead of a password: scrypt with a salt of its own.
///
/// Takes tens of milliseconds and 16 MiB on purpose; touches nothing shared, so any thread may.
std::string hash_password(std::string_view password);

/// \return whether `stored`, which `hash_password` made, belongs to `password`; the comparison
/// takes
///         the same time wherever they differ
bool password_matches(std::string_view password, std::string_view stored);

/// \return `bytes` random bytes from the operating system, in hexadecimal
std::string random_token(std::size_t bytes);

/// \return SHA-256 in hexadecimal: what is stored instead of a session token
std::string digest(std::string_view text);

}  // namespace customer
