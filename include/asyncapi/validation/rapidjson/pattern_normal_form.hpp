#pragma once

#include <asyncapi/validation/pattern/expression.hpp>

#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Rewrites expressions without anchors into what RapidJSON's regex runs safely: no empty parts,
/// and nothing that matches the empty text inside a loop, where it would recurse without end.
class normaliser {
public:
    using kind = expression::kind;

    static expression normal(expression e) {
        for (auto& part : e.parts) part = normal(std::move(part));
        switch (e.what) {
            case kind::sequence:
                return sequence(std::move(e.parts));
            case kind::choice:
                return choice(std::move(e.parts));
            case kind::repeat:
                return repeat(std::move(e.parts.front()), e.least, e.most);
            default:
                return e;
        }
    }

private:
    static expression sequence(std::vector<expression> parts) {
        std::vector<expression> kept;
        for (auto& part : parts) {
            if (part.is_impossible()) return expression::impossible();
            if (part.what != kind::nothing) kept.push_back(std::move(part));
        }
        if (kept.empty()) return {};
        return expression::list(kind::sequence, std::move(kept));
    }

    static expression choice(std::vector<expression> parts) {
        std::vector<expression> kept;
        bool empty_text = false;
        for (auto& part : parts) {
            empty_text = empty_text || part.what == kind::nothing;
            if (part.what != kind::nothing && !part.is_impossible())
                kept.push_back(std::move(part));
        }
        if (kept.empty()) return empty_text ? expression{} : expression::impossible();
        auto rest = expression::list(kind::choice, std::move(kept));
        return empty_text ? repeat(std::move(rest), 0, 1) : rest;
    }

    static expression repeat(expression part, std::uint32_t least, std::uint32_t most) {
        if (most == 0 || part.what == kind::nothing) return {};
        if (part.is_impossible()) return least == 0 ? expression{} : expression::impossible();
        if (is_nullable(part)) {
            if (most == 1) return part;
            if (most != expression::no_limit)
                least = most;
            else
                return repeat(without_empty_text(std::move(part)), 0, most);
        }
        if (least == 1 && most == 1) return part;
        return expression::repeated(std::move(part), least, most);
    }

    // Something that does not match the empty text and gives the same when repeated without limit.
    // See A. Brueggemann-Klein, "Regular expressions into finite automata", star normal form.
    static expression without_empty_text(expression e) {
        if (!is_nullable(e)) return e;
        if (e.what == kind::nothing) return expression::impossible();
        if (e.what == kind::repeat) return without_empty_text(std::move(e.parts.front()));
        for (auto& part : e.parts) part = without_empty_text(std::move(part));
        return choice(std::move(e.parts));
    }
};

}  // namespace asyncapi::validation::detail
