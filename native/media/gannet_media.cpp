// gannet_media: image files through OpenCV, behind a small C interface.
// Every export is noexcept and returns 0, or 1 with a message in gannet_media_message(). Pixels are interleaved RGB, 8 bits, no padding.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "guard.h"

namespace {

void settle() {}

constexpr int Font = cv::FONT_HERSHEY_DUPLEX;

}  // namespace

// Incremented whenever an export changes, so that a stale build is reported instead of crashing.
GANNET_EXPORT int gannet_media_abi() noexcept { return 2; }

// The last failure of the calling thread; owned by the library, valid until the thread's next failure.
GANNET_EXPORT const char* gannet_media_message() noexcept { return t_message.c_str(); }

// Decodes into the caller's width * height * 3 bytes. The caller handles orientation, so that it does not depend on OpenCV's version.
GANNET_EXPORT int gannet_media_decode(const std::uint8_t* bytes, std::int64_t length, int width, int height, std::uint8_t* rgb) noexcept {
  return guarded([&] {
    if (length > INT32_MAX) throw std::length_error("more than 2 GiB");
    const cv::Mat encoded(1, static_cast<int>(length), CV_8UC1, const_cast<std::uint8_t*>(bytes));
    const cv::Mat bgr = cv::imdecode(encoded, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    if (bgr.empty()) throw std::runtime_error("the pixels do not decode");
    if (bgr.cols != width || bgr.rows != height) throw std::runtime_error("the size in the header differs from that of the pixels");
    cv::Mat target = view(rgb, width, height);
    cv::cvtColor(bgr, target, cv::COLOR_BGR2RGB);
  });
}

// Encodes in the format of `extension` (".png"); free the result with gannet_media_free.
GANNET_EXPORT int gannet_media_encode(const std::uint8_t* rgb, int width, int height, const char* extension, int quality,
                                      std::uint8_t** bytes, std::int64_t* length) noexcept {
  return guarded([&] {
    cv::Mat bgr;
    cv::cvtColor(view(const_cast<std::uint8_t*>(rgb), width, height), bgr, cv::COLOR_RGB2BGR);
    const std::vector<int> options{cv::IMWRITE_JPEG_QUALITY, quality, cv::IMWRITE_WEBP_QUALITY, quality};
    std::vector<std::uint8_t> encoded;
    if (!cv::imencode(extension, bgr, encoded, options)) throw std::runtime_error("OpenCV could not encode the picture");
    auto* copy = static_cast<std::uint8_t*>(std::malloc(encoded.size()));
    if (copy == nullptr) throw std::bad_alloc();
    std::memcpy(copy, encoded.data(), encoded.size());
    *bytes = copy;
    *length = static_cast<std::int64_t>(encoded.size());
  });
}

GANNET_EXPORT void gannet_media_free(std::uint8_t* bytes) noexcept { std::free(bytes); }

// Averages areas when shrinking, interpolates when growing: for people to look at, not for a network's input.
GANNET_EXPORT int gannet_media_resize(const std::uint8_t* rgb, int width, int height, std::uint8_t* target, int target_width,
                                      int target_height) noexcept {
  return guarded([&] {
    cv::Mat out = view(target, target_width, target_height);
    const bool shrink = target_width <= width && target_height <= height;
    cv::resize(view(const_cast<std::uint8_t*>(rgb), width, height), out, out.size(), 0, 0, shrink ? cv::INTER_AREA : cv::INTER_LINEAR);
  });
}

// Width, height above and depth below the baseline of a text, in pixels.
GANNET_EXPORT int gannet_media_measure_text(const char* text, double scale, int thickness, int* width, int* ascent, int* descent) noexcept {
  return guarded([&] {
    const cv::Size size = cv::getTextSize(text, Font, scale, thickness, descent);
    *width = size.width;
    *ascent = size.height;
  });
}

// Draws anti-aliased text whose baseline starts at (x, y).
GANNET_EXPORT int gannet_media_draw_text(std::uint8_t* rgb, int width, int height, const char* text, int x, int y, double scale,
                                         int thickness, int red, int green, int blue) noexcept {
  return guarded([&] {
    cv::Mat picture = view(rgb, width, height);
    cv::putText(picture, text, cv::Point(x, y), Font, scale, cv::Scalar(red, green, blue), thickness, cv::LINE_AA);
  });
}
