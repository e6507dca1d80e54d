using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>A layer's weights in bf16 for libtorch, and its bias in 32 bits.</summary>
internal sealed unsafe class BFloat16Weights : IDisposable
{
    private readonly float[] _bias;

    private BFloat16Weights(LayerWeights layer)
    {
        _bias = layer.Bias.Length > 0 ? layer.Bias : new float[layer.Shape.Outputs];
        using var scope = TensorScope.Enter();
        Weight = TensorScope.Detach(layer.Weight.Detach().To(Device.Cpu, ElementType.BFloat16).Clone(MemoryFormat.ChannelsLast));
    }

    /// <summary><c>[K, C, rows, columns]</c>, channels-last.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[K, rows · columns · C]</c>: the order of channels-last features.</summary>
    public Tensor AsMatrix => Weight.Permute([0, 2, 3, 1]).Reshape([Weight.Shape[0], -1]);

    /// <summary>The bf16 weights of a layer; null if its weights cannot be used.</summary>
    public static BFloat16Weights? Of(LayerWeights? layer) => layer is null ? null : new(layer);

    public void Dispose() => Weight.Dispose();

    /// <summary>Adds the bias and another map to a result without bias, and applies the activation, in place.</summary>
    public Tensor Finish(Tensor result, Tensor? addend, Activation activation)
    {
        fixed (BFloat16* map = result.AsSpan<BFloat16>(), add = addend is null ? default : addend.AsSpan<BFloat16>())
            OutputPass.Run((ushort*)map, (int)(result.Count / _bias.Length), _bias, (ushort*)add, OutputActivations.Of(activation));
        return result;
    }
}
