using System.Collections.Concurrent;
using System.Text;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Parity;

/// <summary>Weights from a formula that <c>tests/oracle/detector_parity.py</c> repeats, so that no weight file is needed.</summary>
internal static class DeterministicWeights
{
    private static readonly string[] s_predictors = ["cls_logits", "cls_score", "bbox_pred"];

    /// <summary>The splitmix64 seed of a tensor, from the FNV-1a hash of its name; one number per element.</summary>
    public static ulong Seed(string name)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var value in Encoding.UTF8.GetBytes(name)) hash = (hash ^ value) * 0x100000001B3UL;
        return hash;
    }

    public static ulong Hash(ulong seed, int index)
    {
        var z = seed + (ulong)(index + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    public static void Fill(Module module)
    {
        using var noGrad = NoGrad.Enter();
        foreach (var (name, tensor) in module.State())
        {
            if (tensor.ElementType != ElementType.Float) continue;
            using var scope = TensorScope.Enter();
            var (seed, values, (offset, scale)) = (Seed(name), new float[tensor.Count], Range(name, tensor.Shape.ToArray()));
            Parallel.ForEach(Partitioner.Create(0, Math.Max(values.Length, 1)), part =>
            {
                for (var k = part.Item1; k < Math.Min(part.Item2, values.Length); k++) values[k] = offset + ((Hash(seed, k) >> 40) * 1.1920929e-7f - 1) * scale;
            });
            tensor.CopyInPlace(Tensor.From<float>(values).Reshape(tensor.Shape));
        }
    }

    private static (float Offset, float Scale) Range(string name, long[] shape)
    {
        if (shape.Length > 1)
        {
            var fanIn = shape.Skip(1).Aggregate(1L, static (a, b) => a * b);
            return (0, (float)(Math.Sqrt(5.0 / fanIn) * (s_predictors.Contains(name.Split('.')[^2]) ? 0.125 : 1)));
        }

        if (name.EndsWith("running_var", StringComparison.Ordinal)) return (1, 0.25f);
        if (name.EndsWith("running_mean", StringComparison.Ordinal)) return (0, 0.125f);
        if (name.EndsWith("bn3.weight", StringComparison.Ordinal)) return (0.3125f, 0.0625f);
        return (name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0, 0.0625f);
    }
}
