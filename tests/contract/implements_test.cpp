#include <asyncapi/contract/implements.hpp>

#include <doctest/doctest.h>

#include <string_view>

namespace {

std::string_view difference(std::string_view mine, std::string_view theirs) {
    static asyncapi::detail::place_text found;
    found = asyncapi::detail::schema_difference{mine, theirs}.find("M");
    return found.view();
}

}  // namespace

TEST_CASE("schemas of a C++ type and a document are compared keyword by keyword") {
    const struct {
        const char* mine;
        const char* theirs;
        const char* where;
    } rows[] = {
        {R"({"type":"string"})", R"({"type":"string"})", ""},
        {R"({"type":"string","title":"a"})", R"({"description":"b","type":"string"})", ""},
        {R"({"type":"string"})", R"({"type":"integer"})", "M: type"},
        {R"({"type":["string","null"]})", R"({"type":["null","string"]})", ""},
        {R"({"minimum":1})", R"({"minimum":1.0})", ""},
        {R"({"minimum":1})", R"({})", "M: minimum"},
        {R"({})", R"({"maxLength":3})", "M: maxLength"},
        {R"({"pattern":"^a$"})", R"({"pattern":"^b$"})", "M: pattern"},
        {R"({"enum":["a","b"]})", R"({"enum":["b","a"]})", ""},
        {R"({"enum":["a","b"]})", R"({"enum":["a"]})", "M: enum"},
        {R"({"required":["a","b"]})", R"({"required":["b","a"]})", ""},
        {R"({"required":["a"]})", R"({"required":["a","b"]})", "M/b: required"},
        {R"({"properties":{"a":{},"b":{"minimum":1}}})",
         R"({"properties":{"b":{"minimum":2},"a":{}}})", "M/b: minimum"},
        {R"({"properties":{"a":{}}})", R"({"properties":{"a":true}})", ""},
        {R"({"properties":{"a":{}}})", R"({"properties":{}})", "M/a: not in the document"},
        {R"({"properties":{}})", R"({"properties":{"a":{}}})", "M/a: not in the C++ type"},
        {R"({"items":{"minLength":1}})", R"({"items":{"minLength":2}})", "M/0: minLength"},
        {R"({"items":{}})", R"({})", "M: items"},
        {R"({"additionalProperties":false})", R"({})", "M/*: type"},
        {R"({"additionalProperties":{"type":"string"}})",
         R"({"additionalProperties":{"type":"integer"}})", "M/*: type"},
        {R"({"oneOf":[{"minimum":1},{"maximum":0}]})", R"({"oneOf":[{"minimum":1},{"maximum":9}]})",
         "M: maximum"},
        // The range of an int32_t: written down, or a format.
        {R"({"minimum":-2147483648,"maximum":2147483647})", R"({})", "M: minimum"},
        {R"({"minimum":1,"maximum":2147483647})", R"({"minimum":1})", "M: maximum"},
        {R"({"minimum":-2147483648,"maximum":2147483647})", R"({"format":"int32"})", ""},
        {R"({"minimum":1,"maximum":2147483647})", R"({"minimum":1,"format":"int32"})", ""},
        {R"({"minimum":1,"maximum":2147483647})", R"({"format":"int32"})", "M: minimum"},
        {R"({"minimum":1,"maximum":2147483647})", R"({"minimum":1,"format":"int64"})",
         "M: maximum"},
        // What C++ has no words for is not drift.
        {R"({"type":"object"})", R"({"type":"object","if":{"required":["a"]},"then":false})", ""},
        // A type that holds itself.
        {R"({"$ref":"#/definitions/n","definitions":{"n":{"properties":{"next":{"$ref":"#/definitions/n"}}}}})",
         R"({"$ref":"#/definitions/0","definitions":{"0":{"properties":{"next":{"$ref":"#/definitions/0"}}}}})",
         ""},
        {R"({"$ref":"#/definitions/n","definitions":{"n":{"properties":{"v":{"minimum":1},"next":{"$ref":"#/definitions/n"}}}}})",
         R"({"properties":{"v":{"minimum":2},"next":{}}})", "M/v: minimum"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.mine);
        CAPTURE(row.theirs);
        CHECK(difference(row.mine, row.theirs) == row.where);
    }
}
