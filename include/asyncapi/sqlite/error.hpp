#pragma once

#include <asyncapi/detail/config.hpp>

#include <boost/system/error_code.hpp>

namespace asyncapi::sqlite {

/// The category of what SQLite returns: SQLITE_BUSY, SQLITE_FULL and so on.
const boost::system::error_category& error_category() noexcept;

}  // namespace asyncapi::sqlite

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/impl/error.ipp>
#endif
