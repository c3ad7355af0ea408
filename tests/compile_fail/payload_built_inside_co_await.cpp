// expect: give payload and options a name first
#include <asyncapi/requester.hpp>

#include <chrono>
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

boost::asio::awaitable<void> run(asyncapi::any_transport wire) {
    asyncapi::requester asking{wire, ask};
#ifdef POSITIVE_CONTROL
    const question about{"A-7"};
    const auto reply = co_await asking.request(about, std::chrono::seconds{2});
#else
    const auto reply = co_await asking.request({"A-7"}, std::chrono::seconds{2});
#endif
}
