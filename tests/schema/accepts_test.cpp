#include <asyncapi/schema/accepts.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace {

enum class small_set { a, b };
enum class large_set { a, b, c };

template <int Case>
struct reader {
    std::string name;
    std::int32_t count{};
    std::optional<std::string> note;
};
template <int Case>
struct writer {
    std::string name;
    std::int32_t count{};
    std::optional<std::string> note;
};

struct old_line {
    std::string sku;
};
struct new_line {
    std::string sku;
    std::optional<std::string> color;
};
struct closed_line {
    std::string sku;
};
struct old_order {
    std::vector<old_line> lines;
};
struct new_order {
    std::vector<new_line> lines;
};
struct closed_order {
    std::vector<closed_line> lines;
};
struct tree {
    std::vector<tree> children;
    std::int32_t weight{};
};
struct light_tree {
    std::vector<light_tree> children;
    std::int32_t weight{};
};
struct wide {
    std::int64_t value{};
};
struct narrow {
    std::int32_t value{};
};
struct real {
    double value{};
};
struct may_be_null {
    std::optional<std::int32_t> value;
};
struct single {
    float value{};
};
struct crowd {
    std::string name;
    std::optional<std::string> note;
};
struct few {
    std::string name;
    std::optional<std::string> note;
};
struct many {
    std::optional<std::string> name;
    std::optional<std::string> note;
};
struct card {
    std::string method;
    std::string number;
};
struct transfer {
    std::string method;
    std::string iban;
};
struct open_payment {
    std::string method;
};
struct sealed {
    std::string method;
};

}  // namespace

namespace asyncapi {

template <>
struct schema<small_set> {
    static constexpr auto value =
        enumeration(enumerator{small_set::a, "a"}, enumerator{small_set::b, "b"});
};
template <>
struct schema<large_set> {
    static constexpr auto value =
        enumeration(enumerator{large_set::a, "a"}, enumerator{large_set::b, "b"},
                    enumerator{large_set::c, "c"});
};
template <>
struct schema<old_line> {
    static constexpr auto value = object(property("sku", &old_line::sku, string{.max_length = 10}));
};
template <>
struct schema<new_line> {
    static constexpr auto value = object(property("sku", &new_line::sku, string{.max_length = 8}),
                                         property("color", &new_line::color));
};
template <>
struct schema<closed_line> {
    static constexpr auto value =
        object(object_keywords{.additional_properties = false}, property("sku", &closed_line::sku));
};
template <>
struct schema<old_order> {
    static constexpr auto value = object(property("lines", &old_order::lines));
};
template <>
struct schema<new_order> {
    static constexpr auto value =
        object(property("lines", &new_order::lines, array{.min_items = 1}));
};
template <>
struct schema<closed_order> {
    static constexpr auto value = object(property("lines", &closed_order::lines));
};
template <>
struct schema<tree> {
    static constexpr auto value =
        object(property("children", &tree::children), property("weight", &tree::weight));
};
template <>
struct schema<light_tree> {
    static constexpr auto value =
        object(property("children", &light_tree::children),
               property("weight", &light_tree::weight, integer{.maximum = 10}));
};
template <>
struct schema<wide> {
    static constexpr auto value = object(property("value", &wide::value));
};
template <>
struct schema<narrow> {
    static constexpr auto value = object(property("value", &narrow::value));
};
template <>
struct schema<real> {
    static constexpr auto value = object(property("value", &real::value));
};
template <>
struct schema<may_be_null> {
    static constexpr auto value = object(property("value", &may_be_null::value, nullable()));
};

template <>
struct schema<single> {
    static constexpr auto value = object(property("value", &single::value));
};
template <>
struct schema<crowd> {
    static constexpr auto value =
        object(property("name", &crowd::name), property("note", &crowd::note));
};
template <>
struct schema<few> {
    static constexpr auto value =
        object(object_keywords{.max_properties = 1}, property("name", &few::name),
               property("note", &few::note));
};
template <>
struct schema<many> {
    static constexpr auto value =
        object(object_keywords{.min_properties = 2}, property("name", &many::name),
               property("note", &many::note));
};
template <>
struct schema<card> {
    static constexpr auto value =
        object(property("method", &card::method, string{.const_value = "CARD"}),
               property("number", &card::number));
};
template <>
struct schema<transfer> {
    static constexpr auto value =
        object(property("method", &transfer::method, string{.const_value = "TRANSFER"}),
               property("iban", &transfer::iban));
};
template <>
struct schema<open_payment> {
    static constexpr auto value = object(property("method", &open_payment::method));
};
template <>
struct schema<sealed> {
    static constexpr auto value = object(object_keywords{.additional_properties = false},
                                         property("method", &sealed::method));
};

}  // namespace asyncapi

// Each row: what the reader declares, what the writer declares, and the keyword at which they part,
// if they do.
#define DECLARES(kind, number, ...)                        \
    template <>                                            \
    struct asyncapi::schema<kind<number>> {                \
        using self = kind<number>;                         \
        static constexpr auto value = object(__VA_ARGS__); \
    }
#define NAME(...) property("name", &self::name, string{__VA_ARGS__})
#define COUNT(...) property("count", &self::count, integer{__VA_ARGS__})
#define NOTE property("note", &self::note)

DECLARES(reader, 0, NAME(.max_length = 5), COUNT(.minimum = 0), NOTE);
DECLARES(writer, 0, NAME(.max_length = 5), COUNT(.minimum = 1, .maximum = 9), NOTE);
DECLARES(reader, 1, NAME(.max_length = 5), COUNT(), NOTE);
DECLARES(writer, 1, NAME(.max_length = 6), COUNT(), NOTE);
DECLARES(reader, 2, NAME(.pattern = "^a"), COUNT(), NOTE);
DECLARES(writer, 2, NAME(), COUNT(), NOTE);
DECLARES(reader, 3, NAME(), COUNT(.multiple_of = 5), NOTE);
DECLARES(writer, 3, NAME(), COUNT(.multiple_of = 10), NOTE);
DECLARES(reader, 4, NAME(.enum_values = {"x", "y"}), COUNT(), NOTE);
DECLARES(writer, 4, NAME(.enum_values = {"y", "z"}), COUNT(), NOTE);
DECLARES(reader, 5, NAME(.enum_values = {"x", "y"}), COUNT(.enum_values = {1, 2}), NOTE);
DECLARES(writer, 5, NAME(.const_value = "y"), COUNT(.const_value = 2), NOTE);
DECLARES(reader, 6, NAME(), property("amount", &self::count), NOTE);
DECLARES(writer, 6, NAME(), COUNT(), NOTE);

using asyncapi::accepts;
using asyncapi::disagreement_of;

static_assert(accepts<reader<0>, writer<0>>);
static_assert(asyncapi::check_accepts<reader<0>, writer<0>>());
static_assert(accepts<old_order, old_order>);
static_assert(accepts<large_set, small_set>);
static_assert(accepts<std::variant<old_line, narrow>, narrow>);
static_assert(accepts<real, narrow>);
static_assert(accepts<tree, light_tree>);
static_assert(accepts<may_be_null, narrow>);

TEST_CASE("the place where two schemas part has its property and keyword") {
    CHECK(std::string_view{disagreement_of<reader<0>, writer<0>>()} == "");
    CHECK(std::string_view{disagreement_of<writer<0>, reader<0>>()} == "/count: minimum");
    CHECK(std::string_view{disagreement_of<reader<1>, writer<1>>()} == "/name: maxLength");
    CHECK(std::string_view{disagreement_of<reader<2>, writer<2>>()} == "/name: pattern");
    CHECK(std::string_view{disagreement_of<reader<3>, writer<3>>()} == "");
    CHECK(std::string_view{disagreement_of<writer<3>, reader<3>>()} == "/count: multipleOf");
    CHECK(std::string_view{disagreement_of<reader<4>, writer<4>>()} == "/name: enum");
    CHECK(std::string_view{disagreement_of<reader<5>, writer<5>>()} == "");
    CHECK(std::string_view{disagreement_of<reader<6>, writer<6>>()} == "/amount: required");
    CHECK(std::string_view{disagreement_of<old_order, new_order>()} == "");
    CHECK(std::string_view{disagreement_of<new_order, old_order>()} == "/lines: minItems");
    CHECK(std::string_view{disagreement_of<closed_order, new_order>()} ==
          "/lines/items/color: additionalProperties");
    CHECK(std::string_view{disagreement_of<light_tree, tree>()} == "/weight: maximum");
    CHECK(std::string_view{disagreement_of<narrow, wide>()} == "/value: minimum");
    CHECK(std::string_view{disagreement_of<narrow, real>()} == "/value: type");
    CHECK(std::string_view{disagreement_of<narrow, may_be_null>()} == "/value: nullable");
    CHECK(std::string_view{disagreement_of<small_set, large_set>()} == ": enum");
    CHECK(std::string_view{disagreement_of<std::variant<old_line, narrow>, wide>()} == ": oneOf");
    CHECK(std::string_view{disagreement_of<narrow, std::variant<narrow, wide>>()} ==
          "/value: minimum");
    CHECK(std::string_view{disagreement_of<std::map<std::string, std::int32_t>,
                                           std::map<std::string, std::int64_t>>()} ==
          "/additionalProperties: minimum");
}

TEST_CASE("how many properties an object has counts on both sides") {
    CHECK(std::string_view{disagreement_of<few, crowd>()} == ": maxProperties");
    CHECK(std::string_view{disagreement_of<crowd, few>()} == "");
    CHECK(std::string_view{disagreement_of<many, crowd>()} == ": minProperties");
    CHECK(std::string_view{disagreement_of<many, many>()} == "");
}

TEST_CASE("a float does not hold all doubles") {
    CHECK(std::string_view{disagreement_of<single, real>()} == "/value: minimum");
    CHECK(accepts<real, single>);
    CHECK(accepts<single, single>);
    CHECK(accepts<single, narrow>);
}

TEST_CASE("one alternative of a variant takes all, and no other one any of it") {
    using asyncapi::any_json;
    using std::variant;
    CHECK(accepts<variant<card, transfer>, card>);
    CHECK(accepts<variant<card, transfer>, variant<transfer, card>>);
    CHECK(accepts<variant<std::int32_t, std::string, bool, std::vector<bool>, narrow>, bool>);
    CHECK(accepts<variant<small_set, std::int32_t>, small_set>);
    // Matched by both, so by run time a violation.
    CHECK_FALSE(accepts<variant<std::int32_t, double>, std::int32_t>);
    CHECK_FALSE(accepts<variant<card, open_payment>, card>);
    CHECK_FALSE(accepts<variant<card, any_json>, card>);
    CHECK_FALSE(accepts<variant<small_set, std::string>, small_set>);
    // An object that is closed does not take the other one's properties.
    CHECK(accepts<variant<card, sealed>, card>);
    CHECK(std::string_view{disagreement_of<variant<card, open_payment>, card>()} == ": oneOf");
}
