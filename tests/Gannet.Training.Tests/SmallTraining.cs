using System.Runtime.InteropServices;
using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Synthesis;
using Gannet.Detection;
using Gannet.Torch;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests;

/// <summary>A few synthetic images, and detectors small enough to train on them in a test.</summary>
internal sealed class SmallTraining : IDisposable
{
    private const int Side = 128;

    private readonly TemporaryFolder _folder = new();

    // At this size a second thread is no faster, and on a busy machine the two wait for each other.
    static SmallTraining() => TorchRuntime.Threads = 1;

    public SmallTraining(int pictures, int validation = 0)
    {
        Path = _folder.File("data");
        SmearDataset.Write(Path, new()
        {
            Images = pictures,
            Validation = validation,
            Fields = new() { Width = Side, Height = Side, MinCorpuscles = 15, MaxCorpuscles = 20, Blur = 0.5, OverlapShare = 0.2 },
        });
        Training = DatasetReader.Read(Path, new() { Split = "train" }).Dataset;
        Validation = validation == 0 ? null : DatasetReader.Read(Path, new() { Split = "val" }).Dataset;
    }

    public string Path { get; }

    public AnnotatedDataset Training { get; }

    public AnnotatedDataset? Validation { get; }

    public string File(string name) => _folder.File(name);

    /// <summary>A ResNet-18 with a narrow neck and head, and with group norm, so that results do not depend on the batch size.</summary>
    public static Detector CreateDetector(int seed, params string[] settings) => DetectorSetup.Create(
        "faster-rcnn-resnet18-fpn",
        [
            $"transform.min_size={Side}", $"transform.max_size={Side}", "neck.channels=64", "head.width=128", "backbone.norm.kind=group",
            "anchors.sizes=[[12], [24], [40], [64], [96]]", "proposals.before_nms_training=200", "proposals.after_nms_training=100",
            "proposals.before_nms=200", "proposals.after_nms=100", "head.samples=64", .. settings,
        ], SmearSynthesizer.Classes, null, seed).Detector;

    /// <summary>Every element of every parameter and buffer.</summary>
    public static IReadOnlyDictionary<string, float[]> Weights(Detector detector) =>
        detector.State().ToDictionary(static s => s.Name, static s => s.Tensor.ToArray<float>());

    /// <summary>The mean of every element, summed in double.</summary>
    public static IReadOnlyDictionary<string, float[]> Mean(IReadOnlyList<IReadOnlyDictionary<string, float[]>> models) =>
        models[0].ToDictionary(static pair => pair.Key, pair =>
        {
            var (mean, same) = (new float[pair.Value.Length], models.Select(model => model[pair.Key]).ToArray());
            for (var k = 0; k < mean.Length; k++)
            {
                var sum = 0.0;
                foreach (var values in same) sum += values[k];
                mean[k] = (float)(sum / same.Length);
            }

            return mean;
        });

    /// <summary>Fails unless the weights are the same, bit for bit.</summary>
    public static void RequireSame(IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, pair => Assert.True(MemoryMarshal.AsBytes<float>(pair.Value).SequenceEqual(MemoryMarshal.AsBytes<float>(actual[pair.Key])), pair.Key));
    }

    public void Dispose() => _folder.Dispose();
}
