#pragma once

#include <asyncapi/sqlite/error.hpp>

#include <sqlite3.h>

#include <string>

namespace asyncapi::sqlite {
namespace detail {

class error_category_type final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "sqlite"; }
    std::string message(int value) const override { return sqlite3_errstr(value); }
};

}  // namespace detail

ASYNCAPI_DECL const boost::system::error_category& error_category() noexcept {
    static const detail::error_category_type category;
    return category;
}

}  // namespace asyncapi::sqlite
