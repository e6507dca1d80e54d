using System.Text.Json;
using Xunit.Abstractions;

namespace Gannet.Runtime.Tests.Parity;

/// <summary>torchvision's own exports and ONNX Runtime's detections, which tests/oracle/torchvision_exports.py writes.</summary>
public sealed class TorchvisionExportTests(ITestOutputHelper output)
{
    private const string Variable = "GANNET_TORCHVISION_EXPORTS";

    // Of all detections. Those of one MobileNet picture are in a cloud of equal scores when weights are random.
    private const double LeastShare = 0.985;

    [FolderFact(Variable, "torchvision_exports.py")]
    public void Detections_are_those_of_ONNX_Runtime()
    {
        foreach (var folder in Directory.GetDirectories(Environment.GetEnvironmentVariable(Variable)!).Order())
        {
            using var session = OnnxSession.Load(Path.Combine(folder, "model.onnx"));
            var (expected, paired) = (0, 0);
            foreach (var path in Directory.GetFiles(folder, "*.json").Order())
            {
                var theirs = JsonSerializer.Deserialize<Found>(File.ReadAllText(path), JsonSerializerOptions.Web)!;
                var ours = Run(session, Path.ChangeExtension(path, ".image"), theirs.Shape);
                var pairs = Pairs(ours, theirs);
                output.WriteLine($"{Path.GetFileName(folder)} {Path.GetFileNameWithoutExtension(path)}: {theirs.Scores.Length} and {ours.Scores.Length}, {pairs} in pairs");
                expected += Math.Max(theirs.Scores.Length, ours.Scores.Length);
                paired += pairs;
            }

            Assert.True(paired >= LeastShare * expected, $"{Path.GetFileName(folder)}: {paired} of {expected} are paired");
        }
    }

    private static Found Run(OnnxSession session, string file, int[] shape)
    {
        var bytes = File.ReadAllBytes(file);
        var values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        var results = session.Run(new Dictionary<string, OnnxTensor> { ["image"] = OnnxTensor.From<float>(values, shape) });
        var boxes = results["boxes"].ToArray<float>();
        return new(shape, [.. boxes.Chunk(4)], results["labels"].ToArray<long>(), results["scores"].ToArray<float>());
    }

    // Of one class, scores within 1e-3 of their size plus 1e-5, corners within 1e-3 of the longer side.
    private static int Pairs(Found ours, Found theirs)
    {
        var (free, side) = (Enumerable.Range(0, theirs.Scores.Length).ToList(), theirs.Shape.Max());
        return ours.Scores.Where((score, k) =>
        {
            var partner = free.FindIndex(j => theirs.Labels[j] == ours.Labels[k] && Math.Abs(theirs.Scores[j] - score) <= 1e-3 * score + 1e-5
                && ours.Boxes[k].Zip(theirs.Boxes[j]).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-3 * side));
            if (partner >= 0) free.RemoveAt(partner);
            return partner >= 0;
        }).Count();
    }

    private sealed record Found(int[] Shape, float[][] Boxes, long[] Labels, float[] Scores);
}
