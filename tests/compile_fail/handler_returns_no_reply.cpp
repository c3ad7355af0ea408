// expect: the handler must take received<Request>&, or auto&, and return one of the operation's
// replies
#include <asyncapi/responder.hpp>

#include <string>

struct question {
    std::string sku;
};
struct answer {
    std::string text;
};

template <>
struct asyncapi::schema<question> {
    static constexpr auto value = object(property("sku", &question::sku));
};
template <>
struct asyncapi::schema<answer> {
    static constexpr auto value = object(property("text", &answer::text));
};
template <>
struct asyncapi::message<question> {
    static constexpr auto name = "Question";
};
template <>
struct asyncapi::message<answer> {
    static constexpr auto name = "Answer";
};

inline constexpr asyncapi::operation_object<question, answer> ask{.address = "questions"};

bool serve(asyncapi::any_transport wire) {
    asyncapi::responder answers{wire, ask, [](asyncapi::received<question>& asked) {
#ifdef POSITIVE_CONTROL
                                    return answer{asked.payload.sku};
#else
                                    return asked.payload;
#endif
                                }};
    return answers.status().has_value();
}
