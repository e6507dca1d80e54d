using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A densely connected network (Huang et al. 2016): each layer reads the results of all previous ones.</summary>
/// <remarks>
/// The map of a stage is the concatenation at the end of its block, with all channels; the transition that halves them belongs to the
/// next stage. The last map passes through the network's final norm and ReLU, as its classifier's input did.
/// </remarks>
internal sealed class DenseNet : Backbone
{
    private static readonly string[] s_stages = ["stem", "block1", "block2", "block3", "block4"];

    public DenseNet(DenseNetLayout layout, BackboneOptions options) : base(s_stages, options.OutputsOr(s_stages[1..]))
    {
        var norm = options.Norm;
        var conv = Add("conv0", new Conv2d(3, layout.StemChannels, kernel: 7, stride: 2, bias: false));
        Initialization.HeNormalFanIn(conv.Weight);
        var stemNorm = Add("norm0", norm.Create(layout.StemChannels));
        AddStage(new(s_stages[0], Level: 1, layout.StemChannels, Stride: 4, x => Stem(new(conv, stemNorm), x), conv, stemNorm));

        for (var (k, channels, least) = (1, layout.StemChannels, 1); k < StageNames.Count; k++)
        {
            List<Module> parts = [];
            DenseTransition? transition = null;
            if (k > 1)
            {
                parts.Add(transition = Add($"transition{k - 1}", new DenseTransition(channels, norm)));
                channels /= 2;
                least += 1 << k; // a second cell of the previous map
            }

            var block = Add($"denseblock{k}", new DenseBlock(channels, layout.Layers[k - 1], layout.Growth, norm));
            channels = block.Outputs;
            parts.Add(block);
            Norm? last = null;
            if (k == s_stages.Length - 1) parts.Add(last = Add("norm5", norm.Create(channels)));
            AddStage(new(s_stages[k], k + 1, channels, 2 << k, x => Run(transition, block, last, x), [.. parts]) { LeastSide = least });
        }
    }

    private static Tensor Stem(NormalizedConv conv, Tensor x)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(conv.Forward(x, Activation.Relu).MaxPool2d([3, 3], [2, 2], [1, 1]));
    }

    private static Tensor Run(DenseTransition? transition, DenseBlock block, Norm? last, Tensor x)
    {
        using var scope = TensorScope.Enter();
        x = block.Forward(transition?.Forward(x) ?? x);
        return scope.Keep(last?.Forward(x).ReluInPlace() ?? x);
    }
}
