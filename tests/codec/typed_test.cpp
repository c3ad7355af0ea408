#include "shop.hpp"
#include "spoiler.hpp"

#include <asyncapi/codec/json.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <new>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace asyncapi;
using detail::read_at_once;
using detail::write_at_once;

namespace shop {

/// A property for each keyword that the one-pass reader and writer know.
struct limits {
    std::string code;
    std::string mail;
    std::string odd;
    std::int64_t count{};
    std::uint32_t step{};
    double whole{};
    double price{};
    std::vector<std::int32_t> marks;
    std::vector<double> reals;
    std::map<std::string, std::string> notes;
    std::variant<std::string, std::int64_t, bool> loose;
    bool sure{};
    friend bool operator==(const limits&, const limits&) = default;
};

struct right;
struct left {
    std::vector<std::variant<left, right>> next;
    std::string kind{"L"};
};
struct right {
    std::vector<std::variant<left, right>> next;
    std::string kind{"R"};
};

struct pair {
    std::string a;
    std::int32_t b{};
    std::optional<std::string> c;
    friend bool operator==(const pair&, const pair&) = default;
};

/// Texts for which an engine takes long.
struct slow {
    std::vector<std::string> texts;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::slow> {
    static constexpr auto value = object(
        property("texts", &shop::slow::texts, array_of(string{.pattern = "(?=x?)(?:a|a){15}b"})));
};
template <>
struct asyncapi::schema<shop::limits> {
    using self = shop::limits;
    static constexpr auto value = object(
        object_keywords{.additional_properties = false, .min_properties = 12, .max_properties = 12},
        property("code", &self::code,
                 string{.min_length = 2, .max_length = 4, .pattern = "^[A-Z\xC3\xA9]+$"}),
        property("mail", &self::mail, string{.pattern = "^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$"}),
        property("odd", &self::odd, string{.pattern = "^(a|bb)*$"}),
        property("count", &self::count, integer{.minimum = -5, .exclusive_maximum = 100}),
        property("step", &self::step, integer{.multiple_of = 3, .enum_values = {3, 6, 9, 300}}),
        property("whole", &self::whole, number{.maximum = 7.5}),
        property("price", &self::price,
                 number{.maximum = 1e6, .exclusive_minimum = 0, .multiple_of = 0.01}),
        property("marks", &self::marks,
                 array_of(integer{.minimum = 1},
                          array{.min_items = 1, .max_items = 3, .unique_items = true})),
        property("reals", &self::reals, array{.unique_items = true}),
        property("notes", &self::notes,
                 map_of(string{.min_length = 1},
                        map{.max_properties = 2, .property_names = string{.pattern = "^[a-z]+$"}})),
        property("loose", &self::loose),
        property("sure", &self::sure, boolean{.default_value = true}));
};
template <>
struct asyncapi::schema<shop::left> {
    using self = shop::left;
    static constexpr auto value = object(property("next", &self::next),
                                         property("kind", &self::kind, string{.const_value = "L"}));
};
template <>
struct asyncapi::schema<shop::right> {
    using self = shop::right;
    static constexpr auto value = object(property("next", &self::next),
                                         property("kind", &self::kind, string{.const_value = "R"}));
};
template <>
struct asyncapi::schema<shop::pair> {
    using self = shop::pair;
    static constexpr auto value = object(property("a", &self::a), property("b", &self::b),
                                         property("c", &self::c, string{.const_value = "C"}));
};

namespace {

std::size_t allocations = 0;

shop::limits valid_limits() {
    shop::limits value;
    value.code = "AB";
    value.mail = "a@b.cd";
    value.odd = "abb";
    value.count = 42;
    value.step = 6;
    value.whole = 7;
    value.price = 19.99;
    value.marks = {3, 1};
    value.reals = {0.5, 1};
    value.notes = {{"a", "x"}};
    value.loose = std::int64_t{7};
    value.sure = true;
    return value;
}

int rounds() {
    const auto* const asked = std::getenv("ASYNCAPI_TEST_ROUNDS");
    return asked == nullptr ? 20'000 : std::atoi(asked);
}

// What the reader that explains makes of a text.
template <class T>
result<T> read_slowly(std::string_view text) {
    const auto json = validation::parse_json(text);
    if (!json) return json.error();
    return from_json<T>(*json, "M");
}

// Any JSON is kept as it is written, `1e1` or `10`; here its value counts.
template <class T>
void settle(T&) {}
void settle(shop::all& value) {
    value.anything.text = write_json(validation::parse_json(value.anything.text).value());
}

template <class T>
void compare(const T& from) {
    const auto text = to_json(from).value();
    REQUIRE((read_slowly<T>(text).value() == from));
    int accepted = 0;
    int accepted_slowly = 0;
    for (int round = 0; round < rounds(); ++round) {
        const auto spoilt = support::spoiler{static_cast<unsigned>(round)}.spoil(text);
        CAPTURE(spoilt);
        const auto slowly = read_slowly<T>(spoilt);
        accepted_slowly += slowly.has_value();
        T value{};
        if (!read_at_once(spoilt, value)) continue;
        ++accepted;
        REQUIRE(slowly);
        settle(value);
        REQUIRE((*slowly == value));
    }
    CHECK(accepted > rounds() / 100);
    // What only the slow reader takes is rare.
    CHECK(accepted > accepted_slowly * 9 / 10);
}

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

TEST_CASE("what is read at once is what the reader that explains makes of it") {
    compare(valid_limits());
    compare(shop::sample());
}

TEST_CASE("members in any order, spaces, escapes and unknown names are read at once") {
    for (const auto* text : {
             R"({"a":"x","b":1,"c":"C"})",
             R"({"c":"C","b":1,"a":"x"})",
             R"({"b":1,"a":"x"})",
             " { \"a\" : \"x\" ,\n\t\"b\" : 1 } \r\n",
             R"({"\u0061":"\u0078","b":1})",
             R"({"a":"x","b":1,"more":{"deep":[1,2.5e3,"\ud83d\ude00",null,true]},"and":[]})",
             R"({"z":0,"a":"x","y":0,"b":1,"x":0})",
         }) {
        CAPTURE(text);
        shop::pair value;
        CHECK(read_at_once(text, value));
        CHECK(value.a == "x");
        CHECK(value.b == 1);
    }
}

TEST_CASE("a valid value is written at once") {
    CHECK(write_at_once(shop::sample()));
    CHECK(write_at_once(shop::pair{"x", 1, "C"}));
    CHECK(write_at_once(shop::pair{"x", 1, {}}) == R"({"a":"x","b":1})");
}

TEST_CASE("what is written at once satisfies the schema, and comes back the same") {
    std::mt19937 random{7};
    int written = 0;
    const auto odd = [&] { return random() % 3 == 0; };
    for (int round = 0; round < rounds() / 10; ++round) {
        auto value = valid_limits();
        if (odd()) value.code = random() % 2 == 0 ? "ABCDE" : "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9";
        if (odd()) value.mail = random() % 2 == 0 ? "a b@c.de" : "\n\"\\@b.cd";
        if (odd()) value.odd = random() % 2 == 0 ? "b" : "";
        if (odd()) value.count = static_cast<std::int64_t>(random() % 120) - 10;
        if (odd()) value.step = static_cast<std::uint32_t>(random() % 12);
        if (odd()) value.whole = static_cast<double>(random() % 10);
        if (odd()) value.price = std::ldexp(static_cast<double>(random() % 3000), -1) / 100;
        if (odd()) value.marks.assign(random() % 5, static_cast<std::int32_t>(random() % 3));
        if (odd()) value.notes = {{random() % 2 == 0 ? "b" : "B", random() % 2 == 0 ? "" : "y"}};
        if (odd()) value.loose = random() % 2 == 0;
        if (odd()) value.reals = {0.1, 0.1};
        const auto text = write_at_once(value);
        const auto slowly = to_json_value(value);
        CHECK(text.has_value() == slowly.has_value());
        if (!text) continue;
        ++written;
        CAPTURE(*text);
        CHECK((read_slowly<shop::limits>(*text).value() == value));
    }
    CHECK(written > 10);
}

TEST_CASE("reading at once allocates only what the value itself needs") {
    const std::string text = R"({"a":"short","b":1,"c":"C"})";
    shop::pair value;
    const auto before = allocations;
    const bool done = read_at_once(text, value);
    const auto after = allocations;
    CHECK(done);
    CHECK(after == before);
}

TEST_CASE("a name twice is malformed, also where nobody looks at the members") {
    std::string many;
    for (int i = 0; i < 20; ++i) many += "\"n" + std::to_string(i) + "\":0,";
    for (const std::string more : {
             R"("more":1,"more":2)",
             R"("more":{"x":1,"x":2})",
             R"("more":[[{"y":[],"x":{"x":1,"x":2}}]])",
             R"("more":{"x":1,"\u0078":2})",
             R"("\u006dore":1,"more":2)",
             R"("more":{"":1,"":2})",
         }) {
        for (const auto& before : {std::string{}, many}) {
            const auto text = R"({"a":"x","b":1,)" + before + more + "}";
            CAPTURE(text);
            shop::pair value;
            CHECK_FALSE(read_at_once(text, value));
            const auto read = from_json<shop::pair>(text);
            REQUIRE_FALSE(read);
            CHECK(read.error() == errc::malformed);
            CHECK(read.error().detail().starts_with("a name occurs twice in one object"));
        }
    }
}

TEST_CASE("alternatives inside alternatives are not tried without end") {
    const auto chain = [](int length) {
        std::string text = R"({"next":[],"kind":"R"})";
        for (int i = 1; i < length; ++i) text = R"({"next":[)" + text + R"(],"kind":"R"})";
        return text;
    };
    shop::right value;
    CHECK(read_at_once(chain(3), value));
    CHECK(from_json<shop::right>(chain(6)));
    CHECK_FALSE(read_at_once(chain(31), value));
    CHECK(from_json<shop::right>(chain(31)));
}

TEST_CASE("texts that patterns take long for are stopped together, read and written") {
    const auto long_ones = [](std::size_t count) {
        return shop::slow{std::vector<std::string>(count, std::string(40, 'a') + 'b')};
    };
    const auto few = write_at_once(long_ones(2));
    REQUIRE(few);
    shop::slow value;
    CHECK(read_at_once(*few, value));
    CHECK_FALSE(write_at_once(long_ones(5'000)));
    std::string many = R"({"texts":[)";
    for (int i = 0; i < 5'000; ++i) many += (i > 0 ? ",\"" : "\"") + std::string(40, 'a') + "b\"";
    CHECK_FALSE(read_at_once(many + "]}", value));
}
