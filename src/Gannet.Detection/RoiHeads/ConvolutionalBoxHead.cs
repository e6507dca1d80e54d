using System.Globalization;
using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>3×3 convolutions with norm and ReLU, then one fully connected layer: the head of torchvision's "v2" detectors.</summary>
internal sealed class ConvolutionalBoxHead : BoxHead
{
    private readonly ConvNormActivation[] _convs;
    private readonly Linear _last;

    public ConvolutionalBoxHead(int channels, int size, HeadOptions options)
    {
        _convs = [.. Enumerable.Range(0, options.Convolutions).Select(k =>
            Add(Name(k), new ConvNormActivation(channels, channels, kernel: 3, stride: 1, groups: 1, options.Norm, Activation.Relu)))];
        // The number in the name also counts the flattening before it.
        _last = Add(Name(options.Convolutions + 1), new Linear(channels * size * size, options.Width));
        Width = options.Width;
    }

    public override int Width { get; }

    public override MemoryFormat Format => MemoryFormat.ChannelsLast;

    public override Tensor Forward(Tensor pooled)
    {
        using var scope = TensorScope.Enter();
        foreach (var conv in _convs) pooled = conv.Forward(pooled);
        return scope.Keep(_last.Forward(pooled, Activation.Relu));
    }

    private static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);
}
