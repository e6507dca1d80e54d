using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>One convolution in an Inception branch.</summary>
/// <param name="Outputs">Output channels.</param>
/// <param name="Height">Rows of the kernel.</param>
/// <param name="Width">Columns of the kernel.</param>
/// <param name="Stride">Stride in both directions.</param>
/// <param name="IsPadded">Whether zero padding keeps the map's size; without it, the map loses the kernel's side minus one.</param>
internal readonly record struct InceptionConv(int Outputs, int Height, int Width, int Stride = 1, bool IsPadded = true);

/// <summary>A sequence of convolutions, each with norm and ReLU, optionally after a 3×3 average pooling.</summary>
/// <remarks>Names are those of the published PyTorch weights: a single convolution has no number; average pooling is number 0.</remarks>
internal sealed class InceptionBranch : Module
{
    private readonly NormalizedConv[] _convs;
    private readonly bool _averages;

    public InceptionBranch(int inputs, NormOptions norm, InceptionConv[] layers, bool averages = false)
    {
        _averages = averages;
        _convs = new NormalizedConv[layers.Length];
        for (var k = 0; k < layers.Length; k++)
        {
            var (layer, prefix) = (layers[k], layers.Length == 1 && !averages ? "" : $"{k + (averages ? 1 : 0)}.");
            var conv = Add($"{prefix}conv", new Conv2d(
                inputs, layer.Outputs, (layer.Height, layer.Width), layer.Stride, layer.IsPadded ? null : 0, bias: false));
            Initialization.HeNormalFanIn(conv.Weight);
            _convs[k] = new(conv, Add($"{prefix}bn", norm.Create(layer.Outputs)));
            inputs = layer.Outputs;
        }

        Outputs = inputs;
    }

    public int Outputs { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        // Border cells average over their existing neighbours only.
        if (_averages) x = x.AvgPool2d([3, 3], [1, 1], [1, 1], countIncludePad: false);
        foreach (var conv in _convs) x = conv.Forward(x, Activation.Relu);
        return scope.Keep(x);
    }
}

/// <summary>Parallel branches, concatenated; optionally with a max pooling of the input at half the resolution.</summary>
internal sealed class InceptionMix : Module
{
    private readonly InceptionBranch[] _branches;
    private readonly bool _keepsMaxima;

    /// <param name="inputs">Input channels.</param>
    /// <param name="norm">The norm after each convolution.</param>
    /// <param name="branches">The convolutions of each branch.</param>
    /// <param name="averageBranch">Convolutions of a last branch, which starts with average pooling; null for none.</param>
    /// <param name="keepsMaxima">Whether to append a 3×3 max pooling with stride 2 and no padding.</param>
    public InceptionMix(int inputs, NormOptions norm, InceptionConv[][] branches, InceptionConv[]? averageBranch = null, bool keepsMaxima = false)
    {
        _keepsMaxima = keepsMaxima;
        List<InceptionBranch> list = [.. branches.Select((b, k) => Add($"branch{k}", new InceptionBranch(inputs, norm, b)))];
        if (averageBranch is not null)
            list.Add(Add($"branch{list.Count}", new InceptionBranch(inputs, norm, averageBranch, averages: true)));
        _branches = [.. list];
        Outputs = _branches.Sum(static b => b.Outputs) + (keepsMaxima ? inputs : 0);
    }

    public int Outputs { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        List<Tensor> maps = [.. _branches.Select(b => b.Forward(x))];
        if (_keepsMaxima) maps.Add(x.MaxPool2d([3, 3], [2, 2]));
        return scope.Keep(Tensor.Cat([.. maps], dim: 1));
    }
}

/// <summary>Adds to the input the concatenated branches, projected to the input's channels and scaled down.</summary>
/// <remarks>The paper found that without scaling, deep networks of this kind die early in training.</remarks>
internal sealed class InceptionResidual : Module
{
    private readonly InceptionBranch[] _branches;
    private readonly Conv2d _project;
    private readonly double _scale;
    private readonly bool _hasRelu;

    public InceptionResidual(int channels, NormOptions norm, InceptionConv[][] branches, double scale, bool hasRelu = true)
    {
        (_scale, _hasRelu) = (scale, hasRelu);
        _branches = [.. branches.Select((b, k) => Add($"branch{k}", new InceptionBranch(channels, norm, b)))];
        _project = Add("conv2d", new Conv2d(_branches.Sum(static b => b.Outputs), channels, kernel: 1));
        Initialization.HeNormalFanIn(_project.Weight);
        Initialization.Zero(_project.Bias);
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        var mixed = Tensor.Cat([.. _branches.Select(b => b.Forward(x))], dim: 1);
        var y = _project.Forward(mixed).MulInPlace(_scale).AddInPlace(x);
        return scope.Keep(_hasRelu ? y.ReluInPlace() : y);
    }
}
