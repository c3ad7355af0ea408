#pragma once

#include <asyncapi/detail/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace asyncapi::detail {

/// How many digits ids of messages have.
inline constexpr std::size_t id_digits = 32;

std::uint64_t random_bits();

/// \return lower-case hexadecimal digits, never all zero
std::string random_hex(std::size_t digits);
/// The same, into the memory that is there.
void random_hex(std::size_t digits, std::string& into);

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/detail/impl/random_id.ipp>
#endif
