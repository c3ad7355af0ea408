#pragma once

#include <asyncapi/detail/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace asyncapi::detail {

std::uint64_t random_bits();

/// \return lower-case hexadecimal digits, never all zero
std::string random_hex(std::size_t digits);

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/detail/impl/random_id.ipp>
#endif
