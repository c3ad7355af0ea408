#pragma once

#include <asyncapi/validation/rapidjson/encoding.hpp>

#include <rapidjson/internal/regex.h>
#include <rapidjson/rapidjson.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// Thrown through RapidJSON's validator, which is then abandoned, not destroyed.
struct work_exhausted {};

/// The work that one run on this thread may do, while it lives.
class work_meter {
public:
    explicit work_meter(std::size_t allowed)
        : left_{allowed}, outer_{std::exchange(current(), this)} {}
    ~work_meter() { current() = outer_; }
    work_meter(const work_meter&) = delete;
    work_meter& operator=(const work_meter&) = delete;

    /// \return false when there is none left
    bool spend(std::size_t steps) noexcept {
        left_ = left_ > steps ? left_ - steps : 0;
        return left_ > 0;
    }
    bool is_exhausted() const noexcept { return left_ == 0; }

    /// Of this thread; nullptr when nothing is metered.
    static work_meter*& current() noexcept {
        static thread_local work_meter* meter = nullptr;
        return meter;
    }

private:
    std::size_t left_;
    work_meter* outer_;
};

/// The encoding that RapidJSON's regex is instantiated with, since for `safe_utf8` itself it is
/// replaced below.
struct regex_utf8 : safe_utf8 {};

/// A text that a regex reads, at a price a byte.
class metered_text {
public:
    using Ch = char;

    metered_text(const char* text, std::size_t price) : at_{text}, price_{price} {}

    Ch Peek() const { return *at_; }
    Ch Take() {
        auto* const meter = work_meter::current();
        if (meter != nullptr && !meter->spend(price_)) throw work_exhausted{};
        return *at_++;
    }

private:
    const char* at_;
    std::size_t price_;
};

}  // namespace asyncapi::validation::detail

RAPIDJSON_NAMESPACE_BEGIN
namespace internal {

/// RapidJSON's regex with its price in front, `12:^a+$`: steps a byte of text. A text of a megabyte
/// against `.{1,500}x` takes half a minute.
template <>
class GenericRegex<asyncapi::validation::detail::safe_utf8, CrtAllocator> {
public:
    explicit GenericRegex(const char* priced) : GenericRegex{std::string_view{priced}} {}

    bool IsValid() const { return regex_.IsValid(); }

    bool Search(const char* text) const {
        asyncapi::validation::detail::metered_text stream{text, price_};
        return regex_.Search(stream);
    }

private:
    explicit GenericRegex(std::string_view priced) : regex_{priced.data() + priced.find(':') + 1} {
        std::from_chars(priced.data(), priced.data() + priced.size(), price_);
    }

    GenericRegex<asyncapi::validation::detail::regex_utf8> regex_;
    std::size_t price_ = 1;
};

}  // namespace internal
RAPIDJSON_NAMESPACE_END
