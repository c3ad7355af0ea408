#pragma once

#include <asyncapi/schema.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

// Types of every kind, for the tests of the codec.
namespace shop {

enum class size { small, large };

struct card {
    std::string method{"CARD"};
    std::string last4;
    friend bool operator==(const card&, const card&) = default;
};
struct transfer {
    std::string method{"TRANSFER"};
    std::string iban;
    friend bool operator==(const transfer&, const transfer&) = default;
};

struct all {
    bool flag{};
    std::int8_t tiny{};
    std::uint64_t huge{};
    double real{};
    float single{};
    size fit{};
    std::vector<std::string> words;
    std::list<std::int32_t> numbers;
    std::set<std::string> tags;
    std::array<std::int32_t, 2> pair_of{};
    std::tuple<std::string, bool> mixed;
    std::map<std::string, double> prices;
    std::variant<card, transfer> payment;
    std::optional<std::string> maybe;
    std::optional<std::int32_t> null_or_number;
    std::optional<std::optional<std::int32_t>> absent_null_or_number;
    asyncapi::any_json anything;
    std::string fallback;
    friend bool operator==(const all&, const all&) = default;
};

struct gaps {
    std::vector<std::optional<std::int32_t>> numbers;
    std::map<std::string, std::optional<std::int32_t>> prices;
};

struct tree {
    std::string name;
    std::vector<tree> children;
    std::unique_ptr<tree> twin;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::size> {
    static constexpr auto value =
        enumeration(enumerator{shop::size::small, "S"}, enumerator{shop::size::large, "L"});
};
template <>
struct asyncapi::schema<shop::card> {
    using self = shop::card;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "CARD"}),
               property("last4", &self::last4, string{.pattern = "^[0-9]{4}$"}));
};
template <>
struct asyncapi::schema<shop::transfer> {
    using self = shop::transfer;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "TRANSFER"}),
               property("iban", &self::iban, string{.min_length = 15}));
};
template <>
struct asyncapi::schema<shop::all> {
    using self = shop::all;
    static constexpr auto value = object(
        property("flag", &self::flag), property("tiny", &self::tiny), property("huge", &self::huge),
        property("real", &self::real), property("single", &self::single),
        property("fit", &self::fit), property("words", &self::words),
        property("numbers", &self::numbers), property("tags", &self::tags),
        property("pairOf", &self::pair_of), property("mixed", &self::mixed),
        property("prices", &self::prices), property("payment", &self::payment, one_of("method")),
        property("maybe", &self::maybe),
        property("nullOrNumber", &self::null_or_number, nullable()),
        property("absentNullOrNumber", &self::absent_null_or_number, nullable()),
        property("anything", &self::anything),
        property("fallback", &self::fallback, string{.default_value = "none"}));
};
template <>
struct asyncapi::schema<shop::gaps> {
    using self = shop::gaps;
    static constexpr auto value =
        object(property("numbers", &self::numbers, array_of(nullable(integer{.minimum = 1}))),
               property("prices", &self::prices, map_of(nullable())));
};
template <>
struct asyncapi::schema<shop::tree> {
    using self = shop::tree;
    static constexpr auto value =
        object(property("name", &self::name), property("children", &self::children),
               property("twin", &self::twin));
};

namespace shop {

inline shop::all sample() {
    shop::all value;
    value.flag = true;
    value.tiny = -128;
    value.huge = std::numeric_limits<std::uint64_t>::max();
    value.real = 0.1;
    value.single = 1.5F;
    value.fit = shop::size::large;
    value.words = {"a \"b\"", "\xC3\xA9\xF0\x9F\x98\x80", std::string("n\0l", 3)};
    value.numbers = {1, -2};
    value.tags = {"x", "y"};
    value.pair_of = {3, 4};
    value.mixed = {"m", true};
    value.prices = {{"a/b", 1e-7}, {"c~d", 123456.789}};
    value.payment = shop::transfer{"TRANSFER", "DE08919130518898649731"};
    value.maybe = "here";
    value.absent_null_or_number.emplace();
    value.anything.text = R"({"deep":[1,null]})";
    value.fallback = "given";
    return value;
}

}  // namespace shop
