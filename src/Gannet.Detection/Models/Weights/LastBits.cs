using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Models.Weights;

/// <summary>Checks whether a detector's results depend on the last bits of its arithmetic.</summary>
/// <remarks>
/// Those of trained networks do not. Those of random ones may: their boxes are thin and their scores close together, so that even
/// torchvision finds other objects with another memory format (docs/decisions/0009).
/// </remarks>
public static class LastBits
{
    private const int Images = 3;
    private const double LeastShare = 0.995;

    /// <summary>Whether two detectors, computing the same network in different ways, find different objects in noise.</summary>
    /// <remarks>Noise shows the difference best: a trained network finds nothing in it, a random one finds thin, unstable boxes.</remarks>
    public static bool Matter(Detector one, Detector other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        for (var k = 0; k < Images; k++)
        {
            var noise = new Image(640, 480);
            new Random(k).NextBytes(noise.Pixels);
            Image[] picture = [noise];
            var (first, second) = (one.Detect(picture)[0], other.Detect(picture)[0]);
            if (ShareFound(first, second) < LeastShare || ShareFound(second, first) < LeastShare) return true;
        }

        return false;
    }

    private static double ShareFound(IReadOnlyList<DetectedObject> wanted, IReadOnlyList<DetectedObject> found)
    {
        var rest = found.ToList();
        var hits = 0;
        foreach (var w in wanted)
        {
            var at = rest.FindIndex(f => f.Label == w.Label && Math.Abs(f.Score - w.Score) <= 0.002 && Iou.Of(f.Box, w.Box) > 0.99);
            if (at < 0) continue;
            rest.RemoveAt(at);
            hits++;
        }

        return wanted.Count == 0 ? 1 : (double)hits / wanted.Count;
    }
}
