using Gannet.Detection.Anchors;
using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.Sampling;
using Gannet.Torch.Serialization;

namespace Gannet.Detection.Tests.Parity;

/// <summary>torchvision's results for two small images, made by <c>tests/oracle/detector_parity.py</c>.</summary>
internal sealed class ParityFixture(string preset) : IDisposable
{
    private readonly WeightFile _file = WeightFile.Open(Repository.Fixture($"detector-parity/{preset}.safetensors"));

    public static Image[] Images { get; } = [MakeImage(128, 160, 0), MakeImage(120, 100, 1)];

    public float[] Losses => Floats("losses");

    /// <summary>Effect of the weights' last bits on torchvision's gradients, relative to their length, in the worst parameter.</summary>
    public double Spread => Floats("spread")[0];

    public IEnumerable<(string Name, float[] Sketch)> Gradients => _file.Tensors.Values
        .Where(static t => t.Name.StartsWith("gradient.", StringComparison.Ordinal)).Select(static t => (t.Name["gradient.".Length..], t.ReadFloats()));

    /// <summary>A detector with the fixture's options and weights.</summary>
    public Detector CreateDetector(bool trainAll = false)
    {
        var stages = preset.Contains("mobilenet", StringComparison.Ordinal) ? 6 : 5;
        string[] settings = ["transform.min_size=96", "transform.max_size=160", $"backbone.trainable_stages={(trainAll ? stages : 0)}"];
        var detector = new Detector(Presets.Get(preset, settings), ["a", "b", "c"]);
        DeterministicWeights.Fill(detector);
        return detector;
    }

    /// <summary>What torchvision finds in an image regardless of the last bits of its weights.</summary>
    public DetectedObject[] SteadyDetections(int picture) => Detections($"steady.{picture}");

    /// <summary>These, plus detections that depend on the last bits, since an overlap or a score is at a threshold.</summary>
    public DetectedObject[] PossibleDetections(int picture) => Detections($"possible.{picture}");

    public TrainingBatch Batch(Detector detector)
    {
        var pictures = detector.Transform.Batch(Images);
        return new(pictures, [.. Images.Select((_, n) => pictures.Placements[n].ToInput(
            new GroundTruth(Boxes($"truths.{n}.boxes"), Indices($"truths.{n}.labels"))))]);
    }

    public AnchorTargets Anchors(AnchorGrid anchors, GroundTruth truth, int picture)
    {
        var (positive, matched) = (Indices($"anchors.{picture}.positive"), Indices($"anchors.{picture}.matched"));
        var matches = new int[anchors.Boxes.Length];
        for (var k = 0; k < positive.Length; k++) matches[positive[k]] = matched[k];
        return AnchorTargets.From(truth, matches, new BoxSample(positive, Indices($"anchors.{picture}.negative")));
    }

    public RoiTargets Regions(GroundTruth truth, int picture)
    {
        var (boxes, matches) = (Boxes($"regions.{picture}.boxes"), Indices($"regions.{picture}.matched"));
        var all = Enumerable.Range(0, boxes.Length).ToArray();
        var sample = new BoxSample([.. all.Where(k => matches[k] >= 0)], [.. all.Where(k => matches[k] < 0)]);
        return RoiTargets.From(boxes, truth, matches, sample);
    }

    public void Dispose() => _file.Dispose();

    private static Image MakeImage(int height, int width, int shift)
    {
        var picture = new Image(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < width * 3; i++)
            {
                var (x, c) = (i / 3, i % 3);
                picture.Row(y)[i] = (byte)(x * (3 + c) + y * 2 + x * y / 16 + (x / 20 + y / 24 + shift) * 57);
            }
        }

        return picture;
    }

    private DetectedObject[] Detections(string name)
    {
        var (boxes, labels, scores) = (Boxes($"{name}.boxes"), Indices($"{name}.labels"), Floats($"{name}.scores"));
        return [.. boxes.Select((box, k) => new DetectedObject(box, labels[k], scores[k]))];
    }

    private float[] Floats(string name) => _file.Tensors[name].ReadFloats();

    private int[] Indices(string name) => Array.ConvertAll(Floats(name), static value => (int)value);

    private Box[] Boxes(string name) => [.. Floats(name).Chunk(4).Select(static b => new Box(b[0], b[1], b[2], b[3]))];
}
