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
