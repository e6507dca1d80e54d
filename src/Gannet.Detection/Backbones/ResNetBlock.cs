using System.Globalization;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>The residual blocks at one resolution.</summary>
/// <remarks>
/// A dilated stage keeps the resolution and dilates its kernels instead, so that published weights see the same context. Its first block
/// is not dilated, since a strided one also reads adjacent cells of the previous map; only the later blocks are.
/// </remarks>
internal sealed class ResNetStage : Module
{
    private readonly ResNetBlock[] _blocks;

    public ResNetStage(ResNetLayout layout, int inputs, int width, int blocks, int stride, int dilation, NormOptions norm)
    {
        Outputs = layout.IsBottleneck ? 4 * width : width;
        _blocks = new ResNetBlock[blocks];
        for (var k = 0; k < blocks; k++)
        {
            _blocks[k] = Add(k.ToString(CultureInfo.InvariantCulture),
                new ResNetBlock(layout.IsBottleneck, k == 0 ? inputs : Outputs, width, Outputs, k == 0 ? stride : 1, k == 0 ? 1 : dilation, norm));
        }
    }

    public int Outputs { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        foreach (var block in _blocks) x = block.Forward(x);
        return scope.Keep(x);
    }
}

/// <summary>Two or three convolutions whose result is added to their input.</summary>
internal sealed class ResNetBlock : Module
{
    private readonly List<NormalizedConv> _convs = [];
    private readonly NormalizedConv? _shortcut;

    public ResNetBlock(bool isBottleneck, int inputs, int width, int outputs, int stride, int dilation, NormOptions norm)
    {
        if (isBottleneck)
        {
            AddConv(inputs, width, kernel: 1, stride: 1, dilation: 1, norm);
            AddConv(width, width, kernel: 3, stride, dilation, norm);
            AddConv(width, outputs, kernel: 1, stride: 1, dilation: 1, norm);
        }
        else
        {
            AddConv(inputs, width, kernel: 3, stride, dilation, norm);
            AddConv(width, outputs, kernel: 3, stride: 1, dilation, norm);
        }

        if (stride == 1 && inputs == outputs) return;
        var conv = Add("downsample.0", new Conv2d(inputs, outputs, kernel: 1, stride, bias: false));
        Initialization.HeNormalFanOut(conv.Weight);
        _shortcut = new(conv, Add("downsample.1", norm.Create(outputs)));
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        var y = x;
        for (var k = 0; k < _convs.Count - 1; k++) y = _convs[k].Forward(y, Activation.Relu);
        return scope.Keep(_convs[^1].Forward(y, Activation.Relu, addend: _shortcut?.Forward(x) ?? x));
    }

    private void AddConv(int inputs, int outputs, int kernel, int stride, int dilation, NormOptions norm)
    {
        var number = _convs.Count + 1;
        var conv = Add($"conv{number}", new Conv2d(inputs, outputs, kernel, stride, dilation: dilation, bias: false));
        Initialization.HeNormalFanOut(conv.Weight);
        _convs.Add(new(conv, Add($"bn{number}", norm.Create(outputs))));
    }
}
