// What the files of libgannet_c10d share: c10d's types under one name for every libtorch, tensors as handles, and failures as a status.
#pragma once

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/torch.h>
#include <torch/version.h>

#ifdef GANNET_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <cstdint>
#include <string>
#include <vector>

#define GANNET extern "C" __attribute__((visibility("default")))

namespace gannet {

// What does the communication: libtorch 2 moved it out of ProcessGroup, which since then only chooses among such.
#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

using ImplPtr = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

inline at::Tensor borrow(void* p) { return at::Tensor(ImplPtr::unsafe_reclaim_from_nonowning(static_cast<c10::TensorImpl*>(p))); }

struct Group {
  c10::intrusive_ptr<Backend> backend;
  int size;
};

extern thread_local std::string t_error;

// Runs the body; an exception becomes the status, and its message this thread's last error.
template <typename Status, typename Body>
Status guarded(Status failed, Body body) noexcept {
  try {
    return body();
  } catch (const c10::Error& error) {
    t_error = error.what_without_backtrace();
  } catch (const std::exception& error) {
    t_error = error.what();
  } catch (...) {
    t_error = "unknown native exception";
  }
  return failed;
}

// Starts the sum of a tensor over all processes; the tensor must be dense and stay alive until the work is done.
inline c10::intrusive_ptr<c10d::Work> start_all_reduce(Backend& backend, at::Tensor tensor, c10d::ReduceOp::RedOpType operation) {
  std::vector<at::Tensor> tensors{std::move(tensor)};
  c10d::AllreduceOptions options;
  options.reduceOp = c10d::ReduceOp(operation);
  return backend.allreduce(tensors, options);
}

}  // namespace gannet
