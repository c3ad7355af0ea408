#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/format/format.hpp>

#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/rapidjson_engine.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using asyncapi::errc;
using namespace asyncapi::validation;

namespace {

using detail::find_format;

/// Explains an instance with formats and contents asserted; empty when it is valid.
std::string reason(const std::string& schema, const std::string& instance) {
    compile_options options;
    options.assert_formats = true;
    options.assert_content = true;
    const auto graph = detail::read_schema(schema, options).value();
    detail::explanation reasons{report::all};
    reasons.explain(*graph->root, parse_json(instance).value());
    if (reasons.violations().empty()) return {};
    const auto& first = reasons.violations().front();
    CHECK(first.schema_pointer == "/" + first.keyword);
    return first.keyword + ": " + first.reason;
}

}  // namespace

// What the official suite has no case for; its own run in tests/conformance.
TEST_CASE("formats of texts are those of their specifications") {
    using namespace std::string_view_literals;
    struct row {
        std::string_view format;
        std::string_view text;
        bool matches;
    };
    const row rows[] = {
        {"byte", "", true},
        {"byte", "AA==", true},
        {"byte", "AAA=", true},
        {"byte", "A===", false},
        {"byte", "AA=A", false},
        {"byte", "AAA", false},
        {"byte", "AA-_", false},
        {"byte", "AAAA\n", false},
        {"binary", "\x01 anything", true},
        {"password", "secret", true},
        {"uuid", "01234567-89ab-CDEF-0123-456789abcdef", true},
        {"uuid", "0123456789ab-cdef-0123-456789abcdef0000", false},
        {"uuid", "01234567-89ab-cdef-0123-456789abcdeg", false},
        {"duration", "P3Y6M4DT12H30M5S", true},
        {"duration", "P4W", true},
        {"duration", "PT0S", true},
        {"duration", "P1Y2D", false},
        {"duration", "PT1H2S", false},
        {"duration", "P", false},
        {"duration", "P1DT", false},
        {"duration", "P1W2D", false},
        {"duration", "P1", false},
        {"duration", "PT1D", false},
        {"email", "\"a b\\\"c\"@example.com", true},
        {"email", "\"a\"b@example.com", false},
        {"email", "\"a@example.com", false},
        {"email", "a@[127.0.0.1]", true},
        {"email", "a@[IPv6:::1]", true},
        {"email", "a@[::1]", false},
        {"email", "a@b..c", false},
        {"email", "a@-b", false},
        {"email", "\xC3\xA9@example.com", false},
        {"email", "a@\xC3\xA9.com", false},
        {"idn-email", "\xC3@example.com", false},
        {"idn-email",
         "a@b\xE3\x80\x82"
         "de",
         true},
        {"hostname", "EXAMPLE.com", true},
        {"hostname", "a..b", false},
        {"hostname", "xn--", false},
        {"hostname", "xn--99999999", false},
        {"idn-hostname",
         "b\xC3\xBC"
         "cher.example",
         true},
        {"idn-hostname",
         "B\xC3\xBC"
         "cher.example",
         false},
        {"idn-hostname", "ab--cd", false},
        {"idn-hostname", "\xC3", false},
        {"idn-hostname", "xn--bcher-kva", true},
        {"idn-hostname", "XN--BCHER-KVA", false},
        {"ipv4", "00.0.0.0", false},
        {"ipv6", "1:2:3:4:5:6:7::", true},
        {"ipv6", "::2:3:4:5:6:7:8", true},
        {"ipv6", "1:2:3:4::5:6:7:8", false},
        {"ipv6", "1:2:3:4:5:6:7:8:9", false},
        {"ipv6", "", false},
        {"ipv6", ":", false},
        {"ipv6", "::1:", false},
        {"uri", "a:", true},
        {"uri", "http://a:/b", true},
        {"uri", "http://[::1]x", false},
        {"uri", "http://[::1", false},
        {"uri", "http://[v.x]", false},
        {"uri", "http://[vF.]", false},
        {"uri", "a:b\0c"sv, false},
        {"uri", "a:?%", false},
        {"uri", "a:#b#c", false},
        {"iri", "a:\xEE\x80\x80", false},
        {"iri", "a:?\xEE\x80\x80", true},
        {"iri", "a:\xFF", false},
        {"iri", "a:\xC2\x80", false},
        {"uri-template", "{a:3*}", false},
        {"uri-template", "{a", false},
        {"uri-template", "%4", false},
        {"uri-template", "{&a,b*,c:9999}", true},
        {"uri-template", "a\xC2\x80", false},
        {"json-pointer", "/\xFF~", false},
        {"time", "23:59:60.5Z", true},
        {"time", "23:59:59.Z", false},
        {"date-time", "2024-01-01 00:00:00Z", false},
        {"regex", "(?<=a+)b", true},
        {"regex", "(", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.format);
        CAPTURE(row.text);
        const auto* const found = find_format(row.format);
        REQUIRE(found != nullptr);
        const bool is_of_texts = found->text != nullptr;
        REQUIRE(is_of_texts);
        CHECK(found->text(row.text) == row.matches);
    }
}

TEST_CASE("formats of numbers are ranges") {
    struct row {
        std::string_view format;
        detail::number value;
        bool matches;
    };
    const row rows[] = {
        {"int32", std::int64_t{2147483647}, true},
        {"int32", std::int64_t{2147483648}, false},
        {"int32", std::int64_t{-2147483648}, true},
        {"int32", std::int64_t{-2147483649}, false},
        {"int32", 1.0, true},
        {"int32", 1.5, false},
        {"int64", std::int64_t{-9223372036854775807}, true},
        {"int64", std::uint64_t{9223372036854775807U}, true},
        {"int64", std::uint64_t{9223372036854775808U}, false},
        {"int64", 1e300, false},
        {"float", 3.4e38, true},
        {"float", 3.5e38, false},
        {"float", 0.1, true},
        {"double", 1e308, true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.format);
        CAPTURE(row.value.text());
        const auto* const found = find_format(row.format);
        REQUIRE(found != nullptr);
        const bool is_of_numbers = found->numeric != nullptr;
        REQUIRE(is_of_numbers);
        CHECK(found->numeric(row.value) == row.matches);
    }
}

TEST_CASE("a broken format is a violation with a sentence, where formats are asserted") {
    CHECK(reason(R"({"format":"date-time"})", R"("2026-13-01")") ==
          "format: \"2026-13-01\" is not a date-time");
    CHECK(reason(R"({"format":"email"})", R"("a")") == "format: \"a\" is not an email address");
    CHECK(reason(R"({"format":"int32"})", "2147483648") == "format: 2147483648 is not an int32");
    CHECK(reason(R"({"format":"int32"})", R"("text")") == "");
    CHECK(reason(R"({"format":"date"})", "1") == "");
    CHECK(reason(R"({"format":"colour"})", R"("red")") == "");
    CHECK(reason(R"({"contentEncoding":"base64"})", R"("{}")") ==
          "contentEncoding: \"{}\" is not base64 text");
    CHECK(reason(R"({"contentEncoding":"quoted-printable"})", R"("=")") == "");
    CHECK(reason(R"({"contentMediaType":"application/json; charset=utf-8"})", R"("{")") ==
          "contentMediaType: \"{\" is not a JSON text");
    CHECK(reason(R"({"contentMediaType":"image/png"})", R"("{")") == "");
    CHECK(reason(R"({"contentMediaType":"application/json","contentEncoding":"base64"})",
                 R"("ezp9Cg==")") == "contentMediaType: \"ezp9Cg==\" is not base64 of a JSON text");
}

TEST_CASE("formats and contents are annotations unless they are asked for") {
    const auto* const schema =
        R"({"format":"date","contentEncoding":"base64","contentMediaType":"application/json"})";
    const auto compiled = compiled_schema::compile(schema).value();
    CHECK(compiled.accepts(parse_json(R"("{")").value()));
    CHECK(compiled_schema::compile(R"({"format":1})"));
}

TEST_CASE("the reference engine refuses what RapidJSON cannot assert") {
    struct row {
        const char* schema;
        const char* pointer;
    };
    const row rows[] = {
        {R"({"properties":{"a":{"format":"date"}}})", "/properties/a/format"},
        {R"({"items":{"format":"int32"}})", "/items/format"},
        {R"({"contentEncoding":"base64"})", "/contentEncoding"},
        {R"({"contentMediaType":"application/json"})", "/contentMediaType"},
        {R"({"format":1})", "/format"},
    };
    compile_options options;
    options.assert_formats = true;
    options.assert_content = true;
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        const auto compiled = rapidjson_engine::compile(row.schema, options);
        REQUIRE_FALSE(compiled);
        CHECK(compiled.error() == errc::unenforceable_schema);
        CHECK(compiled.error().where().schema_pointer == row.pointer);
    }
    CHECK(rapidjson_engine::compile(R"({"format":"colour"})", options));
}

TEST_CASE("a format takes time in proportion to the text") {
    std::string text(300'000, 'a');
    for (const auto& each : detail::formats) {
        if (each.text == nullptr) continue;
        CAPTURE(each.name);
        for (const char c : {'a', '.', ':', '/', '1', '{', '%', '~', '\\', '-'}) {
            text.assign(text.size(), c);
            each.text(text);
            text.front() = '"';
            each.text(text);
        }
    }
    CHECK(find_format("json-pointer")->text("/" + std::string(300'000, 'a')));
}
