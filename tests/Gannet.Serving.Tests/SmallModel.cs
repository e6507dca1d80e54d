using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Torch;

namespace Gannet.Serving.Tests;

/// <summary>A detector of libtorch's that detects in milliseconds and finds something in every picture, made once.</summary>
public sealed class SmallModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallModel()
    {
        Write(Path, seed: 7);
    }

    /// <summary>The model file.</summary>
    public string Path => _folder.File("small.safetensors");

    public static void Write(string path, int seed, params string[] settings)
    {
        TorchRuntime.Seed(seed);
        string[] all =
        [
            "transform.min_size=64", "transform.max_size=96", "neck.channels=32", "head.width=32", "detections.score_threshold=0", "detections.per_image=20",
            "proposals.after_nms=64", .. settings,
        ];
        using var detector = new Detector(Presets.Get("faster-rcnn-resnet18-fpn", all), ["cell", "bead"]);
        detector.Save(path);
    }

    public void Dispose() => _folder.Dispose();
}
