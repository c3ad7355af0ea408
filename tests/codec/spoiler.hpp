#pragma once

#include <cstddef>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>

namespace support {

/// Changes JSON text a little: most results are wrong in one place, some are right.
class spoiler {
public:
    explicit spoiler(unsigned seed) : random_{seed} {}

    std::string spoil(std::string text) {
        for (auto changes = 1 + below(3); changes > 0; --changes) change(text);
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    std::string_view pick(std::initializer_list<std::string_view> from) {
        return *(from.begin() + below(from.size()));
    }

    void change(std::string& text) {
        const auto at = below(text.size());
        switch (below(6)) {
            case 0:
                text.erase(at, 1 + below(3));
                break;
            case 1:
                text.insert(at, pick({" ", "\n", ",", "0", "-", "e1", ".0", "\"", "\\", "{", "}",
                                      "[", "]", ":", "\xC3\xA9", "\xFF", "\\u0041", "\\ud800"}));
                break;
            case 2:
                text[at] = "0123456789\"{}[],:aAtfn-. e"[below(26)];
                break;
            case 3: {
                // A whole value for another.
                const auto from = text.find(':', at);
                const auto to = text.find_first_of(",}", from);
                if (from == text.npos || to == text.npos) break;
                text.replace(from + 1, to - from - 1, pick({"null",
                                                            "true",
                                                            "0",
                                                            "-0",
                                                            "1.0",
                                                            "1e2",
                                                            "7",
                                                            "300",
                                                            "\"AB\"",
                                                            "\"\"",
                                                            "[]",
                                                            "{}",
                                                            "[1,1]",
                                                            "99999999999999999999",
                                                            "1e400",
                                                            "0.1",
                                                            "19.999",
                                                            "\"a@b.cd\"",
                                                            "\"\\u00e9A\"",
                                                            "[3,2,1]"}));
                break;
            }
            case 4: {
                // A member twice, or in another place.
                const auto from = text.find('"', at);
                const auto to = text.find(',', from);
                if (from == text.npos || to == text.npos) break;
                const auto member = text.substr(from, to - from);
                if (below(2) == 0) text.erase(from, member.size() + 1);
                text.insert(text.find('{') + 1, member + ",");
                break;
            }
            default: {
                text.insert(
                    text.find('{') + 1,
                    "\"other\":" + std::string{pick({"1", "{}", "[[[]]]", "{\"x\":1,\"x\":2}"})} +
                        ",");
                break;
            }
        }
    }

    std::mt19937 random_;
};

}  // namespace support
