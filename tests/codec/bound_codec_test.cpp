#include "shop.hpp"
#include "spoiler.hpp"

#include <asyncapi/codec/bound_codec.hpp>

#include <doctest/doctest.h>

#include <rapidjson/document.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace asyncapi;

namespace shop {

enum class state { open, shipped };

struct line {
    std::string sku;
    std::int32_t quantity{};
    friend bool operator==(const line&, const line&) = default;
};

struct parcel {
    std::string id;
    state at{};
    std::optional<std::string> tracking;
    std::vector<line> lines;
    std::int32_t priority{};
    float weight{};
    std::set<std::string> tags;
    friend bool operator==(const parcel&, const parcel&) = default;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::state> {
    static constexpr auto value = enumeration(enumerator{shop::state::open, "OPEN"},
                                              enumerator{shop::state::shipped, "SHIPPED"});
};
template <>
struct asyncapi::schema<shop::line> {
    using self = shop::line;
    static constexpr auto value =
        object(object_keywords{.additional_properties = false}, property("sku", &self::sku),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 100}));
};
template <>
struct asyncapi::schema<shop::parcel> {
    using self = shop::parcel;
    static constexpr auto value =
        object(property("id", &self::id, string{.min_length = 1}), property("at", &self::at),
               property("tracking", &self::tracking), property("lines", &self::lines),
               property("priority", &self::priority, integer{.default_value = 5}),
               property("weight", &self::weight), property("tags", &self::tags));
};

namespace {

std::atomic<std::size_t> allocations = 0;

constexpr std::string_view parcel_text =
    R"({"id":"P-1","at":"SHIPPED","tracking":"T","lines":[{"sku":"A","quantity":2},{"sku":"B","quantity":100}],"priority":1,"weight":1.5,"tags":["x","y"]})";

shop::parcel a_parcel() {
    return from_json<shop::parcel>(parcel_text).value();
}

/// The contract of a parcel with more to it.
std::string contract(const std::string& more) {
    return R"({"allOf":[)" + std::string{schema_text<shop::parcel>} + "," + more + "]}";
}

template <class T = shop::parcel>
bound_codec<T> bound(const std::string& schema) {
    auto made = bound_codec<T>::bind(schema);
    if (!made) MESSAGE(made.error().to_string());
    return made.value();
}

std::string with(std::string text, std::string_view what, std::string_view instead) {
    return text.replace(text.find(what), what.size(), instead);
}

violation refusal(const bound_codec<shop::parcel>& codec, const std::string& text) {
    const auto value = codec.decode(text, "Parcel");
    REQUIRE_FALSE(value);
    CHECK(value.error() == errc::contract_violation);
    return value.error().where();
}

int rounds() {
    const auto* const asked = std::getenv("ASYNCAPI_TEST_ROUNDS");
    return asked == nullptr ? 2'000 : std::atoi(asked);
}

/// Makes contracts out of the schema of a type: stricter here, laxer there.
class contract_maker {
public:
    explicit contract_maker(unsigned seed) : random_{seed} {}

    std::string make(std::string_view schema, std::string_view instance) {
        rapidjson::Document made;
        made.Parse(schema.data(), schema.size());
        rapidjson::Document sample{&made.GetAllocator()};
        sample.Parse(instance.data(), instance.size());
        for (auto changes = 1 + below(3); changes > 0; --changes) change(made, made, sample);
        return write_json(made);
    }

private:
    using json = rapidjson::Value;

    unsigned below(std::size_t limit) { return static_cast<unsigned>(random_() % limit); }

    // Goes down some way with schema and sample together.
    void change(rapidjson::Document& root, json& schema, const json& sample) {
        if (!schema.IsObject()) return;
        if (below(3) != 0 && sample.IsObject() && !sample.ObjectEmpty()) {
            const auto at = sample.MemberBegin() + below(sample.MemberCount());
            const auto properties = schema.FindMember("properties");
            if (properties != schema.MemberEnd() && properties->value.HasMember(at->name))
                return change(root, properties->value[at->name], at->value);
        }
        if (below(2) != 0 && sample.IsArray() && !sample.Empty()) {
            const auto items = schema.FindMember("items");
            if (items != schema.MemberEnd())
                return change(root, items->value, sample[below(sample.Size())]);
        }
        if (below(6) == 0 && !schema.ObjectEmpty()) {
            schema.EraseMember(schema.MemberBegin() + below(schema.MemberCount()));
            return;
        }
        rapidjson::Document more{&root.GetAllocator()};
        more.Parse(keyword(sample).c_str());
        if (below(3) == 0) {
            json both{rapidjson::kArrayType};
            both.PushBack(json{schema, root.GetAllocator()}, root.GetAllocator());
            both.PushBack(more, root.GetAllocator());
            schema.SetObject().AddMember("allOf", both, root.GetAllocator());
            return;
        }
        for (auto& each : more.GetObject()) {
            schema.RemoveMember(each.name);
            schema.AddMember(json{each.name, root.GetAllocator()},
                             json{each.value, root.GetAllocator()}, root.GetAllocator());
        }
    }

    std::string name_in(const json& sample) {
        if (!sample.IsObject() || sample.ObjectEmpty() || below(5) == 0)
            return below(2) == 0 ? R"("other")" : R"("x")";
        const auto at = sample.MemberBegin() + below(sample.MemberCount());
        return '"' + std::string{at->name.GetString()} + '"';
    }

    std::string keyword(const json& sample) {
        const auto name = [&] { return name_in(sample); };
        const auto size = [&](std::size_t around) { return std::to_string(around + 2 - below(4)); };
        if (below(8) == 0) return R"({"enum":[)" + write_json(sample) + R"(,null,"AB",7]})";
        if (below(10) == 0) return R"({"not":)" + keyword(sample) + "}";
        if (sample.IsObject()) switch (below(11)) {
                case 0:
                    return R"({"additionalProperties":false})";
                case 1:
                    return R"({"required":[)" + name() + "]}";
                case 2:
                    return R"({"maxProperties":)" + size(sample.MemberCount()) + "}";
                case 3:
                    return R"({"minProperties":)" + size(sample.MemberCount()) + "}";
                case 4:
                    return R"({"propertyNames":{"maxLength":)" + size(12) + "}}";
                case 5:
                    return R"({"dependencies":{)" + name() + ":[" + name() + "]}}";
                case 6:
                    return R"({"not":{"required":[)" + name() + "," + name() + "]}}";
                case 7:
                    return R"({"if":{"required":[)" + name() + R"(]},"then":{"required":[)" +
                           name() + R"(]},"else":{"minProperties":)" + size(10) + "}}";
                case 8:
                    return R"({"patternProperties":{"^[a-o]":)" +
                           keyword(sample.ObjectEmpty() ? sample : sample.MemberBegin()->value) +
                           "}}";
                case 9:
                    return R"({"additionalProperties":{"type":["string","number","array"]}})";
                default: {
                    if (sample.ObjectEmpty()) return "{}";
                    const auto at = sample.MemberBegin() + below(sample.MemberCount());
                    return R"({"if":{"properties":{")" + std::string{at->name.GetString()} +
                           "\":" + keyword(at->value) + R"(}},"then":{"required":[)" + name() +
                           "]}}";
                }
            }
        if (sample.IsArray()) switch (below(5)) {
                case 0:
                    return R"({"maxItems":)" + size(sample.Size()) + "}";
                case 1:
                    return R"({"uniqueItems":true})";
                case 2:
                    return sample.Empty() ? "{}" : R"({"contains":)" + keyword(sample[0]) + "}";
                case 3:
                    return sample.Empty() ? "{}" : R"({"items":[)" + keyword(sample[0]) + "]}";
                default:
                    return R"({"minItems":)" + size(sample.Size()) + "}";
            }
        if (sample.IsNumber()) switch (below(4)) {
                case 0:
                    return R"({"multipleOf":)" + std::string{below(2) == 0 ? "0.1" : "2"} + "}";
                case 1:
                    return R"({"type":"integer"})";
                default:
                    return (below(2) == 0 ? R"({"minimum":)" : R"({"maximum":)") +
                           std::string{below(2) == 0 ? "7" : write_json(sample)} + "}";
            }
        switch (below(4)) {
            case 0:
                return R"({"pattern":"^[A-Za-z]"})";
            case 1:
                return R"({"maxLength":)" + size(3) + "}";
            case 2:
                return R"({"minLength":)" + size(3) + "}";
            default:
                return R"({"type":["string","null","boolean"]})";
        }
    }

    std::mt19937 random_;
};

template <class T>
void settle(T&) {}
void settle(shop::all& value) {
    value.anything.text = write_json(validation::parse_json(value.anything.text).value());
}

/// Holds a bound codec to the way over documents, with contracts and messages that are made.
template <class T>
void compare(const T& sample) {
    const auto text = to_json(sample).value();
    int implied = 0;
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < rounds(); ++round) {
        const auto seed = static_cast<unsigned>(round);
        const auto schema = contract_maker{seed}.make(schema_text<T>, text);
        CAPTURE(schema);
        const auto whole = validation::compiled_schema::compile(schema);
        if (!whole) MESSAGE(whole.error().to_string());
        REQUIRE(whole);
        const auto codec = bound<T>(schema);
        implied += codec.is_implied();
        for (unsigned i = 0; i < 8; ++i) {
            const auto spoilt = i == 0 ? text : support::spoiler{seed * 8 + i}.spoil(text);
            CAPTURE(spoilt);
            auto value = codec.decode(spoilt);
            const auto json = validation::parse_json(spoilt);
            const bool fits = json && whole->accepts(*json);
            auto other = fits ? from_json<T>(*json) : result<T>{errc::contract_violation};
            REQUIRE(value.has_value() == other.has_value());
            ++(value ? accepted : refused);
            if (!value) {
                if (json && !fits) {
                    const auto first = whole->check(*json).front();
                    CHECK(value.error().where().schema_pointer == first.schema_pointer);
                    CHECK(value.error().where().pointer == first.pointer);
                }
                // What the schema of the type lets through is also written, or not.
                other = from_json<T>(spoilt);
                if (!other) continue;
            }
            const auto written = codec.encode(*other);
            const auto whole_value = to_json_value(*other);
            REQUIRE(whole_value);
            REQUIRE(written.has_value() == whole->accepts(*whole_value));
            settle(*other);
            if (!value) continue;
            settle(*value);
            REQUIRE((*value == *other));
            if (!written) continue;
            auto back = codec.decode(*written);
            REQUIRE(back);
            settle(*back);
            CHECK((*back == *value));
        }
    }
    CHECK(implied > rounds() / 20);
    CHECK(accepted > refused / 10);
    CHECK(refused > accepted / 10);
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

TEST_CASE("a contract that the type's schema implies adds nothing") {
    CHECK(bound(std::string{schema_text<shop::parcel>}).is_implied());
    CHECK(bound<shop::all>(std::string{schema_text<shop::all>}).is_implied());
    CHECK(
        bound(R"({"properties":{"lines":{"items":{"properties":{"quantity":{"maximum":1000}}}}}})")
            .is_implied());
    CHECK_FALSE(bound(contract(R"({"required":["tracking"]})")).is_implied());
}

TEST_CASE("a bound codec refuses what breaks the contract, with the contract's own pointers") {
    const auto codec = bound(
        R"({"if":{"properties":{"at":{"const":"SHIPPED"}}},"then":{"required":["tracking"]}})");
    CHECK(codec.decode(parcel_text));
    CHECK(codec.encode(a_parcel()).value() == parcel_text);

    auto where = refusal(codec, with(std::string{parcel_text}, R"("tracking":"T",)", ""));
    CHECK(where.message == "Parcel");
    CHECK(where.schema_pointer == "/then/required");
    CHECK(where.keyword == "required");
    auto parcel = a_parcel();
    parcel.tracking.reset();
    CHECK(codec.encode(parcel, "Parcel").error().where().schema_pointer == "/then/required");
    parcel.at = shop::state::open;
    CHECK(codec.encode(parcel));

    // What only the type refuses has the pointers of its own schema.
    where = refusal(codec, with(std::string{parcel_text}, R"("quantity":2)", R"("quantity":0)"));
    CHECK(where.pointer == "/lines/0/quantity");
    CHECK(where.schema_pointer == "/properties/lines/items/properties/quantity/minimum");
    CHECK(codec.decode("{").error() == errc::malformed);
}

TEST_CASE("what a value does not show is looked for in the message") {
    const std::string text{parcel_text};
    const auto more = with(text, R"("id")", R"("other":1,"id")");

    SUBCASE("members that the type has no place for") {
        const auto closed = bound(contract(
            R"({"additionalProperties":false,"properties":{"id":{},"at":{},"tracking":{},"lines":{},"priority":{},"weight":{},"tags":{}}})"));
        CHECK(closed.decode(text));
        CHECK(refusal(closed, more).keyword == "additionalProperties");
        const auto asking = bound(contract(R"({"required":["other"]})"));
        CHECK(asking.decode(more));
        CHECK(refusal(asking, text).keyword == "required");
        CHECK_FALSE(asking.encode(a_parcel()));
        CHECK(bound(contract(R"({"maxProperties":7})")).decode(text));
        CHECK_FALSE(bound(contract(R"({"maxProperties":7})")).decode(more));
        CHECK_FALSE(bound(contract(R"({"not":{"required":["other"]}})")).decode(more));
    }
    SUBCASE("members that were not there and have their default now") {
        const auto asking = bound(contract(R"({"required":["priority"]})"));
        CHECK(asking.decode(text));
        CHECK_FALSE(asking.decode(with(text, R"("priority":1,)", "")));
        CHECK(asking.encode(a_parcel()));
    }
    SUBCASE("numbers that the type rounds") {
        const auto exact = bound(contract(R"({"properties":{"weight":{"multipleOf":0.1}}})"));
        CHECK(exact.decode(text));
        CHECK(exact.decode(with(text, "1.5", "0.1")));
        CHECK_FALSE(exact.decode(with(text, "1.5", "0.11")));
        auto parcel = a_parcel();
        parcel.weight = 0.1F;
        CHECK_FALSE(exact.encode(parcel));
    }
    SUBCASE("the order of a set") {
        const auto first = bound(contract(R"({"properties":{"tags":{"items":[{"const":"y"}]}}})"));
        CHECK_FALSE(first.decode(text));
        CHECK(first.decode(with(text, R"(["x","y"])", R"(["y","x"])")));
        CHECK_FALSE(first.encode(a_parcel()));
    }
    SUBCASE("what is inside any_json") {
        const std::string deep =
            R"({"properties":{"anything":{"properties":{"deep":{"maxItems":2}}}}})";
        const auto codec = bound<shop::all>(deep);
        auto value = shop::sample();
        CHECK(codec.encode(value));
        CHECK(codec.decode(to_json(value).value()));
        value.anything.text = R"({"deep":[1,2,3]})";
        CHECK(codec.encode(value).error().where().pointer == "/anything/deep");
        CHECK_FALSE(codec.decode(to_json(value).value()));
    }
    SUBCASE("an alternative that any_json decides") {
        const auto codec = bound<shop::all>(
            R"({"oneOf":[{"required":["anything"],"properties":{"anything":{"const":"a"}}},
                         {"required":["anything"],"properties":{"anything":{"const":"b"}}}]})");
        auto value = shop::sample();
        value.anything.text = R"("b")";
        CHECK(codec.encode(value));
        CHECK(codec.decode(to_json(value).value()));
        value.anything.text = R"("c")";
        CHECK_FALSE(codec.encode(value));
    }
}

TEST_CASE("large integers are held to bounds as they are written") {
    const std::string schema =
        R"({"properties":{"real":{"maximum":9007199254740992}},"required":["real"]})";
    auto value = shop::sample();
    value.real = 0;
    const auto text = to_json(value).value();
    const auto zero = text.substr(text.find(R"("real":)"),
                                  text.find(R"("single")") - text.find(R"("real":)") - 1);
    const auto codec = bound<shop::all>(schema);
    CHECK(codec.decode(with(text, zero, R"("real":9007199254740992)")));
    CHECK_FALSE(codec.decode(with(text, zero, R"("real":9007199254740993)")));
}

TEST_CASE("a contract that nothing can enforce is not bound") {
    const auto made = bound_codec<shop::parcel>::bind(R"({"minimum":"1"})");
    REQUIRE_FALSE(made);
    CHECK(made.error() == errc::unenforceable_schema);
}

TEST_CASE("a bound codec gives the verdicts and the values of the way over documents") {
    compare(a_parcel());
    compare(shop::sample());
}

TEST_CASE("what is accepted is read and written without allocating beyond what it needs") {
    const auto codec = bound(contract(
        R"({"additionalProperties":{"type":["string","number","array"]},"minProperties":5,
            "if":{"properties":{"at":{"const":"SHIPPED"}}},"then":{"required":["tracking"]},
            "oneOf":[{"properties":{"at":{"const":"OPEN"}}},{"properties":{"at":{"const":"SHIPPED"}}}],
            "properties":{"id":{"pattern":"^[A-Z]-[0-9]+$"},"weight":{"minimum":0.5},
                          "lines":{"uniqueItems":false,"contains":{"properties":{"sku":{"const":"B"}}},
                                   "items":{"properties":{"sku":{"pattern":"^[A-Z]$"}}}},
                          "tags":{"uniqueItems":true,"items":{"enum":["x","y"]}}}})"));
    REQUIRE_FALSE(codec.is_implied());
    const auto count = [](auto work) {
        const std::size_t before = allocations;
        const auto made = work();
        const std::size_t after = allocations;
        REQUIRE(made);
        return after - before;
    };
    CHECK(codec.decode(parcel_text));

    // Two lines one after the other, and two nodes of a set: no text is long.
    CHECK(count([&] { return codec.decode(parcel_text); }) == 4);
    CHECK(count([&] { return from_json<shop::parcel>(parcel_text); }) == 4);
    const auto parcel = a_parcel();
    CHECK(count([&] { return codec.encode(parcel); }) == count([&] { return to_json(parcel); }));
}

TEST_CASE("threads share a bound codec") {
    const auto codec = bound(contract(
        R"({"if":{"properties":{"at":{"const":"SHIPPED"}}},"then":{"required":["tracking"]},
            "properties":{"id":{"pattern":"^(?=P)P-[0-9]+$"}}})"));
    const auto wrong = with(std::string{parcel_text}, R"("tracking":"T",)", "");
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                const auto value = codec.decode(parcel_text);
                right +=
                    value && codec.encode(*value).value() == parcel_text && !codec.decode(wrong);
            }
        });
    for (auto& each : threads) each.join();
    CHECK(right == 800);
}
