// What the two libraries about pictures and videos share: pixels, and failures as a status with a message. Each includes it once and defines settle().
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#define GANNET_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

thread_local std::string t_message;

// Runs once, before the first work.
void settle();

// Loaders call from several threads; a pool inside each call would only make them compete. Broken files are reported by status.
bool settle_opencv() {
  cv::setNumThreads(1);
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  settle();
  return true;
}

template <typename Work>
int guarded(Work work) noexcept {
  static const bool settled = settle_opencv();
  (void)settled;
  try {
    work();
    return 0;
  } catch (const cv::Exception& error) {
    try { t_message = error.err; } catch (...) { }
  } catch (const std::exception& error) {
    try { t_message = error.what(); } catch (...) { }
  } catch (...) {
    try { t_message = "unknown failure"; } catch (...) { }
  }
  return 1;
}

cv::Mat view(std::uint8_t* rgb, int width, int height) { return cv::Mat(height, width, CV_8UC3, rgb); }

}  // namespace
