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

/// <summary>The depth of a densely connected network.</summary>
/// <param name="Layers">Layers in each of the four blocks.</param>
/// <param name="Growth">Channels added per layer.</param>
/// <param name="StemChannels">Channels after the first convolution.</param>
internal sealed record DenseNetLayout(int[] Layers, int Growth = 32, int StemChannels = 64)
{
    public static DenseNetLayout DenseNet121 { get; } = new([6, 12, 24, 16]);

    public static DenseNetLayout DenseNet169 { get; } = new([6, 12, 32, 32]);
}

/// <summary>Layers of one resolution; each appends its channels to its input.</summary>
internal sealed class DenseBlock : Module
{
    private readonly DenseLayer[] _layers;

    public DenseBlock(int inputs, int layers, int growth, NormOptions norm)
    {
        Outputs = inputs + layers * growth;
        _layers = new DenseLayer[layers];
        for (var k = 0; k < layers; k++) _layers[k] = Add($"denselayer{k + 1}", new DenseLayer(inputs + k * growth, growth, norm));
    }

    public int Outputs { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        foreach (var layer in _layers) x = Tensor.Cat([x, layer.Forward(x)], dim: 1);
        return scope.Keep(x);
    }
}

/// <summary>Norm, ReLU, 1×1 convolution to four times the growth, then norm, ReLU, 3×3 convolution to the growth.</summary>
/// <remarks>The first norm comes before a ReLU and cannot be folded; the second follows a convolution and can.</remarks>
internal sealed class DenseLayer : Module
{
    private const int BottleneckFactor = 4;

    private readonly Norm _norm;
    private readonly NormalizedConv _narrow;
    private readonly Conv2d _conv;

    public DenseLayer(int inputs, int growth, NormOptions norm)
    {
        var width = BottleneckFactor * growth;
        _norm = Add("norm1", norm.Create(inputs));
        var narrow = Add("conv1", new Conv2d(inputs, width, kernel: 1, bias: false));
        _narrow = new(narrow, Add("norm2", norm.Create(width)));
        _conv = Add("conv2", new Conv2d(width, growth, kernel: 3, bias: false));
        Initialization.HeNormalFanIn(narrow.Weight);
        Initialization.HeNormalFanIn(_conv.Weight);
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(_conv.Forward(_narrow.Forward(_norm.Forward(x, Activation.Relu), Activation.Relu)));
    }
}

/// <summary>Halves the channels with a 1×1 convolution and the resolution by averaging.</summary>
internal sealed class DenseTransition : Module
{
    private readonly Norm _norm;
    private readonly Conv2d _conv;

    public DenseTransition(int inputs, NormOptions norm)
    {
        _norm = Add("norm", norm.Create(inputs));
        _conv = Add("conv", new Conv2d(inputs, inputs / 2, kernel: 1, bias: false));
        Initialization.HeNormalFanIn(_conv.Weight);
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(_conv.Forward(_norm.Forward(x, Activation.Relu)).AvgPool2d([2, 2], [2, 2]));
    }
}
