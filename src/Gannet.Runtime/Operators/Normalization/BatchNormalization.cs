using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Normalization;

/// <summary>Scales and shifts each channel by statistics that were collected in training.</summary>
internal sealed class BatchNormalization(NodeDefinition definition) : IOperator
{
    private const int Scale = 1, Bias = 2, Mean = 3, Variance = 4;

    private readonly float _epsilon = !definition.Attributes.Flag("training_mode")
        ? definition.Attributes.Number("epsilon", 1e-5f)
        : throw new InvalidDataException("statistics of training are not supported");

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        if (x.Type != OnnxElementType.Float || x.Rank < 1) throw new InvalidDataException($"normalizing {x} is not supported");
        var channels = x.Rank > 1 ? x.Shape[1] : 1;
        var (factors, offsets) = Affine(node, channels);
        int[] shape = x.Rank > 1 ? [channels, .. Enumerable.Repeat(1, x.Rank - 2)] : [1];
        var y = node.RentOver(0, x.Type, x.Shape, x.Layout);
        BinaryLoop<Multiplication>.Run(x, factors.View(shape), y);
        BinaryLoop<Addition>.Run(y, offsets.View(shape), y);
        node.Set(0, y);
    }

    private (Tensor Factors, Tensor Offsets) Affine(NodeRun node, int channels)
    {
        Tensor[] parts = [node.RowMajor(Scale), node.RowMajor(Bias), node.RowMajor(Mean), node.RowMajor(Variance)];
        if (parts.Any(part => part.Count != channels)) throw new InvalidDataException($"{channels} channels need as many parameters");
        var (factors, offsets) = Affine(parts[0].Elements<float>(), parts[1].Elements<float>(), parts[2].Elements<float>(), parts[3].Elements<float>(), _epsilon);
        return (Tensor.Of(factors, channels), Tensor.Of(offsets, channels));
    }

    /// <summary>The factor and the offset of each channel.</summary>
    public static (float[] Factors, float[] Offsets) Affine(
        ReadOnlySpan<float> scale, ReadOnlySpan<float> bias, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, float epsilon)
    {
        var (factors, offsets) = (new float[scale.Length], new float[scale.Length]);
        for (var c = 0; c < factors.Length; c++)
        {
            var factor = scale[c] / Math.Sqrt((double)variance[c] + epsilon);
            (factors[c], offsets[c]) = ((float)factor, (float)(bias[c] - mean[c] * factor));
        }

        return (factors, offsets);
    }
}
