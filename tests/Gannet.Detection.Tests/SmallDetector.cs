using Gannet.Detection.Models;
using Gannet.Detection.Tests.Parity;

namespace Gannet.Detection.Tests;

/// <summary>A detector that runs in milliseconds, with fixed weights.</summary>
internal static class SmallDetector
{
    /// <summary>Most of a preset's weights are those of its head's first layer; narrow, they are made and written in a tenth of the time.</summary>
    public const string NarrowHead = "head.width=64";

    public static Detector Create(params string[] settings)
    {
        string[] all =
        [
            "transform.min_size=64", "transform.max_size=96", "neck.channels=32", "head.width=32", "backbone.trainable_stages=3",
            "detections.score_threshold=0", "detections.per_image=20", .. settings,
        ];
        var detector = new Detector(Presets.Get("faster-rcnn-resnet18-fpn", all), ["cell", "bead"]);
        DeterministicWeights.Fill(detector);
        return detector;
    }

    public static Image Image(int width, int height, int seed = 1)
    {
        var picture = new Image(width, height);
        new Random(seed).NextBytes(picture.Pixels);
        return picture;
    }
}
