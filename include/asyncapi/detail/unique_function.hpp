#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace asyncapi::detail {

template <class Signature>
class unique_function;

// std::function for callables that can only be moved; one allocation, no copy.
template <class R, class... Args>
class unique_function<R(Args...)> {
public:
    unique_function() = default;

    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, unique_function> &&
             std::is_invocable_r_v<R, F&, Args...>) unique_function(F&& f)
        : callee_{std::make_unique<model<std::decay_t<F>>>(std::forward<F>(f))} {}

    explicit operator bool() const noexcept { return callee_ != nullptr; }
    R operator()(Args... args) { return callee_->call(std::forward<Args>(args)...); }

private:
    struct base {
        virtual ~base() = default;
        virtual R call(Args&&... args) = 0;
    };

    template <class F>
    struct model final : base {
        template <class G>
        explicit model(G&& g) : f(std::forward<G>(g)) {}
        R call(Args&&... args) override { return static_cast<R>(f(std::forward<Args>(args)...)); }
        F f;
    };

    std::unique_ptr<base> callee_;
};

}  // namespace asyncapi::detail
