using Gannet.Cli.Output;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Imaging.Video;
using Gannet.Torch;
using Gannet.Torch.Distributed;

namespace Gannet.Cli.Doctor;

/// <summary>The native libraries. Each one is loaded and used, so the report shows what will really run.</summary>
internal static class LibraryFindings
{
    public static IEnumerable<Finding> Look()
    {
        if (OperatingSystem.IsWindows())
        {
            yield return new Finding("libtorch", "none on Windows: detection with ONNX models, data sets and scores of results files need none; train and export on Linux", FindingState.Absent);
            yield return new Finding("OpenCV", "none on Windows: PNG and JPEG are read without; drawing and other formats need it", FindingState.Absent);
            yield break;
        }

        var torch = Try("libtorch", static () =>
        {
            var (version, threads) = (TorchRuntime.Version, TorchRuntime.Threads);
            return $"{version}, {Plural.Of(threads, "thread")} ({Where("libtorch_cpu.so")})";
        });
        yield return torch;
        if (torch.State == FindingState.Good)
        {
            var libraries = LoadedLibraries.Paths();
            yield return BlasFinding.From(libraries);
            yield return CudaFinding.From(TorchRuntime.CudaDevices, TorchRuntime.CudaDeviceNames, CudaFinding.IsBuiltFor(libraries));
            yield return ProcessGroup.Missing is { } absent
                ? new Finding("c10d", "libtorch's c10d is not bound: training runs in one process; everything else works", FindingState.Absent, absent)
                : new Finding("c10d", $"{ProcessGroup.Backends} ({Where("libgannet_c10d")})");
        }

        yield return Try("OpenCV", static () =>
        {
            ImageEncoder.Encode(new Image(1, 1), ImageFormat.Png);
            return Where("libopencv_core.so");
        });
        yield return VideoReader.Missing is { } missing
            ? new Finding("Video", "OpenCV's videoio is missing; everything else works", FindingState.Absent, missing)
            : new Finding("Video", Where("libopencv_videoio.so"));
        var chosen = Environment.GetEnvironmentVariable("GANNET_NATIVE") is { Length: > 0 } folder ? $" (GANNET_NATIVE is {folder})" : "";
        yield return new Finding("Gannet's own", $"{Where("libgannet_torch")}, {Where("libgannet_media")}{chosen}");
    }

    // If a type initializer fails, its inner exception says what is missing. Here a failure to load is a finding, not an error.
    private static Finding Try(string topic, Func<string> look)
    {
        try
        {
            return new Finding(topic, look());
        }
        catch (Exception error) when (
            error is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or InvalidOperationException
                or TorchException)
        {
            while (error is TypeInitializationException && error.InnerException is { } inner) error = inner;
            return new Finding(
                topic, error.Message.ReplaceLineEndings(" "), FindingState.Broken,
                error.Message.Contains("apt-get", StringComparison.Ordinal) || error.Message.Contains("LIBTORCH=", StringComparison.Ordinal) ? null
                    : "run ./gannet doctor from the checkout: it installs and builds what is missing; or set GANNET_NATIVE to the folder of libgannet_torch.so");
        }
    }

    private static string Where(string name) =>
        LoadedLibraries.Paths().FirstOrDefault(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal))
            ?? $"{name} not loaded";
}
