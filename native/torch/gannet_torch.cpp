// The C ABI between Gannet.Torch and libtorch: one boxed call reaches every operator; the rest does what operators cannot.
// Conventions: every export is noexcept, returns a status (negative: failed) or a pointer (null: failed) and leaves the reason
// in a thread-local string. Tensors are passed as owned or borrowed TensorImpl pointers; "own" transfers one reference.
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/torch.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <string>

using c10::IValue;

namespace {

thread_local std::string t_error;

// Runs the body; an exception becomes the status, and its message the thread's last error.
template <typename Body, typename Status>
Status Guarded(Status failed, Body body) noexcept {
  try {
    return body();
  } catch (const c10::Error& e) {
    t_error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    t_error = e.what();
  } catch (...) {
    t_error = "unknown native exception";
  }
  return failed;
}

using ImplPtr = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

at::Tensor Borrow(void* p) { return at::Tensor(ImplPtr::unsafe_reclaim_from_nonowning(static_cast<c10::TensorImpl*>(p))); }
void* Own(at::Tensor&& tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }
c10::TensorImpl* Impl(void* p) { return static_cast<c10::TensorImpl*>(p); }

enum Tag : int32_t {
  kNone, kTensor, kInt, kDouble, kBool, kText, kDevice, kInts, kDoubles, kBools, kTensors, kOptionalTensors, kOpaque
};

}  // namespace

extern "C" {
#define GANNET __attribute__((visibility("default")))

// One argument or result: 16 bytes, the same layout as Gannet.Torch's Value.
struct Value {
  int32_t tag;
  int32_t length;
  union { int64_t i; double d; void* p; };
};

GANNET const char* gannet_error() noexcept { return t_error.c_str(); }
GANNET const char* gannet_version() noexcept { return TORCH_VERSION; }
}

namespace {

template <typename T>
c10::List<T> ToList(const Value& v) {
  c10::List<T> list;
  list.reserve(v.length);
  for (int k = 0; k < v.length; k++) list.push_back(static_cast<const T*>(v.p)[k]);
  return list;
}

IValue ToIValue(const Value& v) {
  switch (v.tag) {
    case kNone: return {};
    case kTensor: return Borrow(v.p);
    case kInt: return v.i;
    case kDouble: return v.d;
    case kBool: return v.i != 0;
    case kText: return std::string(static_cast<const char*>(v.p), v.length);
    case kDevice: return c10::Device(static_cast<c10::DeviceType>(v.i & 0xff), static_cast<c10::DeviceIndex>(v.i >> 8));
    case kInts: return ToList<int64_t>(v);
    case kDoubles: return ToList<double>(v);
    case kBools: return ToList<bool>(v);
    case kTensors: {
      c10::List<at::Tensor> list;
      for (int k = 0; k < v.length; k++) list.push_back(Borrow(static_cast<void**>(v.p)[k]));
      return list;
    }
    case kOptionalTensors: {
      c10::List<c10::optional<at::Tensor>> list;
      for (int k = 0; k < v.length; k++) {
        void* p = static_cast<void**>(v.p)[k];
        list.push_back(p ? c10::optional<at::Tensor>(Borrow(p)) : c10::nullopt);
      }
      return list;
    }
    case kOpaque: return *static_cast<IValue*>(v.p);
  }
  throw std::invalid_argument("unknown argument tag " + std::to_string(v.tag));
}

template <typename List, typename T>
void CopyList(const List& list, Value& out, Tag tag) {
  out.tag = tag;
  out.length = static_cast<int32_t>(list.size());
  auto* items = static_cast<T*>(std::malloc(sizeof(T) * (list.size() + 1)));
  for (size_t k = 0; k < list.size(); k++) items[k] = list[k];
  out.p = items;
}

void ToValue(IValue&& result, Value& out) {
  out.length = 0;
  if (result.isTensor()) {
    out.p = Own(std::move(result).toTensor());
    out.tag = out.p ? kTensor : kNone;
  } else if (result.isInt()) {
    out.tag = kInt, out.i = result.toInt();
  } else if (result.isDouble()) {
    out.tag = kDouble, out.d = result.toDouble();
  } else if (result.isBool()) {
    out.tag = kBool, out.i = result.toBool();
  } else if (result.isTensorList()) {
    auto list = result.toTensorVector();
    auto** items = static_cast<void**>(std::malloc(sizeof(void*) * (list.size() + 1)));
    for (size_t k = 0; k < list.size(); k++) items[k] = Own(std::move(list[k]));
    out.tag = kTensors, out.length = static_cast<int32_t>(list.size()), out.p = items;
  } else if (result.isIntList()) {
    CopyList<std::vector<int64_t>, int64_t>(result.toIntVector(), out, kInts);
  } else if (result.isDoubleList()) {
    CopyList<std::vector<double>, double>(result.toDoubleVector(), out, kDoubles);
  } else if (result.isNone()) {
    out.tag = kNone;
  } else {
    out.tag = kOpaque, out.p = new IValue(std::move(result));
  }
}

// An autograd node whose backward is a C# function: it takes gradients of the outputs and returns gradients of the inputs.
using Backward = int (*)(void* context, const Value* gradients, int count, Value* results, int inputs);
using Release = void (*)(void* context);

struct ManagedNode : torch::autograd::Node {
  Backward backward = nullptr;
  Release release = nullptr;
  void* context = nullptr;
  int inputs = 0;

  ~ManagedNode() override { if (release) release(context); }

  torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
    std::vector<Value> in(gradients.size()), out(inputs);
    for (size_t k = 0; k < gradients.size(); k++) {
      in[k].tag = gradients[k].defined() ? kTensor : kNone;
      in[k].p = gradients[k].unsafeGetTensorImpl();
    }
    for (auto& o : out) o.tag = kNone;
    // The number identifies the failure: a CUDA backward runs on one of libtorch's threads, not on the one that waits for it.
    if (const int failure = backward(context, in.data(), static_cast<int>(in.size()), out.data(), inputs))
      throw std::runtime_error("the managed backward failed #" + std::to_string(failure));
    torch::autograd::variable_list results(inputs);
    for (int k = 0; k < inputs; k++)
      if (out[k].tag == kTensor) results[k] = at::Tensor(ImplPtr::reclaim(Impl(out[k].p)));
    return results;
  }
};

}  // namespace

extern "C" {

// ---- operators

GANNET void* gannet_operator(const char* name, const char* overload) noexcept {
  return Guarded<>(static_cast<void*>(nullptr), [&]() -> void* {
    return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

// The number of arguments; `required` counts those before the trailing ones with defaults.
GANNET int gannet_operator_arity(void* op, int32_t* required) noexcept {
  const auto& arguments = static_cast<c10::OperatorHandle*>(op)->schema().arguments();
  int count = static_cast<int>(arguments.size());
  while (count > 0 && arguments[count - 1].default_value()) count--;
  *required = count;
  return static_cast<int>(arguments.size());
}

GANNET int gannet_call(void* op, const Value* in, int count, Value* out, int capacity) noexcept {
  return Guarded(-1, [&] {
    torch::jit::Stack stack;
    stack.reserve(count > 4 ? count : 4);
    for (int k = 0; k < count; k++) stack.push_back(ToIValue(in[k]));
    // A newer libtorch may have appended arguments that the caller does not know.
    const auto& arguments = static_cast<c10::OperatorHandle*>(op)->schema().arguments();
    for (size_t k = count; k < arguments.size(); k++) stack.push_back(arguments[k].default_value().value());
    static_cast<c10::OperatorHandle*>(op)->callBoxed(stack);
    if (static_cast<int>(stack.size()) > capacity) throw std::length_error("more results than expected");
    for (size_t k = 0; k < stack.size(); k++) ToValue(std::move(stack[k]), out[k]);
    return static_cast<int>(stack.size());
  });
}

GANNET void gannet_free_array(void* p) noexcept { std::free(p); }
GANNET void gannet_free_opaque(void* p) noexcept { delete static_cast<IValue*>(p); }

// ---- tensors

GANNET void gannet_free(void* p) noexcept { if (p) ImplPtr::reclaim(Impl(p)); }

// Writes rank sizes, then rank strides, to shape; returns the rank, or -1 if it is above capacity.
GANNET int gannet_describe(void* p, int64_t* shape, int capacity, int32_t* element_type, int32_t* device) noexcept {
  return Guarded(-1, [&] {
    auto tensor = Borrow(p);
    const int rank = static_cast<int>(tensor.dim());
    *element_type = static_cast<int32_t>(tensor.scalar_type());
    *device = static_cast<int32_t>(tensor.device().type()) | (tensor.device().has_index() ? tensor.device().index() << 8 : 0);
    if (rank > capacity) throw std::length_error("a tensor of rank " + std::to_string(rank));
    for (int k = 0; k < rank; k++) shape[k] = tensor.size(k), shape[rank + k] = tensor.stride(k);
    return rank;
  });
}

GANNET void* gannet_data(void* p) noexcept {
  return Guarded(static_cast<void*>(nullptr), [&] { return Borrow(p).data_ptr(); });
}

GANNET int gannet_is_contiguous(void* p, int channels_last) noexcept {
  return Borrow(p).is_contiguous(channels_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
}

// ---- autograd

GANNET int gannet_requires_grad(void* p) noexcept { return Impl(p)->requires_grad() || Borrow(p).requires_grad(); }

GANNET void* gannet_gradient(void* p) noexcept {
  return Guarded(static_cast<void*>(nullptr), [&] { return Own(at::Tensor(Borrow(p).grad())); });
}

GANNET int gannet_set_gradient(void* p, void* gradient) noexcept {
  return Guarded(-1, [&] {
    Borrow(p).mutable_grad() = gradient ? Borrow(gradient) : at::Tensor();
    return 0;
  });
}

GANNET int gannet_grad_mode() noexcept { return at::GradMode::is_enabled(); }
GANNET void gannet_set_grad_mode(int enabled) noexcept { at::GradMode::set_enabled(enabled != 0); }
GANNET void* gannet_enter_inference() noexcept {
  return Guarded(static_cast<void*>(nullptr), []() -> void* { return new c10::InferenceMode(true); });
}
GANNET void gannet_leave_inference(void* guard) noexcept { delete static_cast<c10::InferenceMode*>(guard); }

// Gives the outputs a node that calls back. Returns 1, or 0 if nothing needs a gradient (the caller then keeps the context).
GANNET int gannet_attach(void** outputs, int m, void** inputs, int n, Backward backward, Release release, void* context) noexcept {
  return Guarded(-1, [&] {
    if (!at::GradMode::is_enabled()) return 0;
    std::vector<at::Tensor> in;
    bool needed = false;
    for (int k = 0; k < n; k++) {
      in.push_back(Borrow(inputs[k]));
      needed = needed || in.back().requires_grad();
    }
    if (!needed) return 0;
    auto node = std::shared_ptr<ManagedNode>(new ManagedNode(), torch::autograd::deleteNode);
    node->inputs = n;
    node->backward = backward;
    node->set_next_edges(torch::autograd::collect_next_edges(in));
    for (int k = 0; k < m; k++) {
      auto output = Borrow(outputs[k]);
      torch::autograd::set_history(output, node);
    }
    node->release = release;  // only now: after a failure above, the context must stay with the caller
    node->context = context;
    return 1;
  });
}

// ---- the process

GANNET int gannet_threads() noexcept { return at::get_num_threads(); }
GANNET void gannet_set_threads(int count) noexcept { at::set_num_threads(count); }
GANNET void gannet_seed(uint64_t seed) noexcept { torch::manual_seed(seed); }

// ---- CUDA

GANNET int gannet_cuda_devices() noexcept {
  return Guarded(0, [] { return static_cast<int>(torch::cuda::device_count()); });
}

GANNET int gannet_cuda_synchronize(int device) noexcept {
  return Guarded(-1, [&] {
    torch::cuda::synchronize(device);
    return 0;
  });
}

// Whether 32-bit products and convolutions may round their factors to TensorFloat32's 10-bit mantissa.
GANNET int gannet_tensor_float32() noexcept { return at::globalContext().allowTF32CuBLAS() && at::globalContext().allowTF32CuDNN(); }
GANNET void gannet_set_tensor_float32(int allowed) noexcept {
  at::globalContext().setAllowTF32CuBLAS(allowed != 0);
  at::globalContext().setAllowTF32CuDNN(allowed != 0);
}
}
