using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>A convolution as large as the pooled region, then a 1×1 convolution, each with norm and ReLU: matterport's head.</summary>
internal sealed class FullSizeConvolutionBoxHead : BoxHead
{
    private readonly NormalizedConv _first, _second;

    public FullSizeConvolutionBoxHead(int channels, int size, HeadOptions options)
    {
        Width = options.Width;
        _first = AddConv("1", new Conv2d(channels, Width, size, padding: 0), options.Norm);
        _second = AddConv("2", new Conv2d(Width, Width, kernel: 1), options.Norm);
    }

    public override int Width { get; }

    public override MemoryFormat Format => MemoryFormat.ChannelsLast;

    public override Tensor Forward(Tensor pooled)
    {
        using var scope = TensorScope.Enter();
        var hidden = _first.Forward(pooled, Activation.Relu);
        return scope.Keep(_second.Forward(hidden, Activation.Relu).Flatten(1));
    }

    private NormalizedConv AddConv(string number, Conv2d conv, NormOptions norm)
    {
        Initialization.HeNormalFanOut(conv.Weight);
        Initialization.Zero(conv.Bias);
        return new(Add($"conv{number}", conv), Add($"bn{number}", norm.Create(conv.Outputs)));
    }
}
