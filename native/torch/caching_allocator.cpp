// A CPU allocator for libtorch that keeps large blocks for the next step instead of returning them to the kernel.
// Training steps allocate and free the same few hundred megabytes repeatedly. Each time, glibc returns blocks above its mmap
// threshold, and the next step pays a page fault for every 4 KiB of them.
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <new>
#include <vector>

namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kLarge = size_t{256} << 10;       // smaller blocks are left to malloc
constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kKeepAtMost = size_t{3} << 30;    // beyond this, freed blocks go back to the kernel

// Eight sizes per power of two: at most an eighth of a block is wasted, and similar sizes share blocks.
size_t RoundUp(size_t bytes) {
  size_t step = kLarge / 8;
  while (step * 16 <= bytes) step *= 2;
  return (bytes + step - 1) / step * step;
}

class CachingAllocator final : public at::Allocator {
 public:
  void* Take(size_t bytes) {
    const size_t size = RoundUp(bytes);
    std::unique_lock<std::mutex> lock(mutex_);
    if (void* block = TakeFree(size)) return block;
    // Sizes follow the number of regions and the shape of the pictures. Blocks of yesterday's sizes would pile up beside those in use,
    // so the total stays near the most that was ever in use at once.
    most_live_ = std::max(most_live_, live_ + size);
    std::vector<void*> evicted;
    while (kept_ > 0 && live_ + size + kept_ > most_live_ + most_live_ / 8) evicted.push_back(EvictOldest());
    lock.unlock();
    for (void* old : evicted) std::free(old);
    void* block = nullptr;
    if (posix_memalign(&block, size >= kHugePage ? kHugePage : kAlignment, size) != 0) throw std::bad_alloc();
    if (size >= kHugePage) madvise(block, size, MADV_HUGEPAGE);
    lock.lock();
    live_ += size;
    sizes_[block] = size;
    return block;
  }

  void Give(void* block) {
    std::unique_lock<std::mutex> lock(mutex_);
    auto known = sizes_.find(block);
    if (known == sizes_.end()) {
      lock.unlock();
      std::free(block);
      return;
    }
    const size_t size = known->second;
    sizes_.erase(known);
    live_ -= size;
    if (kept_ + size > kKeepAtMost) {
      lock.unlock();
      std::free(block);
      return;
    }
    free_[size].push_back({clock_++, block});
    kept_ += size;
  }

  // libtorch 1.13 declares allocate const; 2.3 and later do not, and add copy_data. Without "override", each version finds the
  // function that it calls.
  at::DataPtr allocate(size_t bytes) const { return Allocate(bytes); }
  at::DataPtr allocate(size_t bytes) { return Allocate(bytes); }
  void copy_data(void* to, const void* from, size_t count) const { std::memcpy(to, from, count); }
  at::DeleterFnPtr raw_deleter() const override { return &Delete; }

 private:
  static at::DataPtr Allocate(size_t bytes);
  static void Delete(void* block);

  struct FreeBlock {
    uint64_t freed_at;
    void* block;
  };

  // The newest free block of this size, or of one up to a quarter larger; null if there is none.
  void* TakeFree(size_t size) {
    for (auto found = free_.lower_bound(size); found != free_.end() && found->first <= size + size / 4; ++found) {
      if (found->second.empty()) continue;
      void* block = found->second.back().block;
      found->second.pop_back();
      kept_ -= found->first;
      live_ += found->first;
      most_live_ = std::max(most_live_, live_);
      sizes_[block] = found->first;
      return block;
    }
    return nullptr;
  }

  void* EvictOldest() {
    auto oldest = free_.end();
    for (auto blocks = free_.begin(); blocks != free_.end();) {
      if (blocks->second.empty()) {
        blocks = free_.erase(blocks);
        continue;
      }
      if (oldest == free_.end() || blocks->second.front().freed_at < oldest->second.front().freed_at) oldest = blocks;
      ++blocks;
    }
    void* block = oldest->second.front().block;
    oldest->second.pop_front();
    kept_ -= oldest->first;
    return block;
  }

  std::mutex mutex_;
  std::map<size_t, std::deque<FreeBlock>> free_;  // by size; each queue from the longest free to the newest
  std::map<void*, size_t> sizes_;                 // of blocks in use
  size_t live_ = 0;                               // bytes in use
  size_t most_live_ = 0;
  size_t kept_ = 0;                               // bytes free and kept
  uint64_t clock_ = 0;
};

// Never destroyed, because tensors in static storage may be freed later than it would be.
CachingAllocator& Instance() {
  static auto* instance = new CachingAllocator();
  return *instance;
}

at::DataPtr CachingAllocator::Allocate(size_t bytes) {
  const at::Device cpu(at::DeviceType::CPU);
  if (bytes == 0) return {nullptr, nullptr, &Delete, cpu};
  void* block = nullptr;
  if (bytes >= kLarge) {
    block = Instance().Take(bytes);
  } else if (posix_memalign(&block, kAlignment, bytes) != 0) {
    throw std::bad_alloc();
  }
  return {block, block, &Delete, cpu};
}

void CachingAllocator::Delete(void* block) {
  if (block) Instance().Give(block);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) void gannet_use_caching_allocator() noexcept {
  // Scratch memory of oneDNN and OpenBLAS does not come from libtorch's allocator. glibc would soon raise both limits by itself and
  // let its heap grow and shrink by half a gigabyte. With fixed limits, it keeps what is used in every step and returns the rest.
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  c10::SetCPUAllocator(&Instance(), 1);
}
