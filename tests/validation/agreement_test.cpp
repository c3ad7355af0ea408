#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/engine.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/rapidjson_engine.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>
#include <string>

using namespace asyncapi::validation;

namespace {

/// Writes schemas and instances of few names and values, so that they meet often.
class generator {
public:
    explicit generator(unsigned seed) : random_{seed} {}

    std::string schema() {
        return R"({"allOf":[)" + schema(3) + R"(],"definitions":{"x":)" + schema(2) + R"(,"y":)" +
               schema(2) + "}}";
    }

    std::string value(int depth) {
        switch (below(depth > 0 ? 7 : 4)) {
            case 0:
                return pick("null", "true", "false", "0");
            case 1:
                return number();
            case 2:
            case 3:
                return text();
            case 4:
            case 5:
                return object(depth, [&] { return value(depth - 1); });
            default:
                return list(0, [&] { return value(depth - 1); });
        }
    }

private:
    template <class... Texts>
    std::string pick(const Texts&... texts) {
        const char* const all[] = {texts...};
        return all[below(sizeof...(texts))];
    }
    unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }

    std::string name() { return pick(R"("a")", R"("b")", R"("ab")", R"("not")", R"("\u0000")"); }
    std::string number() { return pick("-1", "0", "1", "1.0", "1.5", "2", "3", "0.1", "1e300"); }
    std::string text() { return pick(R"("")", R"("a")", R"("ab")", R"("b\u0000")", R"("\u00e9")"); }
    std::string pattern() {
        return pick(R"("^a")", R"("b$")", R"("^a|b$")", R"("")", R"("^$")", R"("^.$")", R"("[^a]")",
                    R"("(a|b)+")", R"("[]")");
    }

    template <class Make>
    std::string list(unsigned least, Make make) {
        std::string text = "[";
        for (auto count = least + below(3); count > 0; --count)
            text += (text.size() > 1 ? "," : "") + make();
        return text + "]";
    }

    template <class Make>
    std::string object(int, Make make) {
        std::string text = "{";
        for (const char* each : {R"("a":)", R"("b":)", R"("ab":)", R"("not":)", R"("\u0000":)"})
            if (below(3) == 0) text += (text.size() > 1 ? "," : "") + (each + make());
        return text + "}";
    }

    std::string schema(int depth) {
        if (below(12) == 0) return pick("true", "false");
        // References lead down into items or properties only, so that no schema meets itself.
        std::string text = "{";
        for (auto count = 1 + below(3); count > 0; --count) {
            const auto one = keyword(depth);
            const auto key = one.substr(0, one.find(':') + 1);
            if (text.find(key) == text.npos) text += (text.size() > 1 ? "," : "") + one;
        }
        return text + "}";
    }

    std::string inside(int depth) {
        if (below(6) == 0)
            return pick(R"({"$ref":"#/definitions/x"})", R"({"$ref":"#/definitions/y"})");
        return schema(depth - 1);
    }

    std::string keyword(int depth) {
        const auto sub = [&] { return schema(depth - 1); };
        const auto down = [&] { return inside(depth); };
        switch (below(depth > 0 ? 32 : 14)) {
            case 0:
                return R"("type":)" + pick(R"("object")", R"("array")", R"("string")",
                                           R"("integer")", R"(["number","null"])",
                                           R"(["integer","object"])");
            case 1:
                return R"("enum":)" + list(0, [&] { return value(2); });
            case 2:
                return R"("const":)" + value(2);
            case 3:
                return pick(R"("minimum":)", R"("maximum":)") + number();
            case 4:
                return pick(R"("exclusiveMinimum":)", R"("exclusiveMaximum":)") + number();
            case 5:
                return R"("multipleOf":)" + pick("2", "0.1", "1.5", "1");
            case 6:
                return pick(R"("minLength":)", R"("maxLength":)") + pick("0", "1", "2");
            case 7:
                return R"("pattern":)" + pattern();
            case 8:
                return pick(R"("minItems":)", R"("maxItems":)") + pick("0", "1", "2");
            case 9:
                return R"("uniqueItems":)" + pick("true", "false");
            case 10:
                return pick(R"("minProperties":)", R"("maxProperties":)") + pick("0", "1", "2");
            case 11:
            case 12:
                return R"("required":)" + list(0, [&] { return name(); });
            case 13:
                return R"("dependencies":{)" + name() + ":" + list(0, [&] { return name(); }) + "}";
            case 14:
                return R"("dependencies":{)" + name() + ":" + sub() + "}";
            case 15:
                return R"("items":)" + down();
            case 16:
                return R"("items":)" + list(0, down);
            case 17:
                return R"("additionalItems":)" + down();
            case 18:
                return R"("contains":)" + down();
            case 19:
            case 20:
                return R"("properties":)" + object(depth, down);
            case 21:
            case 22:
                return R"("patternProperties":{)" + pattern() + ":" + down() + "}";
            case 23:
                return R"("additionalProperties":)" + down();
            case 24:
                return R"("propertyNames":)" + sub();
            case 25:
                return pick(R"("allOf":)", R"("anyOf":)", R"("oneOf":)") + list(1, sub);
            case 26:
                return R"("not":)" + sub();
            case 27:
                return R"("if":)" + sub() + R"(,"then":)" + sub() + R"(,"else":)" + sub();
            case 28:
            case 29:
                return pick(R"("anyOf":)", R"("oneOf":)") +
                       list(2, [&] { return labelled(depth); });
            default:
                return R"("if":)" + sub() + pick(R"(,"then":)", R"(,"else":)") + sub();
        }
    }

    // An alternative that a property tells from others: by its text, or by being there.
    std::string labelled(int depth) {
        const auto label = name();
        return R"({"required":[)" + label + R"(],"properties":{)" + label + ":" +
               pick(R"({"const":"a"})", R"({"const":"ab"})", R"({"enum":["","a"]})", R"({})",
                    R"({"enum":["a",1]})") +
               (below(2) == 0 ? "},\"items\":" + schema(depth - 1) : "}") + "}";
    }

    std::mt19937 random_;
};

/// More than the default when someone asks for it.
int rounds() {
    const auto* const asked = std::getenv("ASYNCAPI_TEST_ROUNDS");
    return asked == nullptr ? 400 : std::atoi(asked);
}

}  // namespace

TEST_CASE("the engines and the explanation agree on generated schemas and instances") {
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < rounds(); ++round) {
        generator make{static_cast<unsigned>(round)};
        const auto text = make.schema();
        CAPTURE(text);
        const auto reference = rapidjson_engine::compile(text, {});
        if (!reference) MESSAGE(reference.error().to_string());
        REQUIRE(reference);
        const auto program = program_engine::compile(text, {}).value();
        const auto graph = detail::read_schema(text, {}).value();
        for (int i = 0; i < 20; ++i) {
            const auto instance_text = make.value(3);
            CAPTURE(instance_text);
            const auto instance = parse_json(instance_text).value();

            const bool verdict = (*reference)->accepts(instance);
            CHECK(program->accepts(instance) == verdict);
            detail::explanation all{report::all};
            detail::explanation first{report::first};
            detail::explanation quiet{report::first};
            CHECK(all.explain(*graph->root, instance) == verdict);
            CHECK(first.explain(*graph->root, instance) == verdict);
            CHECK(quiet.holds(*graph->root, instance) == verdict);
            CHECK(all.violations().empty() == verdict);
            CHECK(first.violations().size() == (verdict ? 0 : 1));
            CHECK(quiet.violations().empty());
            ++(verdict ? accepted : refused);
        }
    }
    CHECK(accepted > refused / 10);
    CHECK(refused > accepted / 10);
}
