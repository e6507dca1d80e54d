using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Diagnosis;

/// <summary>Numbers that show a layer that learnt nothing, died or grew without limit.</summary>
/// <param name="Weights">The weights of each layer, in the order of the network.</param>
/// <param name="Gradients">Norm of the gradient of one batch in each stage that is trained.</param>
public sealed record LayerStatistics(IReadOnlyList<WeightStatistics> Weights, IReadOnlyList<StageGradient> Gradients)
{
    // A kernel is dead if it is this much smaller than the largest of its layer: nothing that it adds can be seen.
    private const double DeadShare = 1e-3;

    /// <summary>Looks at weights, and at the gradients of one batch; no weight is changed.</summary>
    /// <param name="detector">The detector. Trainable batch norms update their statistics.</param>
    /// <param name="batch">Images and ground truth.</param>
    /// <param name="seed">Seed for sampling anchors and regions.</param>
    /// <remarks>Device sync, one per parameter.</remarks>
    public static LayerStatistics Of(Detector detector, TrainingBatch batch, int seed)
    {
        ArgumentNullException.ThrowIfNull(detector);
        using var scope = TensorScope.Enter();
        detector.SetTraining(true);
        ForgetGradients(detector);
        detector.ComputeLosses(batch, SeededRandom.For(seed, RandomPurpose.Sampling, 1)).Stack().Sum().Backward();
        var gradients = detector.NamedParameters().Where(static p => p.Tensor.Gradient is not null)
            .GroupBy(static p => StageOf(p.Name)).Select(static stage => new StageGradient(stage.Key, Math.Sqrt(stage.Sum(static p => SumOfSquares(p.Tensor.Gradient!))))).ToList();
        ForgetGradients(detector);
        return new([.. detector.NamedParameters().Where(static p => p.Tensor.Rank > 1).Select(Weight)], gradients);
    }

    private static void ForgetGradients(Detector detector)
    {
        foreach (var (_, tensor) in detector.NamedParameters()) tensor.Gradient = null;
    }

    private static WeightStatistics Weight(NamedTensor parameter)
    {
        using var scope = TensorScope.Enter();
        var values = parameter.Tensor.Detach().To(Device.Cpu, ElementType.Float).Contiguous(MemoryFormat.Contiguous).ToArray<float>();
        var mean = values.Average(static v => (double)v);
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        var kernels = values.Chunk(values.Length / (int)parameter.Tensor.Shape[0]).Select(static k => Math.Sqrt(k.Sum(static v => (double)v * v))).ToList();
        var largest = kernels.Max();
        return new(parameter.Name, [.. parameter.Tensor.Shape], mean, deviation, kernels.Count(k => k <= DeadShare * largest) / (double)kernels.Count);
    }

    private static double SumOfSquares(Tensor gradient)
    {
        using var scope = TensorScope.Enter();
        var norm = gradient.Detach().Norm().Item();
        return norm * norm;
    }

    /// <summary>The stage of a parameter: <c>backbone.body.layer3</c>, <c>backbone.fpn</c>, <c>rpn</c>, <c>roi_heads</c>.</summary>
    /// <param name="parameter">Its name.</param>
    public static string StageOf(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var parts = parameter.Split('.');
        return string.Join('.', parts.Take(parts is ["backbone", "body", ..] ? 3 : parts is ["backbone", ..] ? 2 : 1));
    }
}

/// <summary>The weights of a layer.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Shape">Its shape; the first number is that of the output channels.</param>
/// <param name="Mean">Mean of all weights.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Dead">Share of the output channels whose kernel is a thousandth of the layer's largest or less.</param>
public sealed record WeightStatistics(string Name, IReadOnlyList<long> Shape, double Mean, double Deviation, double Dead);

/// <summary>The gradient of a stage.</summary>
/// <param name="Stage">First parts of the parameters' names.</param>
/// <param name="Norm">Norm of all its gradients together.</param>
public sealed record StageGradient(string Stage, double Norm);
