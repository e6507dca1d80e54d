using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs layers with libtorch and counts their multiplications and additions, by definition.</summary>
internal sealed class CountingLayers : LayerEngine
{
    /// <summary>Multiplications and additions so far.</summary>
    public double Operations { get; private set; }

    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        using var plain = Use(null); // otherwise the layer would call this engine again
        return Count(new NormalizedConv(conv, norm).Forward(x, activation, addend), conv.Weight.Count / conv.Outputs);
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        using var plain = Use(null);
        return Count(linear.Forward(x, activation), linear.Inputs);
    }

    private Tensor Count(Tensor result, long weightsPerValue)
    {
        Operations += 2.0 * result.Count * weightsPerValue;
        return result;
    }
}
