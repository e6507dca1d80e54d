// gannet_video: video files through OpenCV's videoio and FFmpeg, behind a small C interface. A library apart from gannet_media, because videoio
// brings a hundred libraries that pictures do not need and that not every system has.
// Every export is noexcept and returns 0, or 1 with a message in gannet_video_message(). Pixels are interleaved RGB, 8 bits, no padding.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "guard.h"

namespace {

// FFmpeg prints what it finds wrong in a file; the caller reports it in one line of its own. -8 is FFmpeg's AV_LOG_QUIET. A video may not name
// other files or addresses to read. Variables that the user has set are kept.
void settle() {
  setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
  setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "protocol_whitelist;file", 0);
}

struct Reader {
  cv::VideoCapture capture;
  cv::Mat bgr;
};

struct Writer {
  cv::VideoWriter writer;
  cv::Mat bgr;
};

Reader& reader(void* handle) { return *static_cast<Reader*>(handle); }

}  // namespace

// Incremented whenever an export changes, so that a stale build is reported instead of crashing.
GANNET_EXPORT int gannet_video_abi() noexcept { return 1; }

// The last failure of the calling thread; owned by the library, valid until the thread's next failure.
GANNET_EXPORT const char* gannet_video_message() noexcept { return t_message.c_str(); }

// Opens a file; close the handle with gannet_video_close. Rate and frame count are what the file announces and may be anything.
GANNET_EXPORT int gannet_video_open(const char* path, void** handle, int* width, int* height, double* rate, double* frames) noexcept {
  return guarded([&] {
    auto opened = std::make_unique<Reader>();
    const std::vector<int> options{cv::CAP_PROP_HW_ACCELERATION, cv::VIDEO_ACCELERATION_NONE};
    if (!opened->capture.open(path, cv::CAP_FFMPEG, options)) throw std::runtime_error("FFmpeg finds no video in it that it can decode");
    *width = static_cast<int>(opened->capture.get(cv::CAP_PROP_FRAME_WIDTH));
    *height = static_cast<int>(opened->capture.get(cv::CAP_PROP_FRAME_HEIGHT));
    *rate = opened->capture.get(cv::CAP_PROP_FPS);
    *frames = opened->capture.get(cv::CAP_PROP_FRAME_COUNT);
    *handle = opened.release();
  });
}

// Decodes the next frame; `more` is 0 after the last one. `milliseconds` is its time from the start.
GANNET_EXPORT int gannet_video_next(void* handle, int* more, double* milliseconds) noexcept {
  return guarded([&] {
    *more = reader(handle).capture.grab() ? 1 : 0;
    *milliseconds = reader(handle).capture.get(cv::CAP_PROP_POS_MSEC);
  });
}

// Copies the frame that was decoded last into the caller's width * height * 3 bytes.
GANNET_EXPORT int gannet_video_pixels(void* handle, int width, int height, std::uint8_t* rgb) noexcept {
  return guarded([&] {
    cv::Mat& bgr = reader(handle).bgr;
    if (!reader(handle).capture.retrieve(bgr) || bgr.empty()) throw std::runtime_error("the pixels do not decode");
    if (bgr.cols != width || bgr.rows != height) throw std::runtime_error("its frames change their size");
    if (bgr.type() != CV_8UC3) throw std::runtime_error("its pixels are not 8-bit colours");
    cv::Mat target = view(rgb, width, height);
    cv::cvtColor(bgr, target, cv::COLOR_BGR2RGB);
  });
}

// Moves so that the next frame decoded is the one of this number, as far as the file's index is right.
GANNET_EXPORT int gannet_video_seek(void* handle, double frame) noexcept {
  return guarded([&] {
    if (!reader(handle).capture.set(cv::CAP_PROP_POS_FRAMES, frame)) throw std::runtime_error("cannot move in it");
  });
}

GANNET_EXPORT void gannet_video_close(void* handle) noexcept { delete static_cast<Reader*>(handle); }

// Creates a file in the container that its extension names, with the codec of a four-character code; finish it with gannet_video_finish.
GANNET_EXPORT int gannet_video_create(const char* path, const char* codec, double rate, int width, int height, void** handle) noexcept {
  return guarded([&] {
    auto created = std::make_unique<Writer>();
    const std::vector<int> options{cv::VIDEOWRITER_PROP_HW_ACCELERATION, cv::VIDEO_ACCELERATION_NONE};
    const int code = cv::VideoWriter::fourcc(codec[0], codec[1], codec[2], codec[3]);
    if (!created->writer.open(path, cv::CAP_FFMPEG, code, rate, cv::Size(width, height), options))
      throw std::runtime_error("FFmpeg cannot encode it");
    *handle = created.release();
  });
}

GANNET_EXPORT int gannet_video_write(void* handle, const std::uint8_t* rgb, int width, int height) noexcept {
  return guarded([&] {
    auto& writer = *static_cast<Writer*>(handle);
    cv::cvtColor(view(const_cast<std::uint8_t*>(rgb), width, height), writer.bgr, cv::COLOR_RGB2BGR);
    writer.writer.write(writer.bgr);
  });
}

// Writes what the encoder still holds and the file's index, and frees the handle.
GANNET_EXPORT int gannet_video_finish(void* handle) noexcept {
  return guarded([&] {
    const std::unique_ptr<Writer> writer(static_cast<Writer*>(handle));
    writer->writer.release();
  });
}
