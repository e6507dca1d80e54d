// The C ABI between Gannet.Torch and libtorch's c10d: the store where processes find each other, and the group in which they exchange tensors.
// Conventions as in native/torch: every export is noexcept and returns a status (negative: failed) or a pointer (null: failed); the reason is
// kept for gannet_c10d_error. Tensors are borrowed TensorImpl pointers.
#include "c10d.h"

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <cstdlib>
#include <cstring>

namespace gannet {
thread_local std::string t_error;
}

using namespace gannet;

namespace {

using StorePtr = c10::intrusive_ptr<c10d::Store>;

c10d::Store& store_of(void* handle) { return **static_cast<StorePtr*>(handle); }
Backend& backend_of(void* handle) { return *static_cast<Group*>(handle)->backend; }
std::vector<uint8_t> bytes(const void* data, int length) {
  const auto* first = static_cast<const uint8_t*>(data);
  return std::vector<uint8_t>(first, first + length);
}

// Runs a collective on the elements in their logical order, whatever the tensor's strides are: they may differ between processes.
template <typename Collective>
int on_elements(void* handle, Collective collective) {
  at::NoGradGuard no_grad;
  auto tensor = borrow(handle).detach();
  auto dense = tensor.contiguous();
  collective(dense);
  if (!dense.is_same(tensor) && dense.data_ptr() != tensor.data_ptr()) tensor.copy_(dense);
  // Whoever keeps values derived from the tensor goes by its version.
  borrow(handle).unsafeGetTensorImpl()->bump_version();
  return 0;
}

void finish(const c10::intrusive_ptr<c10d::Work>& work) {
  if (!work->wait()) throw std::runtime_error("the operation was aborted");
}

}  // namespace

GANNET int gannet_c10d_abi() noexcept { return 1; }
GANNET const char* gannet_c10d_error() noexcept { return t_error.c_str(); }
GANNET void gannet_c10d_free_array(void* p) noexcept { std::free(p); }

GANNET int gannet_c10d_has_nccl() noexcept {
#ifdef GANNET_NCCL
  return 1;
#else
  return 0;
#endif
}

// ---- the store

// Connects to the store; `serves`: also runs it, at the port, or at a free one for 0.
GANNET void* gannet_c10d_store(const char* host, int port, int serves, int64_t timeout_ms) noexcept {
  return guarded<void*>(nullptr, [&]() -> void* {
    c10d::TCPStoreOptions options;
    options.port = static_cast<uint16_t>(port);
    options.isServer = serves != 0;
    options.waitWorkers = false;
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 2)
    options.useLibUV = false;  // the default since 2.4, but Debian builds libtorch without it; the two understand each other
#endif
    options.timeout = std::chrono::milliseconds(timeout_ms);
    return new StorePtr(c10::make_intrusive<c10d::TCPStore>(host, options));
  });
}

GANNET int gannet_c10d_store_port(void* store) noexcept {
  return guarded(-1, [&] { return static_cast<int>(dynamic_cast<c10d::TCPStore&>(store_of(store)).getPort()); });
}

GANNET void gannet_c10d_store_free(void* store) noexcept {
  guarded(0, [&] { delete static_cast<StorePtr*>(store); return 0; });
}

GANNET int gannet_c10d_store_set(void* store, const char* key, const void* value, int length) noexcept {
  return guarded(-1, [&] { store_of(store).set(key, bytes(value, length)); return 0; });
}

// Adds to a number, which begins at 0; writes the sum.
GANNET int gannet_c10d_store_add(void* store, const char* key, int64_t amount, int64_t* sum) noexcept {
  return guarded(-1, [&] { *sum = store_of(store).add(key, amount); return 0; });
}

// 1 if the key has a value, 0 if it has none.
GANNET int gannet_c10d_store_has(void* store, const char* key) noexcept {
  return guarded(-1, [&] { return store_of(store).check({key}) ? 1 : 0; });
}

// Waits for the key, at most the store's time-out. Returns the length; the value is the caller's, to be freed.
GANNET int gannet_c10d_store_get(void* store, const char* key, void** value) noexcept {
  return guarded(-1, [&] {
    const auto found = store_of(store).get(key);
    *value = std::malloc(found.size() + 1);
    std::memcpy(*value, found.data(), found.size());
    return static_cast<int>(found.size());
  });
}

// ---- the group

// Meets the other processes of the group through keys of the store below `prefix`. `address`: of this machine, where the others reach it.
GANNET void* gannet_c10d_group(void* store, const char* prefix, int rank, int size, int64_t timeout_ms, const char* address, int nccl) noexcept {
  return guarded<void*>(nullptr, [&]() -> void* {
    const auto timeout = std::chrono::milliseconds(timeout_ms);
    auto keys = c10::make_intrusive<c10d::PrefixStore>(prefix, *static_cast<StorePtr*>(store));
    keys->setTimeout(timeout);
    if (nccl) {
#ifdef GANNET_NCCL
      // A wait that ends with the time-out, instead of a device that waits for ever.
      setenv("NCCL_BLOCKING_WAIT", "1", 0);
      setenv("TORCH_NCCL_BLOCKING_WAIT", "1", 0);
      auto options = c10d::ProcessGroupNCCL::Options::create();
      options->timeout = timeout;
      return new Group{c10::make_intrusive<c10d::ProcessGroupNCCL>(keys, rank, size, options), size};
#else
      throw std::runtime_error("this build has no NCCL");
#endif
    }
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(address));
    options->threads = 2;
    return new Group{c10::make_intrusive<c10d::ProcessGroupGloo>(keys, rank, size, options), size};
  });
}

// Waits for the operations that are under way, which end with the time-out at the latest.
GANNET void gannet_c10d_group_free(void* group) noexcept {
  guarded(0, [&] { delete static_cast<Group*>(group); return 0; });
}

// operation: as c10d numbers them, 0 is the sum.
GANNET int gannet_c10d_all_reduce(void* group, void* tensor, int operation) noexcept {
  return guarded(-1, [&] {
    return on_elements(tensor, [&](at::Tensor& dense) {
      finish(start_all_reduce(backend_of(group), dense, static_cast<c10d::ReduceOp::RedOpType>(operation)));
    });
  });
}

GANNET int gannet_c10d_broadcast(void* group, void* tensor, int root) noexcept {
  return guarded(-1, [&] {
    return on_elements(tensor, [&](at::Tensor& dense) {
      std::vector<at::Tensor> tensors{dense};
      c10d::BroadcastOptions options;
      options.rootRank = root;
      finish(backend_of(group).broadcast(tensors, options));
    });
  });
}

// gathered: [size, …] of the shape of `tensor`, both contiguous.
GANNET int gannet_c10d_all_gather(void* group, void* tensor, void* gathered) noexcept {
  return guarded(-1, [&] {
    at::NoGradGuard no_grad;
    std::vector<at::Tensor> inputs{borrow(tensor)};
    std::vector<std::vector<at::Tensor>> outputs{borrow(gathered).unbind(0)};
    finish(backend_of(group).allgather(outputs, inputs));
    return 0;
  });
}
