#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/pattern/match.hpp>
#include <asyncapi/validation/pattern/pcre2_workspace.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// A regular expression that PCRE2 runs, within limits. For any number of threads once `prepare`
/// was called.
class pcre2_program {
public:
    /// \param text  as `pcre2_writer` writes it
    /// \return nullptr when PCRE2 refuses it; `problem` says why
    static std::unique_ptr<pcre2_program> compile(const std::string& text, std::string& problem) {
        // PCRE2 10.42 looks for where a match may start too cleverly: it finds none for `(?:a|)1*^`
        // in "aa".
        constexpr std::uint32_t options = PCRE2_UTF | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY |
                                          PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C |
                                          PCRE2_NO_START_OPTIMIZE | PCRE2_USE_OFFSET_LIMIT;
        int error = 0;
        std::size_t offset = 0;
        code_pointer code{pcre2_compile_8(reinterpret_cast<PCRE2_SPTR8>(text.data()), text.size(),
                                          options, &error, &offset, nullptr)};
        if (code) return std::make_unique<pcre2_program>(std::move(code));
        char message[120] = {};
        pcre2_get_error_message_8(error, reinterpret_cast<PCRE2_UCHAR8*>(message), sizeof message);
        problem = std::string{"PCRE2 refuses it: "} + message;
        return nullptr;
    }

    using code_pointer = std::unique_ptr<pcre2_code_8, pcre2_free<pcre2_code_free_8>>;

    explicit pcre2_program(code_pointer code) : code_{std::move(code)} {
        std::uint32_t options = 0;
        pcre2_pattern_info_8(code_.get(), PCRE2_INFO_ALLOPTIONS, &options);
        is_anchored_ = (options & PCRE2_ANCHORED) != 0;
    }

    /// Translates into machine code, where PCRE2 can; else its interpreter runs.
    void prepare() { pcre2_jit_compile_8(code_.get(), PCRE2_JIT_COMPLETE); }

    /// Ill-formed UTF-8 matches nothing.
    match run(std::string_view text) const {
        if (!asyncapi::detail::is_utf8(text)) return match::no;
        if (is_anchored_ || text.size() <= short_text) return run(text, 0, text.size());
        const auto started = cpu_time();
        for (std::size_t start = 0; start <= text.size();) {
            // Between characters, or PCRE2 would start within one.
            auto next = std::min(start + starts_at_once, text.size() + 1);
            while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U)
                ++next;
            const auto found = run(text, start, next - 1);
            if (found != match::no) return found;
            if (cpu_time() - started > max_seconds) return match::exhausted;
            start = next;
        }
        return match::no;
    }

    /// Seconds, of this thread, so that a verdict does not depend on how busy the machine is.
    static double cpu_time() noexcept {
#ifdef CLOCK_THREAD_CPUTIME_ID
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
#else
        return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
#endif
    }

private:
    // PCRE2 limits the work for each place where a match may start, so that the whole can grow with
    // the square of the text's length. Up to this length that is nothing.
    static constexpr std::size_t short_text = 4'096;
    static constexpr std::size_t starts_at_once = 256;
    static constexpr double max_seconds = 0.25;

    // Compiled code counts a run like `.*` as one step, however long it is.
    static std::uint32_t compiled_steps(std::size_t size) {
        return static_cast<std::uint32_t>(
            std::clamp<std::size_t>(200'000'000 / (size + 1), 1'000, 100'000));
    }
    static constexpr std::uint32_t interpreted_steps = 2'000'000;  // about 15 ns each

    match run(std::string_view text, std::size_t start, std::size_t last_start) const {
        auto& workspace = pcre2_workspace::of_this_thread();
        const auto attempt = [&](std::uint32_t steps, std::size_t from, std::size_t last,
                                 std::uint32_t options) {
            return pcre2_match_8(code_.get(), reinterpret_cast<PCRE2_SPTR8>(text.data()),
                                 text.size(), from, options | PCRE2_NO_UTF_CHECK, workspace.data(),
                                 workspace.context(steps, last));
        };
        auto outcome = attempt(compiled_steps(text.size()), start, last_start, 0);
        if (outcome == PCRE2_ERROR_MATCHLIMIT || outcome == PCRE2_ERROR_JIT_STACKLIMIT) {
            // The interpreter counts more exactly what is done, so it may do more: for each place
            // where a match may start, of which there may be many.
            const auto started = cpu_time();
            for (auto from = start;;) {
                const auto next = is_anchored_ ? last_start + 1 : after(text, from, last_start);
                outcome = attempt(interpreted_steps, from, next - 1, PCRE2_NO_JIT);
                if (outcome != PCRE2_ERROR_NOMATCH || next > last_start) break;
                outcome = PCRE2_ERROR_MATCHLIMIT;
                if (cpu_time() - started > max_seconds) break;
                from = next;
            }
            workspace.shrink();
        }
        if (outcome >= 0) return match::yes;
        return outcome == PCRE2_ERROR_NOMATCH ? match::no : match::exhausted;
    }

    // A few characters on, at the begin of one, or past the last.
    static std::size_t after(std::string_view text, std::size_t from, std::size_t last) {
        auto next = std::min(from + 4, last + 1);
        while (next <= last && next < text.size() &&
               (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U)
            ++next;
        return next;
    }

    code_pointer code_;
    bool is_anchored_ = false;
};

}  // namespace asyncapi::validation::detail
