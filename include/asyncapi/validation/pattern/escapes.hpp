#pragma once

#include <asyncapi/validation/pattern/code_points.hpp>

#include <optional>

namespace asyncapi::validation::detail {

/// \return the class that `\d`, `\w`, `\s` or one of their complements stands for
/// \see ECMA-262, CharacterClassEscape
inline std::optional<code_points> class_escape(char32_t letter) {
    const code_points digits{{'0', '9'}};
    const code_points word{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    const code_points space{{'\t', '\r'},     {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},
                            {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F},
                            {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
    switch (letter) {
        case 'd':
            return digits;
        case 'D':
            return digits.complement();
        case 'w':
            return word;
        case 'W':
            return word.complement();
        case 's':
            return space;
        case 'S':
            return space.complement();
        default:
            return std::nullopt;
    }
}

/// What `.` stands for: all but the line terminators.
inline code_points any_character() {
    return code_points{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}.complement();
}

/// \return the character of `\t`, `\n`, `\v`, `\f` and `\r`
inline std::optional<char32_t> control_escape(char32_t letter) {
    switch (letter) {
        case 't':
            return U'\t';
        case 'n':
            return U'\n';
        case 'v':
            return U'\v';
        case 'f':
            return U'\f';
        case 'r':
            return U'\r';
        default:
            return std::nullopt;
    }
}

}  // namespace asyncapi::validation::detail
