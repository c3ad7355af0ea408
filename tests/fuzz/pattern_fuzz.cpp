#include "require.hpp"
#include "support/ecma_matcher.hpp"

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/pattern/pattern.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace asyncapi::validation::detail;

namespace {

match of(bool verdict) {
    return verdict ? match::yes : match::no;
}

}  // namespace

// A pattern, and after the first line the text it is held against.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::text_of(data, size);
    const auto line = input.find('\n');
    if (line == input.npos) return 0;
    const auto source = input.substr(0, line);
    const auto text = input.substr(line + 1);

    std::string problem;
    const auto whole = pattern::read(source, problem);
    if (!whole) {
        fuzz::require(!problem.empty(), "a refused pattern has a reason");
        return 0;
    }
    const auto verdict = whole->run(text);
    if (!asyncapi::detail::is_utf8(text)) return 0;

    const auto simple = simple_pattern::read(source);
    if (simple) fuzz::require(verdict == of(simple->matches(text)), "the simple pattern decides");

    pattern_parser parser{source};
    const auto parsed = parser.parse();
    fuzz::require(parsed.has_value(), "what is enforced is a pattern");
    if (const auto automaton = is_regular(*parsed) ? dfa_builder::build(*parsed) : nullptr)
        fuzz::require(verdict == of(automaton->matches(text)), "the automaton agrees");
    if (size < 200) {
        if (const auto pcre2 = pcre2_program::compile(pcre2_writer::write(*parsed), problem)) {
            const auto interpreted = pcre2->run(text);
            if (interpreted != match::exhausted && verdict != match::exhausted)
                fuzz::require(verdict == interpreted, "PCRE2 agrees");
        }
        // The matcher that follows the standard knows no Unicode properties.
        const bool is_known =
            source.find("\\p") == source.npos && source.find("\\P") == source.npos;
        const auto standard = is_known ? ecma_matcher{*parsed}.matches(text) : std::nullopt;
        if (standard && verdict != match::exhausted)
            fuzz::require(verdict == of(*standard), "ECMA-262 agrees");
    }
    return 0;
}
