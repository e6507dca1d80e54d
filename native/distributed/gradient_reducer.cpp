// Sums gradients over the processes while the backward pass still computes: parameters are grouped into buckets, and a bucket's sum starts as
// soon as libtorch has accumulated the last gradient in it. Buckets start in one fixed order, since a sum needs the same one in every process.
#include "c10d.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <chrono>
#include <mutex>

using namespace gannet;

namespace {

using Clock = std::chrono::steady_clock;

double seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

class Reducer;

struct Hook : torch::autograd::FunctionPostHook {
  Hook(Reducer& owner, size_t index) : owner(owner), index(index) {}
  torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs, const torch::autograd::variable_list&) override;
  Reducer& owner;
  size_t index;
};

struct Slot {
  at::Tensor parameter;
  at::Tensor view;  // its part of the bucket, in the shape and memory order of the parameter
  size_t bucket = 0, place = 0;
  bool ready = false;
  std::shared_ptr<torch::autograd::Node> accumulator;  // kept, or the hook would go with it
  uintptr_t hook = 0;
};

// When a sum began and ended; apart from the reducer, as the end may be noted after it is gone.
struct Span {
  Clock::time_point begun;
  std::atomic<int64_t> ended{0};
};

struct Bucket {
  at::Tensor flat;           // the gradients, then for each of them whether this process has it, as 0 or 1
  at::Tensor used;           // that second part
  std::vector<size_t> slots;
  size_t missing = 0;        // gradients that have not been accumulated yet
  c10::intrusive_ptr<c10d::Work> work;
  std::shared_ptr<Span> span;
};

class Reducer {
 public:
  Reducer(Group& group, std::vector<at::Tensor> parameters, int64_t first_bytes, int64_t bucket_bytes) : backend_(group.backend) {
    for (auto& parameter : parameters) {
      Slot slot;
      slot.parameter = std::move(parameter);
      slots_.push_back(std::move(slot));
    }
    fill_buckets(first_bytes, bucket_bytes);
    for (size_t k = 0; k < slots_.size(); k++) {
      auto& slot = slots_[k];
      slot.accumulator = torch::autograd::impl::grad_accumulator(slot.parameter);
      slot.hook = slot.accumulator->add_post_hook(std::make_unique<Hook>(*this, k));
    }
  }

  ~Reducer() {
    for (auto& slot : slots_) slot.accumulator->del_post_hook(slot.hook);
  }

  // The next backward pass is the last before the sum.
  void begin() {
    std::lock_guard<std::mutex> lock(mutex_);
    failure_ = nullptr;
    for (auto& slot : slots_) slot.ready = false;
    for (auto& bucket : buckets_) {
      bucket.missing = bucket.slots.size();
      bucket.work.reset();
    }
    next_ = 0;
    armed_ = true;
  }

  // Called when the gradient of a parameter has been accumulated. Must not throw: the backward pass has to reach its end.
  void accumulated(size_t index) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!armed_ || failure_) return;
    try {
      auto& slot = slots_[index];
      if (slot.ready) throw std::logic_error("a second backward pass ran before the sum of the first was finished");
      take(slot);
      start_full_buckets();
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  // Starts what is left, waits, and makes the sums the parameters' gradients. Writes how long it waited and how long sums were under way.
  void finish(double* waited, double* under_way) {
    std::lock_guard<std::mutex> lock(mutex_);
    at::NoGradGuard no_grad;
    armed_ = false;
    const auto begun = Clock::now();
    if (failure_) std::rethrow_exception(failure_);
    for (auto& slot : slots_) {
      if (!slot.ready) take(slot);
    }
    start_full_buckets();
    for (auto& bucket : buckets_) {
      if (!bucket.work->wait()) throw std::runtime_error("the sum of the gradients was aborted");
    }
    *waited = seconds(Clock::now() - begun);
    *under_way = time_under_way();
    for (auto& bucket : buckets_) hand_out(bucket);
  }

  int64_t bytes() const { return bytes_; }
  int buckets() const { return static_cast<int>(buckets_.size()); }

 private:
  // The last parameters first, as a backward pass computes them. The first bucket is small, so that the first sum starts early.
  void fill_buckets(int64_t first_bytes, int64_t bucket_bytes) {
    int64_t size = 0;
    for (size_t k = slots_.size(); k-- > 0;) {
      const auto& parameter = slots_[k].parameter;
      const int64_t more = parameter.numel() * static_cast<int64_t>(parameter.element_size());
      const int64_t limit = buckets_.size() <= 1 ? first_bytes : bucket_bytes;
      const bool fits = !buckets_.empty() && size + more <= limit && alike(parameter, slots_[buckets_.back().slots[0]].parameter);
      if (!fits) {
        buckets_.emplace_back();
        size = 0;
      }
      slots_[k].bucket = buckets_.size() - 1;
      slots_[k].place = buckets_.back().slots.size();
      buckets_.back().slots.push_back(k);
      size += more;
    }
    for (auto& bucket : buckets_) allocate(bucket);
  }

  static bool alike(const at::Tensor& a, const at::Tensor& b) { return a.scalar_type() == b.scalar_type() && a.device() == b.device(); }

  void allocate(Bucket& bucket) {
    at::NoGradGuard no_grad;
    int64_t count = 0;
    for (auto k : bucket.slots) count += slots_[k].parameter.numel();
    const auto flags = static_cast<int64_t>(bucket.slots.size());
    bucket.flat = at::zeros({count + flags}, slots_[bucket.slots[0]].parameter.options().requires_grad(false));
    bucket.used = bucket.flat.narrow(0, count, flags);
    int64_t offset = 0;
    for (auto k : bucket.slots) {
      auto& slot = slots_[k];
      const auto& parameter = slot.parameter;
      slot.view = parameter.is_non_overlapping_and_dense() ? bucket.flat.as_strided(parameter.sizes(), parameter.strides(), offset)
                                                           : bucket.flat.narrow(0, offset, parameter.numel()).view(parameter.sizes());
      offset += parameter.numel();
    }
    bytes_ += static_cast<int64_t>(bucket.flat.nbytes());
  }

  // Puts the gradient into the bucket; one that does not exist counts as zeros.
  void take(Slot& slot) {
    at::NoGradGuard no_grad;
    auto& bucket = buckets_[slot.bucket];
    const auto& gradient = slot.parameter.grad();
    if (!gradient.defined()) {
      slot.view.zero_();
    } else if (gradient.data_ptr() != slot.view.data_ptr()) {
      slot.view.copy_(gradient);
    }
    bucket.used[static_cast<int64_t>(slot.place)].fill_(gradient.defined() ? 1 : 0);
    slot.ready = true;
    bucket.missing--;
  }

  void start_full_buckets() {
    for (; next_ < buckets_.size() && buckets_[next_].missing == 0; next_++) {
      auto& bucket = buckets_[next_];
      auto span = std::make_shared<Span>();
      span->begun = Clock::now();
      bucket.span = span;
      bucket.work = start_all_reduce(*backend_, bucket.flat, c10d::ReduceOp::SUM);
      bucket.work->getFuture()->addCallback([span](c10::ivalue::Future&) { span->ended = Clock::now().time_since_epoch().count(); });
    }
  }

  // How long at least one sum was under way; they began in the order of the buckets.
  double time_under_way() const {
    Clock::duration total{0};
    Clock::time_point covered = Clock::time_point::min();
    const auto now = Clock::now();
    for (const auto& bucket : buckets_) {
      const auto ended = bucket.span->ended.load();
      const auto end = ended ? Clock::time_point(Clock::duration(ended)) : now;
      const auto begin = std::max(bucket.span->begun, covered);
      if (end > begin) total += end - begin;
      covered = std::max(covered, end);
    }
    return seconds(total);
  }

  // A parameter that no process used keeps no gradient, so that optimizers leave it alone as they would in one process.
  void hand_out(Bucket& bucket) {
    const auto used = bucket.used.to(at::kCPU, at::kFloat);
    for (auto k : bucket.slots) {
      auto& slot = slots_[k];
      const bool is_used = used.data_ptr<float>()[slot.place] > 0;
      slot.parameter.mutable_grad() = is_used ? slot.view.detach() : at::Tensor();
    }
    bucket.work.reset();
  }

  c10::intrusive_ptr<Backend> backend_;
  std::vector<Slot> slots_;
  std::vector<Bucket> buckets_;
  std::mutex mutex_;  // the backward pass of a GPU runs on another thread
  std::exception_ptr failure_;
  size_t next_ = 0;
  int64_t bytes_ = 0;
  bool armed_ = false;
};

torch::autograd::variable_list Hook::operator()(const torch::autograd::variable_list& outputs, const torch::autograd::variable_list&) {
  owner.accumulated(index);
  return outputs;
}

Reducer& reducer_of(void* handle) { return *static_cast<Reducer*>(handle); }

}  // namespace

// parameters: those that are trained, in the same order in every process. Bytes: the limits of the first bucket and of the others.
GANNET void* gannet_c10d_reducer(void* group, void** parameters, int count, int64_t first_bytes, int64_t bucket_bytes) noexcept {
  return guarded<void*>(nullptr, [&]() -> void* {
    std::vector<at::Tensor> tensors;
    for (int k = 0; k < count; k++) tensors.push_back(borrow(parameters[k]));
    return new Reducer(*static_cast<Group*>(group), std::move(tensors), first_bytes, bucket_bytes);
  });
}

GANNET void gannet_c10d_reducer_free(void* reducer) noexcept {
  guarded(0, [&] { delete static_cast<Reducer*>(reducer); return 0; });
}

GANNET int64_t gannet_c10d_reducer_bytes(void* reducer) noexcept { return reducer_of(reducer).bytes(); }
GANNET int gannet_c10d_reducer_buckets(void* reducer) noexcept { return reducer_of(reducer).buckets(); }

GANNET int gannet_c10d_reducer_begin(void* reducer) noexcept {
  return guarded(-1, [&] { reducer_of(reducer).begin(); return 0; });
}

// -2: the caller's mistake, of which the other processes know nothing.
GANNET int gannet_c10d_reducer_finish(void* reducer, double* waited, double* under_way) noexcept {
  return guarded(-1, [&] {
    try {
      reducer_of(reducer).finish(waited, under_way);
      return 0;
    } catch (const std::logic_error& error) {
      t_error = error.what();
      return -2;
    }
  });
}
